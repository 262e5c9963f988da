"""Sorting texts: one class for each text, or for each pair of texts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from ptstudio.core.dataset import SAMPLE_ID_LENGTH, Admitted, Finding, Sample
from ptstudio.core.errors import InputError
from ptstudio.core.folders import resources
from ptstudio.core.training import Preset, TrainingSettings
from ptstudio.data._corrected_texts import corrected_texts
from ptstudio.data._text import clean_text, likeness, unusable
from ptstudio.data._text_columns import ASKED_FIELDS
from ptstudio.data._text_files import is_text_name, read_text
from ptstudio.library.hugging_face_folder import TOKENIZER
from ptstudio.tasks._classifying import ClassifierSettings, Classifying
from ptstudio.tasks._task import Arrays, Batch, Example, Preparation, Row
from ptstudio.tasks._text_settings import TextSettings

if TYPE_CHECKING:
    import random
    from pathlib import Path

    import numpy as np
    import torch
    from torch import nn

    from ptstudio.core.prediction import Explanation
    from ptstudio.core.pretrained import PretrainedModel
    from ptstudio.core.trained import TrainedModel
    from ptstudio.data._folders import SampleFiles
    from ptstudio.data._revision import SplitRows
    from ptstudio.exporters._exporter import Exportable
    from ptstudio.tasks._tokens import Tokens

LEAST_TOKENS = 16
"""No text is cut shorter than that for want of memory: there is little left to read."""
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
"""What `transformers` calls the planes."""
HALVES = re.compile("[\ud800-\udfff]")


class TextClassificationSettings(TextSettings, ClassifierSettings):
    """How to train a network that sorts texts."""


class TextClassification(Classifying):
    """Which of several classes a text belongs to."""

    key = "text-classification"
    title = "Sort texts"
    summary = "Sorts texts into classes that you define: topics, moods, requests, urgent or not."
    icon = "text"
    formats = ("text-table", "text-folders", "text-lines")
    columns = {"text": "string", "pair": "string", "label": "int32", "characters": "int32"}
    can_preview = False
    asked = ASKED_FIELDS
    settings = TextClassificationSettings
    presets = (
        Preset(
            key="quick",
            title="Quick",
            summary="Trains only a new last layer on what the network knows already. Seconds to minutes; good with few "
            "texts in everyday language.",
            values={"trainable": "head"},
        ),
        Preset(
            key="balanced",
            title="Balanced",
            summary="Trains the last layer, then small additions to all layers of the network (LoRA), which end up in "
            "it. Minutes; a good choice for most data.",
            values={"trainable": "adapters", "epochs": 6, "layer_decay": 1.0},
        ),
        Preset(
            key="thorough",
            title="Thorough",
            summary="Trains the last layer, then everything, early layers more gently. The longest; best with many "
            "texts, or texts full of special terms.",
            values={"trainable": "all", "epochs": 8, "layer_decay": 0.9},
        ),
    )

    def files(self) -> SampleFiles:
        """Texts, and pairs of texts."""
        return corrected_texts()

    def admit(self, sample: Sample) -> Admitted | Finding:
        """A text that says something, in a class."""
        text, pair, label = (sample.fields.get(field) for field in ("text", "pair", "label"))
        if not isinstance(text, str) or not isinstance(label, str) or not isinstance(pair, str | None):
            raise TypeError("A text sample holds a str, perhaps another, and a str")
        if problem := unusable(clean_text(text)):
            kind, reason, remedy = problem
            return Finding(
                kind=kind, severity="error", path=str(sample.path), row=sample.row, reason=reason, remedy=remedy
            )
        text, pair = (_whole(each or "") for each in (text, pair))
        row = {"text": text, "pair": pair}
        return Admitted(
            id=self.id_of(row),
            label=label,
            columns=row | {"characters": len(text) + len(pair)},
            likeness=likeness(f"{text} {pair}"),
        )

    def adapt(self, model: PretrainedModel, settings: TrainingSettings) -> PretrainedModel:
        """Shorter texts, if they are wanted; longer ones than it knows no network takes."""
        wanted = _own(settings).most_tokens
        most = model.text.most_tokens if wanted is None else min(wanted, model.text.most_tokens)
        return model.model_copy(update={"input": model.text.model_copy(update={"most_tokens": most})})

    def preparation(self, trained: TrainedModel, settings: TrainingSettings, *, is_varied: bool) -> Preparation:
        """The text cut up into tokens."""
        from ptstudio.tasks import _tokens

        del settings, is_varied
        wanted = trained.model.text
        key = f"tokens-{wanted.tokenizer[:16]}-{wanted.most_tokens}"
        return Preparation(key, (1 + wanted.most_tokens,), "uint32", lambda row: _tokens.packed(_cut_up(row, trained)))

    def example(
        self,
        row: Row,
        trained: TrainedModel,
        settings: TrainingSettings,
        dice: random.Random | None,
        prepared: np.ndarray | None = None,
    ) -> Example:
        """The text in tokens, and its class; texts are not varied."""
        from ptstudio.tasks import _tokens

        del settings, dice
        known = _tokens.unpacked(prepared, trained.model.text) if prepared is not None else _cut_up(row, trained)
        return Example(known, self.target(row))

    def varied_by(self, settings: TrainingSettings) -> str:
        """Nothing."""
        del settings
        return ""

    @override
    def sizes(self, rows: SplitRows) -> np.ndarray:
        """Their characters."""
        return rows.numbers("characters")

    def collate(self, examples: Sequence[Example]) -> Batch:
        """Inputs (N, 3, tokens), targets (N,)."""
        import torch

        from ptstudio.tasks import _tokens

        inputs = _tokens.filled_up([example.inputs for example in examples])
        return Batch(inputs, torch.stack([example.target for example in examples]), len(examples))

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
        text, pair = _texts(row)
        return hashlib.sha256(f"{text}\x1f{pair or ''}".encode()).hexdigest()[:SAMPLE_ID_LENGTH]

    def raw(self, row: Row, trained: TrainedModel) -> Arrays:
        """Tokens, each array int64 (1, tokens)."""
        if not _texts(row)[0].strip():
            raise InputError("The text is empty.", "Write a text.")
        planes = _cut_up(row, trained).planes
        return {name: plane[None] for name, plane in zip(INPUTS, planes, strict=True)}

    @override
    def together(self, raws: Sequence[Arrays], trained: TrainedModel) -> Arrays:
        """Filled up to the longest."""
        import numpy as np

        from ptstudio.tasks import _tokens

        texts = [_tokens.Tokens(np.concatenate([raw[name] for name in INPUTS]), trained.model.text) for raw in raws]
        planes = _tokens.filled_up(texts).numpy()
        return {name: planes[:, place] for place, name in enumerate(INPUTS)}

    def exportable(self, network: nn.Module, trained: TrainedModel) -> Exportable:
        """Tokens in, probabilities out."""
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
                return outputs.float().softmax(dim=1)

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

    def program(self) -> str:
        """The predictor."""
        return (resources() / "templates" / "predict_text_classification.py.txt").read_text(encoding="utf-8")

    def explain(self, network: nn.Module, trained: TrainedModel, row: Row, picture: Path) -> Explanation:
        """How much each word counted for the most probable class."""
        from ptstudio.tasks._word_weights import word_weights

        del picture
        return word_weights(network, trained, *_texts(row))


def _texts(row: Row) -> tuple[str, str | None]:
    """The text, and the other one where there are two."""
    return _whole(row.get("text") or ""), _whole(row.get("pair") or "") or None


def _whole(text: str) -> str:
    """Halves of characters, as damaged files have them, can neither be stored nor be read by a tokenizer."""
    return HALVES.sub("\ufffd", text)


def _cut_up(row: Row, trained: TrainedModel) -> Tokens:
    """A row's texts in tokens."""
    from ptstudio.tasks import _tokens

    return _tokens.tokens(trained, *_texts(row))


def _own(settings: TrainingSettings) -> TextClassificationSettings:
    if not isinstance(settings, TextClassificationSettings):
        raise TypeError(f"Settings of text classification expected, not {type(settings).__name__}")
    return settings
