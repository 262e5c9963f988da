"""RegNet: widths and depths that follow one simple rule (Radosavovic 2020)."""

from typing import TYPE_CHECKING

from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import ISSUE, Published, Tail, TorchvisionFamily

if TYPE_CHECKING:
    from torch import nn


class RegNet(TorchvisionFamily):
    """The backbone ends with the global average."""

    key = "regnet"
    title = "RegNet"
    paper = Paper("Radosavovic, Kosaraju, Girshick, He, Dollár", "Designing Network Design Spaces", 2020, "2003.13678")
    landmark = "trunk_output.block4.block4-0.proj.0.weight"
    tail = Tail("fc")
    published = (
        Published(
            architecture="regnet_y_400mf",
            title="RegNet Y 400 MF",
            summary="Small, quick and accurate for its size; a good choice without a graphics card.",
            px=224,
            parameters=4_344_144,
            size_mb=16.806,
            accuracy=75.804,
            recipe=f"{ISSUE}#new-recipe",
            file="regnet_y_400mf-e6988f5f.pth",
        ),
        Published(
            architecture="regnet_y_800mf",
            title="RegNet Y 800 MF",
            summary="More accurate than RegNet Y 400 MF at twice the work; still fit for an ordinary computer.",
            px=224,
            parameters=6_432_512,
            size_mb=24.774,
            accuracy=78.828,
            recipe=f"{ISSUE}#new-recipe",
            file="regnet_y_800mf-58fc7688.pth",
        ),
        Published(
            architecture="regnet_y_1_6gf",
            title="RegNet Y 1.6 GF",
            summary="As accurate as ResNet-50 with less than half its parameters.",
            px=224,
            parameters=11_202_430,
            size_mb=43.152,
            accuracy=80.876,
            recipe=f"{ISSUE}#new-recipe",
            file="regnet_y_1_6gf-0d7bc02a.pth",
        ),
        Published(
            architecture="regnet_y_3_2gf",
            title="RegNet Y 3.2 GF",
            summary="More accurate than ResNet-50 and smaller; better with a graphics card.",
            px=224,
            parameters=19_436_338,
            size_mb=74.567,
            accuracy=81.982,
            recipe=f"{ISSUE}#new-recipe",
            file="regnet_y_3_2gf-9180c971.pth",
        ),
        Published(
            architecture="regnet_y_8gf",
            title="RegNet Y 8 GF",
            summary="The most accurate RegNet here; wants a graphics card.",
            px=224,
            parameters=39_381_472,
            size_mb=150.701,
            accuracy=82.828,
            recipe=f"{ISSUE}#new-recipe",
            file="regnet_y_8gf-dc2b1b54.pth",
        ),
    )

    def network(self, architecture: str, px: int) -> "nn.Module":
        """Made on the processor first: torchvision works the widths out with tensors, which the meta device cannot."""
        import torch

        wanted = torch.empty(0).device
        with torch.device("cpu"):
            return super().network(architecture, px).to(wanted)
