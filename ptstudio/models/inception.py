"""Inception v3: several scales at once (Szegedy 2015)."""

from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import REFERENCES, Published, Tail, TorchvisionFamily


class Inception(TorchvisionFamily):
    """The published weights come from a network that wants values from -1 to 1: it converts them itself
    (`transform_input`), so that it takes the same pictures as all others, of at least 75 pixels.
    """

    key = "inception"
    title = "Inception"
    paper = Paper("Szegedy et al.", "Rethinking the Inception Architecture for Computer Vision", 2015, "1512.00567")
    landmark = "Mixed_7c.branch1x1.conv.weight"
    auxiliary = ("AuxLogits.",)
    options = {"aux_logits": False, "transform_input": True, "init_weights": False}
    tail = Tail("fc", "dropout")
    tasks = ("image-classification",)
    gives_maps = False
    published = (
        Published(
            architecture="inception_v3",
            title="Inception v3",
            summary="Looks at several scales at once and likes large pictures (299 pixels).",
            px=299,
            parameters=27_161_264,
            size_mb=103.903,
            accuracy=77.294,
            recipe=f"{REFERENCES}#inception-v3",
            file="inception_v3_google-0cc3c7bd.pth",
        ),
    )
