"""SqueezeNet: AlexNet's accuracy in five megabytes (Iandola 2016)."""

from typing import TYPE_CHECKING

from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import Published, Tail, TorchvisionFamily

if TYPE_CHECKING:
    from torch import nn

FEATURES = 512


class SqueezeNet(TorchvisionFamily):
    """Its last layer is a convolution and an average; here it is an average and a linear layer."""

    key = "squeezenet"
    title = "SqueezeNet"
    paper = Paper(
        "Iandola et al.",
        "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size",
        2016,
        "1602.07360",
    )
    landmark = "features.3.squeeze.weight"
    tail = Tail("classifier.1", "classifier.0")
    published = (
        Published(
            architecture="squeezenet1_0",
            title="SqueezeNet 1.0",
            summary="Fits into five megabytes; for very small devices, with modest accuracy.",
            px=224,
            parameters=1_248_424,
            size_mb=4.778,
            accuracy=58.092,
            recipe="https://github.com/pytorch/vision/pull/49#issuecomment-277560717",
            file="squeezenet1_0-b66bff10.pth",
        ),
        Published(
            architecture="squeezenet1_1",
            title="SqueezeNet 1.1",
            summary="As accurate as SqueezeNet 1.0 with less than half the work.",
            px=224,
            parameters=1_235_496,
            size_mb=4.729,
            accuracy=58.178,
            recipe="https://github.com/pytorch/vision/pull/49#issuecomment-277560717",
            file="squeezenet1_1-b8a52dc0.pth",
        ),
    )

    def behead(self, network: "nn.Module", architecture: str) -> "tuple[int, nn.Module | None]":
        """Leave only the global average behind the features."""
        from torch import nn

        dropout = network.get_submodule(self.tail_of(architecture).dropout)
        network.set_submodule("classifier", nn.AdaptiveAvgPool2d(1))
        return FEATURES, dropout
