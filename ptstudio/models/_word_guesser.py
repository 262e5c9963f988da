"""What guesses hidden words on top of an encoder of texts, as masked-language pretraining has it (arXiv:1810.04805).

Its weights are those that the encoder was pretrained with, where its file still has them; knows no task.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch
    from torch import nn

_DENSE = (
    *("cls.predictions.transform.dense", "lm_head.dense", "vocab_transform", "predictions.dense"),
    *("generator_predictions.dense", "head.dense", "cls.predictions.dense", "lm_predictions.lm_head.dense"),
)
_NORM = (
    *("cls.predictions.transform.LayerNorm", "lm_head.layer_norm", "vocab_layer_norm", "predictions.LayerNorm"),
    *("generator_predictions.LayerNorm", "head.norm", "cls.predictions.LayerNorm"),
    "lm_predictions.lm_head.LayerNorm",
)
_BIAS = (
    *("cls.predictions", "lm_head", "vocab_projector", "predictions", "generator_lm_head", "decoder"),
    *("cls.predictions.decoder", "lm_predictions.lm_head"),
)
_OLD_NAMES = {"weight": "gamma", "bias": "beta"}
"""What files from BERT's first years call the tensors of a normalisation."""
KEPT_AS = {"dense": "lm_head.dense", "norm": "lm_head.layer_norm", "bias": "lm_head.bias"}
"""Under which names its tensors lie beside those of an encoder that was pretrained further: RoBERTa's."""


def word_guesser(backbone: "nn.Module", features: int) -> "nn.Module":
    """An encoder's tokens (N, 3, L) in, scores of the vocabulary for the hidden ones among them (hidden, words) out.

    It takes a mapping: `planes` (N, 3, L), and `hidden` (N, L), which says where a word is to be guessed.
    """
    guesser, head = _classes()
    words, width = _embeddings(backbone).shape
    return guesser(backbone, head(features, width, words))


def load_words(head: "nn.Module", tensors: "Mapping[str, torch.Tensor]") -> bool:
    """Give it the weights that the encoder was pretrained with; says whether they are among `tensors`."""
    import torch

    found = dict(_found(tensors))
    state: dict[str, torch.Tensor] = head.state_dict()
    fitting = {name: tensor for name, tensor in found.items() if tensor.shape == state[name].shape}
    if not {"dense.weight", "norm.weight"} <= fitting.keys():
        return False
    # What a design has no bias for is as if it were nought.
    nought = {name: torch.zeros_like(tensor) for name, tensor in state.items() if name.endswith("bias")}
    head.load_state_dict(nought | fitting)
    return True


def kept_words(head: "nn.Module") -> "dict[str, torch.Tensor]":
    """Its weights by the names under which `load_words` finds them again."""
    kept: dict[str, torch.Tensor] = {}
    for name, tensor in head.state_dict().items():
        part, dot, rest = name.partition(".")
        kept[f"{KEPT_AS[part]}{dot}{rest}"] = tensor
    return kept


def _embeddings(backbone: "nn.Module") -> "torch.Tensor":
    """Those of the vocabulary (words, E), with which the head shares what it knows of words."""
    network: Any = backbone.get_submodule("network")
    weight: torch.Tensor = network.get_input_embeddings().weight
    return weight


def _found(tensors: "Mapping[str, torch.Tensor]") -> "Iterator[tuple[str, torch.Tensor]]":
    for own, names in (("dense", _DENSE), ("norm", _NORM)):
        for kind, old in _OLD_NAMES.items():
            yield from _first(f"{own}.{kind}", [f"{name}.{each}" for name in names for each in (kind, old)], tensors)
    yield from _first("bias", [f"{name}.bias" for name in _BIAS], tensors)


def _first(own: str, names: list[str], tensors: "Mapping[str, torch.Tensor]") -> "Iterator[tuple[str, torch.Tensor]]":
    yield from ((own, tensors[name].float()) for name in [name for name in names if name in tensors][:1])


@cache
def _classes() -> "tuple[type[nn.Module], type[nn.Module]]":
    """Made on first use, because their base class needs torch."""
    import torch
    from torch import nn
    from torch.nn import functional

    class Words(nn.Module):
        """Features of hidden tokens (hidden, D) and the vocabulary's embeddings (words, E) in, scores out."""

        def __init__(self, features: int, width: int, words: int) -> None:
            super().__init__()
            self.dense = nn.Linear(features, width)
            if width == features:
                nn.init.eye_(self.dense.weight)  # begins with what the encoder says
            self.norm = nn.LayerNorm(width)
            self.bias = nn.Parameter(torch.zeros(words))

        def forward(self, tokens: torch.Tensor, embeddings: torch.Tensor) -> torch.Tensor:
            return functional.linear(self.norm(functional.gelu(self.dense(tokens))), embeddings, self.bias)

    class WordGuesser(nn.Module):
        """Guesses hidden words only: scores of a whole vocabulary for every token would take gigabytes."""

        def __init__(self, backbone: nn.Module, head: nn.Module) -> None:
            super().__init__()
            self.backbone, self.head = backbone, head

        def forward(self, inputs: Mapping[str, torch.Tensor]) -> torch.Tensor:
            tokens = self.backbone(inputs["planes"])
            scores: torch.Tensor = self.head(tokens[inputs["hidden"]], _embeddings(self.backbone))
            return scores

    return WordGuesser, Words
