"""A network that answers questions in one module: what it says of tokens becomes where answers begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ptstudio.library.hugging_face_folder import TOKENIZER
from ptstudio.tasks._reading import INPUTS

if TYPE_CHECKING:
    import torch
    from torch import nn

    from ptstudio.core.trained import TrainedModel
    from ptstudio.exporters._exporter import Exportable

ALLOWED = "allowed"
_OUT_OF_THE_QUESTION = -1e4
"""In place of what a network says of a token at which no answer may be; half precision holds it too."""


def masked(outputs: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
    """Outputs (N, tokens, 2) in float32, nothing left of tokens that are not `allowed` (N, tokens)."""
    return outputs.float().masked_fill(allowed.unsqueeze(-1) == 0, _OUT_OF_THE_QUESTION)


def exportable(network: nn.Module, trained: TrainedModel) -> Exportable:
    """Tokens in; out, for every token, how probable it is that the answer begins there, and that it ends there."""
    import torch

    from ptstudio.exporters._exporter import Exportable

    class TokensToAnswers(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(
            self,
            input_ids: torch.Tensor,
            attention_mask: torch.Tensor,
            token_type_ids: torch.Tensor,
            allowed: torch.Tensor,
        ) -> torch.Tensor:
            outputs = self.network(torch.stack((input_ids, attention_mask, token_type_ids), dim=1))
            return masked(outputs, allowed).softmax(dim=1)

    wanted = trained.model.text
    few = max(2, min(6, wanted.most_tokens // 2))
    numbers = torch.arange(2 * few).reshape(2, few) % 4
    ones, zeros = torch.ones_like(numbers), torch.zeros_like(numbers)
    names = (*INPUTS, ALLOWED)
    return Exportable(
        module=TokensToAnswers().eval(),
        example=dict(zip(names, (numbers, ones, zeros, ones.clone()), strict=True)),
        dynamic={name: {0: "texts", 1: "tokens"} for name in names},
        outputs=("probabilities",),
        input_help="input_ids, attention_mask, token_type_ids: int64, N×L, what tokenizer.json makes of question and "
        f"text, at most {wanted.most_tokens} tokens; allowed: int64, N×L, 1 at tokens of the text and at the one that "
        f"stands for no answer (the {'last' if wanted.pads_left else 'first'})",
        assets=(trained.assets / TOKENIZER,),
        facts={"most_tokens": str(wanted.most_tokens), "pad": str(wanted.pad), "pads_left": str(wanted.pads_left)},
    )
