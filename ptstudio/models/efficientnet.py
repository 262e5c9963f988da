"""EfficientNet: depth, width and picture size grown together (Tan 2019), and V2 (Tan 2021)."""

from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import ISSUE, REFERENCES, Published, Tail, TorchvisionFamily


class EfficientNet(TorchvisionFamily):
    """The backbone ends with the global average."""

    key = "efficientnet"
    title = "EfficientNet"
    paper = Paper(
        "Tan, Le", "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", 2019, "1905.11946"
    )
    other_papers = {
        "efficientnet_v2": Paper("Tan, Le", "EfficientNetV2: Smaller Models and Faster Training", 2021, "2104.00298")
    }
    landmark = "features.1.0.block.0.0.weight"
    tail = Tail("classifier.1", "classifier.0")
    published = (
        Published(
            architecture="efficientnet_b0",
            title="EfficientNet B0",
            summary="Accurate for its small size; a good choice when files must stay small.",
            px=224,
            parameters=5_288_548,
            size_mb=20.451,
            accuracy=77.692,
            recipe=f"{REFERENCES}#efficientnet-v1",
            file="efficientnet_b0_rwightman-7f5810bc.pth",
        ),
        Published(
            architecture="efficientnet_b1",
            title="EfficientNet B1",
            summary="A little larger and more accurate than B0.",
            px=240,
            parameters=7_794_184,
            size_mb=30.136,
            accuracy=79.838,
            recipe=f"{ISSUE}#new-recipe-with-lr-wd-crop-tuning",
            file="efficientnet_b1-c27df63c.pth",
        ),
        Published(
            architecture="efficientnet_b2",
            title="EfficientNet B2",
            summary="Larger pictures (288 pixels) for finer details than B1.",
            px=288,
            parameters=9_109_994,
            size_mb=35.174,
            accuracy=80.608,
            recipe=f"{REFERENCES}#efficientnet-v1",
            file="efficientnet_b2_rwightman-c35c1473.pth",
        ),
        Published(
            architecture="efficientnet_b3",
            title="EfficientNet B3",
            summary="Small on disk, with accuracy near that of far larger networks; slow without a graphics card.",
            px=300,
            parameters=12_233_232,
            size_mb=47.184,
            accuracy=82.008,
            recipe=f"{REFERENCES}#efficientnet-v1",
            file="efficientnet_b3_rwightman-b3899882.pth",
        ),
        Published(
            architecture="efficientnet_b4",
            title="EfficientNet B4",
            summary="For fine details in large pictures (380 pixels); wants a graphics card.",
            px=380,
            parameters=19_341_616,
            size_mb=74.489,
            accuracy=83.384,
            recipe=f"{REFERENCES}#efficientnet-v1",
            file="efficientnet_b4_rwightman-23ab8bcd.pth",
        ),
        Published(
            architecture="efficientnet_b5",
            title="EfficientNet B5",
            summary="For fine details in large pictures (456 pixels); wants a graphics card with much memory.",
            px=456,
            parameters=30_389_784,
            size_mb=116.864,
            accuracy=83.444,
            recipe=f"{REFERENCES}#efficientnet-v1",
            file="efficientnet_b5_lukemelas-1a07897c.pth",
        ),
        Published(
            architecture="efficientnet_b6",
            title="EfficientNet B6",
            summary="For fine details in large pictures (528 pixels); slow even on a graphics card.",
            px=528,
            parameters=43_040_704,
            size_mb=165.362,
            accuracy=84.008,
            recipe=f"{REFERENCES}#efficientnet-v1",
            file="efficientnet_b6_lukemelas-24a108a5.pth",
        ),
        Published(
            architecture="efficientnet_b7",
            title="EfficientNet B7",
            summary="The largest of the first EfficientNets (600 pixels); very slow to train.",
            px=600,
            parameters=66_347_960,
            size_mb=254.675,
            accuracy=84.122,
            recipe=f"{REFERENCES}#efficientnet-v1",
            file="efficientnet_b7_lukemelas-c5b4e57e.pth",
        ),
        Published(
            architecture="efficientnet_v2_s",
            title="EfficientNet V2 small",
            summary="Very accurate and quicker to train than the first EfficientNets; wants a graphics card.",
            px=384,
            parameters=21_458_488,
            size_mb=82.704,
            accuracy=84.228,
            recipe=f"{REFERENCES}#efficientnet-v2",
            file="efficientnet_v2_s-dd5fe13b.pth",
        ),
        Published(
            architecture="efficientnet_v2_m",
            title="EfficientNet V2 medium",
            summary="Larger and more accurate than V2 small; wants a graphics card with much memory.",
            px=480,
            parameters=54_139_356,
            size_mb=208.01,
            accuracy=85.112,
            recipe=f"{REFERENCES}#efficientnet-v2",
            file="efficientnet_v2_m-dc08266a.pth",
        ),
        Published(
            architecture="efficientnet_v2_l",
            title="EfficientNet V2 large",
            summary="Among the most accurate here, and among the slowest to train.",
            px=480,
            parameters=118_515_272,
            size_mb=454.573,
            accuracy=85.808,
            recipe=f"{REFERENCES}#efficientnet-v2",
            file="efficientnet_v2_l-59c71312.pth",
            mean=(0.5, 0.5, 0.5),
            std=(0.5, 0.5, 0.5),
        ),
    )
