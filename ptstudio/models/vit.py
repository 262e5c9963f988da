"""ViT: a picture as a sequence of patches (Dosovitskiy 2020)."""

from collections.abc import Iterator, Mapping
from math import isqrt
from typing import TYPE_CHECKING

from ptstudio.core.errors import ModelError
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.models._family import Shapes
from ptstudio.models._imagenet import ATTENTION_LIMITS
from ptstudio.models._light_torchvision import make_network
from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import REFERENCES, Published, Tail, TorchvisionFamily

if TYPE_CHECKING:
    import torch
    from torch import nn

POSITIONS = "encoder.pos_embedding"
CLASS_TOKENS = 1


class Vit(TorchvisionFamily):
    """Takes pictures of one size, `model.picture.px`, by stretching its position embeddings."""

    key = "vit"
    title = "Vision Transformer"
    paper = Paper(
        "Dosovitskiy et al.",
        "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale",
        2020,
        "2010.11929",
    )
    limits = ATTENTION_LIMITS
    tasks = ("image-classification",)
    gives_maps = False
    landmark = POSITIONS
    tail = Tail("heads.head")
    published = (
        Published(
            architecture="vit_b_16",
            title="ViT base, patches of 16",
            summary="The standard vision transformer; strong when fine-tuned, wants a graphics card.",
            px=224,
            parameters=86_567_656,
            size_mb=330.285,
            accuracy=81.072,
            recipe=f"{REFERENCES}#vit_b_16",
            file="vit_b_16-c867db91.pth",
        ),
        Published(
            architecture="vit_b_32",
            title="ViT base, patches of 32",
            summary="Coarser patches: about four times quicker than patches of 16, less accurate.",
            px=224,
            parameters=88_224_232,
            size_mb=336.604,
            accuracy=75.912,
            recipe=f"{REFERENCES}#vit_b_32",
            file="vit_b_32-d86f8d99.pth",
        ),
        Published(
            architecture="vit_l_16",
            title="ViT large, patches of 16",
            summary="A very large vision transformer; needs a graphics card with much memory.",
            px=224,
            parameters=304_326_632,
            size_mb=1161.023,
            accuracy=79.662,
            recipe=f"{REFERENCES}#vit_l_16",
            file="vit_l_16-852ce7e3.pth",
        ),
        Published(
            architecture="vit_l_32",
            title="ViT large, patches of 32",
            summary="Large but with coarse patches: quicker than patches of 16, less accurate.",
            px=224,
            parameters=306_535_400,
            size_mb=1169.449,
            accuracy=76.972,
            recipe=f"{REFERENCES}#vit_l_32",
            file="vit_l_32-c7638314.pth",
        ),
    )

    def network(self, architecture: str, px: int) -> "nn.Module":
        """Make the network for pictures of `px` pixels; raises ModelError where its patches do not fit in."""
        patch = int(architecture.rpartition("_")[2])
        if px < patch or px % patch:
            raise ModelError(
                f"This network cuts pictures into patches of {patch} pixels; {px} pixels is no multiple of that.",
                f"Choose a size such as {max(patch, round(px / patch) * patch)}.",
            )
        return make_network(architecture, image_size=px)

    def variant(self, model: PretrainedModel, shapes: Shapes) -> PretrainedModel:
        """The size of the pictures follows from the number of position embeddings."""
        patch = int(model.architecture.rpartition("_")[2])
        side = isqrt(max(1, shapes[POSITIONS][1] - CLASS_TOKENS))
        return model.model_copy(update={"input": model.input.model_copy(update={"px": side * patch})})

    def adapted(self, tensors: "Mapping[str, torch.Tensor]", wanted: Shapes) -> "Mapping[str, torch.Tensor]":
        """Stretch the position embeddings to another picture size (Dosovitskiy 2020, section 3.2)."""
        positions = tensors.get(POSITIONS)
        if positions is None or positions.ndim != 3 or tuple(positions.shape) == tuple(wanted[POSITIONS]):
            return tensors
        return {**tensors, POSITIONS: _stretched(positions.float(), isqrt(wanted[POSITIONS][1] - CLASS_TOKENS))}

    def parts(self, backbone: "nn.Module") -> "Iterator[nn.Module]":
        """Patches, the encoder's layers, the last normalisation."""
        from torch import nn

        # Freezing and learning rates go by module; these two parameters stand alone, so a list holds them.
        yield nn.ModuleList(
            [
                backbone.get_submodule("conv_proj"),
                nn.ParameterList([backbone.get_parameter("class_token"), backbone.get_parameter(POSITIONS)]),
            ]
        )
        yield from backbone.get_submodule("encoder.layers").children()
        yield backbone.get_submodule("encoder.ln")


def _stretched(positions: "torch.Tensor", side: int) -> "torch.Tensor":
    """Resize a square grid of embeddings, shape (1, 1 + n·n, D), to `side` · `side`; the class token stays."""
    import torch
    from torch.nn.functional import interpolate

    token, grid = positions[:, :CLASS_TOKENS], positions[:, CLASS_TOKENS:]
    old = isqrt(grid.shape[1])
    square = grid.reshape(1, old, old, -1).permute(0, 3, 1, 2)
    resized = interpolate(square, size=(side, side), mode="bicubic", align_corners=False)
    return torch.cat([token, resized.permute(0, 2, 3, 1).reshape(1, side * side, -1)], dim=1)
