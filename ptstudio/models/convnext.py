"""ConvNeXt: a convolutional network built like a transformer (Liu 2022)."""

from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import REFERENCES, Published, Tail, TorchvisionFamily


class ConvNeXt(TorchvisionFamily):
    """The backbone ends with the global average and its normalisation."""

    key = "convnext"
    title = "ConvNeXt"
    paper = Paper("Liu et al.", "A ConvNet for the 2020s", 2022, "2201.03545")
    landmark = "features.1.0.layer_scale"
    tail = Tail("classifier.2")
    published = (
        Published(
            architecture="convnext_tiny",
            title="ConvNeXt tiny",
            summary="Modern and accurate; learns well from few pictures, wants a graphics card.",
            px=224,
            parameters=28_589_128,
            size_mb=109.119,
            accuracy=82.52,
            recipe=f"{REFERENCES}#convnext",
            file="convnext_tiny-983f1562.pth",
        ),
        Published(
            architecture="convnext_small",
            title="ConvNeXt small",
            summary="Larger and slightly more accurate than ConvNeXt tiny.",
            px=224,
            parameters=50_223_688,
            size_mb=191.703,
            accuracy=83.616,
            recipe=f"{REFERENCES}#convnext",
            file="convnext_small-0c510722.pth",
        ),
        Published(
            architecture="convnext_base",
            title="ConvNeXt base",
            summary="For high accuracy where a strong graphics card is at hand.",
            px=224,
            parameters=88_591_464,
            size_mb=338.064,
            accuracy=84.062,
            recipe=f"{REFERENCES}#convnext",
            file="convnext_base-6075fbad.pth",
        ),
        Published(
            architecture="convnext_large",
            title="ConvNeXt large",
            summary="The largest ConvNeXt; needs a graphics card with much memory.",
            px=224,
            parameters=197_767_336,
            size_mb=754.537,
            accuracy=84.414,
            recipe=f"{REFERENCES}#convnext",
            file="convnext_large-ea097f82.pth",
        ),
    )
