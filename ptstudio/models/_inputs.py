"""What networks are shown, by its kind: an empty sample to try one on, and words for it."""

from typing import TYPE_CHECKING

from ptstudio.core.pretrained import ImageInput, PretrainedModel

if TYPE_CHECKING:
    import torch

FEW_TOKENS = 8


def empty_input(model: PretrainedModel) -> "torch.Tensor":
    """An empty picture (1, 3, px, px), or a text of a few tokens (1, 3, tokens) as `TokenPlanes` numbers them."""
    import torch

    if isinstance(model.input, ImageInput):
        return torch.zeros(1, 3, model.input.px, model.input.px)
    planes = torch.zeros(1, 3, min(FEW_TOKENS, model.input.most_tokens), dtype=torch.long)
    planes[:, 1] = 1
    return planes


def input_words(model: PretrainedModel) -> str:
    """What a network is shown, in words."""
    if isinstance(model.input, ImageInput):
        return f"a picture of {model.input.px} × {model.input.px} pixels"
    return "a text"
