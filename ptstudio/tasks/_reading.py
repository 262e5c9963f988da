"""Verbs of every task whose samples are texts, whatever is to be said of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from ptstudio.core.dataset import SAMPLE_ID_LENGTH, Finding, Sample
from ptstudio.core.errors import InputError
from ptstudio.core.lengths import Lengths
from ptstudio.data._text import clean_text, unusable, whole
from ptstudio.data._text_files import is_text_name, read_text
from ptstudio.library.hugging_face_folder import TOKENIZER
from ptstudio.tasks._task import Arrays, Extent, Row, Task
from ptstudio.tasks._text_settings import TextSettings

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import torch
    from torch import nn

    from ptstudio.core.pretrained import PretrainedModel
    from ptstudio.core.trained import TrainedModel
    from ptstudio.core.training import TrainingSettings
    from ptstudio.data._revision import SplitRows
    from ptstudio.exporters._exporter import Exportable
    from ptstudio.tasks._tokens import Tokens

LEAST_TOKENS = 16
"""No text is cut shorter than that for want of memory: there is little left to read."""
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
"""What `transformers` calls the planes."""


class Reading(Task):
    """A network reads a text, or two, cut up into tokens."""

    icon = "text"
    preview = Lengths
    can_be_read = True

    def adapt(self, model: PretrainedModel, settings: TrainingSettings) -> PretrainedModel:
        """Shorter texts, if they are wanted; longer ones than it knows no network takes."""
        wanted = _own(settings).most_tokens
        most = model.text.most_tokens if wanted is None else min(wanted, model.text.most_tokens)
        return model.model_copy(update={"input": model.text.model_copy(update={"most_tokens": most})})

    def varied_by(self, settings: TrainingSettings) -> str:
        """Nothing: texts are not varied."""
        del settings
        return ""

    @override
    def limit(self, model: PretrainedModel) -> int:
        """As many tokens as it knows places."""
        return model.text.most_tokens

    @override
    def extent(self, row: Row, trained: TrainedModel) -> Extent:
        """Of a text, or of two."""
        from ptstudio.tasks import _tokens

        return _tokens.extent(trained, *texts_of(row))

    @override
    def sizes(self, rows: SplitRows) -> np.ndarray:
        """Their characters."""
        return rows.numbers("characters")

    @override
    def smaller(self, trained: TrainedModel) -> tuple[TrainedModel, str] | None:
        """Half of the tokens."""
        most = trained.model.text.most_tokens // 2
        if most < LEAST_TOKENS:
            return None
        model = trained.model.model_copy(update={"input": trained.model.text.model_copy(update={"most_tokens": most})})
        return trained.model_copy(update={"model": model}), f"{most} tokens"

    def takes(self, file: Path) -> bool:
        """Whether it is called like a plain text."""
        return is_text_name(file)

    def given(self, file: Path) -> Row:
        """The text in a file."""
        if not file.is_file():
            raise InputError(f"There is no file “{file}”.", "Check the spelling of the path.")
        text = read_text(file)
        if not text:
            raise InputError(f"“{file}” holds no text.", "Name a plain text file, such as one that ends in .txt.")
        return {"text": text, "pair": ""}

    def id_of(self, row: Row) -> str:
        """From the texts."""
        text, pair = texts_of(row)
        return hashlib.sha256(f"{text}\x1f{pair or ''}".encode()).hexdigest()[:SAMPLE_ID_LENGTH]

    def refuse_empty(self, row: Row) -> None:
        """Raise InputError where there is nothing to read."""
        if not texts_of(row)[0].strip():
            raise InputError("The text is empty.", "Write a text.")

    def raw(self, row: Row, trained: TrainedModel) -> Arrays:
        """Tokens, each array int64 (1, tokens)."""
        self.refuse_empty(row)
        return _arrays(cut_up(row, trained))

    @override
    def windows(self, row: Row, trained: TrainedModel) -> list[Arrays]:
        """All of a text, or of two."""
        from ptstudio.tasks import _tokens, _windows

        self.refuse_empty(row)
        found = _windows.encodings(trained, *texts_of(row))
        return [_arrays(_tokens.as_planes(each, trained.model.text)) for each in found]

    @override
    def together(self, raws: Sequence[Arrays], trained: TrainedModel) -> Arrays:
        """Filled up to the longest."""
        import numpy as np

        from ptstudio.tasks import _tokens

        texts = [_tokens.Tokens(np.concatenate([raw[name] for name in INPUTS]), trained.model.text) for raw in raws]
        planes = _tokens.filled_up(texts).numpy()
        return {name: planes[:, place] for place, name in enumerate(INPUTS)}


def exportable(network: nn.Module, trained: TrainedModel, *, are_apart: bool = False) -> Exportable:
    """Tokens in, probabilities over the last axis out; those add up to one unless classes are judged apart."""
    import torch

    from ptstudio.exporters._exporter import Exportable

    class TokensToProbabilities(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
        ) -> torch.Tensor:
            outputs: torch.Tensor = self.network(torch.stack((input_ids, attention_mask, token_type_ids), dim=1))
            return outputs.float().sigmoid() if are_apart else outputs.float().softmax(dim=-1)

    wanted = trained.model.text
    few = max(2, min(6, wanted.most_tokens // 2))
    numbers = torch.arange(2 * few).reshape(2, few) % 4
    example = (numbers, torch.ones_like(numbers), torch.zeros_like(numbers))
    return Exportable(
        module=TokensToProbabilities().eval(),
        example=dict(zip(INPUTS, example, strict=True)),
        dynamic={name: {0: "texts", 1: "tokens"} for name in INPUTS},
        outputs=("probabilities",),
        input_help="input_ids, attention_mask, token_type_ids: int64, N×L, what tokenizer.json makes of the texts, "
        f"at most {wanted.most_tokens} tokens each",
        assets=(trained.assets / TOKENIZER,),
        facts={"most_tokens": str(wanted.most_tokens), "pad": str(wanted.pad), "pads_left": str(wanted.pads_left)},
    )


def unusable_text(sample: Sample) -> Finding | None:
    """What keeps a sample out whose text cannot be used."""
    text = sample.fields["text"]
    if not isinstance(text, str) or not (problem := unusable(clean_text(text))):
        return None
    kind, reason, remedy = problem
    return Finding(kind=kind, severity="error", path=str(sample.path), row=sample.row, reason=reason, remedy=remedy)


def texts_of(row: Row) -> tuple[str, str | None]:
    """The text, and the other one where there are two."""
    return whole(row.get("text") or ""), whole(row.get("pair") or "") or None


def cut_up(row: Row, trained: TrainedModel) -> Tokens:
    """A row's texts in tokens."""
    from ptstudio.tasks import _tokens

    return _tokens.tokens(trained, *texts_of(row))


def _arrays(tokens: Tokens) -> Arrays:
    return {name: plane[None] for name, plane in zip(INPUTS, tokens.planes, strict=True)}


def _own(settings: TrainingSettings) -> TextSettings:
    if not isinstance(settings, TextSettings):
        raise TypeError(f"Settings of texts expected, not {type(settings).__name__}")
    return settings
