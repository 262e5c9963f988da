"""GoogLeNet, the first Inception network (Szegedy 2014), with batch norm."""

from typing import TYPE_CHECKING

from typing_extensions import override

from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import (
    IMAGENET_MEAN,
    IMAGENET_STD,
    REFERENCES,
    Published,
    Tail,
    TorchvisionFamily,
)

if TYPE_CHECKING:
    import torch
    from torch import nn

    from ptstudio.core.pretrained import PretrainedModel


class GoogLeNet(TorchvisionFamily):
    """The published weights come from a network that wants values from -1 to 1: it converts them itself
    (`transform_input`), so that it takes the same pictures as all others.
    """

    key = "googlenet"
    title = "GoogLeNet"
    paper = Paper("Szegedy et al.", "Going Deeper with Convolutions", 2014, "1409.4842")
    landmark = "inception5b.branch1.conv.weight"
    auxiliary = ("aux1.", "aux2.")
    options = {"aux_logits": False, "transform_input": True, "init_weights": False}
    tail = Tail("fc", "dropout")
    published = (
        Published(
            architecture="googlenet",
            title="GoogLeNet",
            summary="The first Inception network: few parameters, modest accuracy.",
            px=224,
            parameters=6_624_904,
            size_mb=49.731,
            accuracy=69.778,
            recipe=f"{REFERENCES}#googlenet",
            file="googlenet-1378be20.pth",
        ),
    )

    @override
    def build_maps(self, model: "PretrainedModel") -> "nn.Module":
        """With that conversion, which the parts alone would not do."""
        maps = super().build_maps(model)
        maps.register_forward_pre_hook(_converted)
        return maps


def _converted(_: "nn.Module", inputs: "tuple[torch.Tensor]") -> "tuple[torch.Tensor]":
    """Pictures (N, 3, px, px) that were normalised as ImageNet's, from -1 to 1 instead."""
    (pictures,) = inputs
    mean, std = (pictures.new_tensor(values).view(1, 3, 1, 1) for values in (IMAGENET_MEAN, IMAGENET_STD))
    return ((pictures * std + mean - 0.5) / 0.5,)
