"""ShuffleNet V2: channels are split and shuffled, which costs next to nothing (Ma 2018)."""

from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import Published, Tail, TorchvisionFamily


class ShuffleNet(TorchvisionFamily):
    """The backbone ends with the global average."""

    key = "shufflenet"
    title = "ShuffleNet"
    paper = Paper(
        "Ma, Zhang, Zheng, Sun",
        "ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design",
        2018,
        "1807.11164",
    )
    landmark = "stage2.0.branch1.0.weight"
    tail = Tail("fc")
    published = (
        Published(
            architecture="shufflenet_v2_x0_5",
            title="ShuffleNet V2 0.5×",
            summary="Tiny and very quick; for the weakest devices, with modest accuracy.",
            px=224,
            parameters=1_366_792,
            size_mb=5.282,
            accuracy=60.552,
            recipe="https://github.com/ericsun99/Shufflenet-v2-Pytorch",
            file="shufflenetv2_x0.5-f707e7126e.pth",
        ),
        Published(
            architecture="shufflenet_v2_x1_0",
            title="ShuffleNet V2 1×",
            summary="Very small and quick; for phones and old computers.",
            px=224,
            parameters=2_278_604,
            size_mb=8.791,
            accuracy=69.362,
            recipe="https://github.com/ericsun99/Shufflenet-v2-Pytorch",
            file="shufflenetv2_x1-5666bf0f80.pth",
        ),
        Published(
            architecture="shufflenet_v2_x1_5",
            title="ShuffleNet V2 1.5×",
            summary="More accurate than ShuffleNet V2 1×, still small and quick.",
            px=224,
            parameters=3_503_624,
            size_mb=13.557,
            accuracy=72.996,
            recipe="https://github.com/pytorch/vision/pull/5906",
            file="shufflenetv2_x1_5-3c479a10.pth",
        ),
        Published(
            architecture="shufflenet_v2_x2_0",
            title="ShuffleNet V2 2×",
            summary="The most accurate ShuffleNet; still quick without a graphics card.",
            px=224,
            parameters=7_393_996,
            size_mb=28.433,
            accuracy=76.23,
            recipe="https://github.com/pytorch/vision/pull/5906",
            file="shufflenetv2_x2_0-8be3c8ee.pth",
        ),
    )
