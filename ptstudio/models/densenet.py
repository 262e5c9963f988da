"""DenseNet: every layer sees all that came before it (Huang 2016)."""

import re

from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import Published, Tail, TorchvisionFamily

_OLD_NAME = re.compile(r"(\.denselayer\d+\.(?:norm|conv))\.([12]\.)")


class DenseNet(TorchvisionFamily):
    """Knows the names that tensors had before 2018, which the published files still use."""

    key = "densenet"
    title = "DenseNet"
    paper = Paper(
        "Huang, Liu, van der Maaten, Weinberger", "Densely Connected Convolutional Networks", 2016, "1608.06993"
    )
    landmark = "features.denseblock4.denselayer1.norm1.weight"
    tail = Tail("classifier")
    published = (
        Published(
            architecture="densenet121",
            title="DenseNet-121",
            summary="Small on disk for its accuracy; popular for medical pictures; slower than its size suggests.",
            px=224,
            parameters=7_978_856,
            size_mb=30.845,
            accuracy=74.434,
            recipe="https://github.com/pytorch/vision/pull/116",
            file="densenet121-a639ec97.pth",
        ),
        Published(
            architecture="densenet161",
            title="DenseNet-161",
            summary="The widest DenseNet and the most accurate; needs much memory to train.",
            px=224,
            parameters=28_681_000,
            size_mb=110.369,
            accuracy=77.138,
            recipe="https://github.com/pytorch/vision/pull/116",
            file="densenet161-8d451a50.pth",
        ),
        Published(
            architecture="densenet169",
            title="DenseNet-169",
            summary="Between DenseNet-121 and 201 in size and accuracy.",
            px=224,
            parameters=14_149_480,
            size_mb=54.708,
            accuracy=75.6,
            recipe="https://github.com/pytorch/vision/pull/116",
            file="densenet169-b2777c0a.pth",
        ),
        Published(
            architecture="densenet201",
            title="DenseNet-201",
            summary="The deepest DenseNet; small on disk, slow and hungry for memory.",
            px=224,
            parameters=20_013_928,
            size_mb=77.373,
            accuracy=76.896,
            recipe="https://github.com/pytorch/vision/pull/116",
            file="densenet201-c1103571.pth",
        ),
    )

    def current_name(self, name: str) -> str:
        """`denselayer1.norm.1.weight` was the name of `denselayer1.norm1.weight`."""
        return _OLD_NAME.sub(r"\1\2", super().current_name(name))
