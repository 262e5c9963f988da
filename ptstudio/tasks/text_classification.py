"""Sorting texts: one class for each text, or for each pair of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.folders import resources
from ptstudio.core.training import Preset, TrainingSettings
from ptstudio.data._corrected_texts import corrected_texts
from ptstudio.data._text import likeness, whole
from ptstudio.data._text_columns import ASKED_FIELDS
from ptstudio.tasks._classifying import ClassifierSettings, Classifying
from ptstudio.tasks._reading import Reading, cut_up, exportable, texts_of, unusable_text
from ptstudio.tasks._task import Batch, Example, Preparation, Row
from ptstudio.tasks._text_settings import TextSettings

if TYPE_CHECKING:
    import random
    from pathlib import Path

    import numpy as np
    from torch import nn

    from ptstudio.core.prediction import Explanation
    from ptstudio.core.trained import TrainedModel
    from ptstudio.data._folders import SampleFiles
    from ptstudio.exporters._exporter import Exportable


class TextClassificationSettings(TextSettings, ClassifierSettings):
    """How to train a network that sorts texts."""


class TextClassification(Classifying, Reading):
    """Which of several classes a text belongs to."""

    key = "text-classification"
    title = "Sort texts"
    summary = "Sorts texts into classes that you define: topics, moods, requests, urgent or not."
    formats = ("text-table", "text-folders", "text-lines")
    columns = {"text": "string", "pair": "string", "label": "int32", "characters": "int32"}
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

    @override
    def files(self) -> SampleFiles:
        """Texts, and pairs of texts."""
        return corrected_texts()

    def admit(self, sample: Sample) -> Admitted | Finding:
        """A text that says something, in a class."""
        text, pair, label = (sample.fields.get(field) for field in ("text", "pair", "label"))
        if not isinstance(text, str) or not isinstance(label, str) or not isinstance(pair, str | None):
            raise TypeError("A text sample holds a str, perhaps another, and a str")
        if problem := unusable_text(sample):
            return problem
        text, pair = (whole(each or "") for each in (text, pair))
        row = {"text": text, "pair": pair}
        return Admitted(
            id=self.id_of(row),
            labels=(label,),
            columns=row | {"characters": len(text) + len(pair)},
            likeness=likeness(f"{text} {pair}"),
        )

    def preparation(self, trained: TrainedModel, settings: TrainingSettings, *, is_varied: bool) -> Preparation:
        """The text cut up into tokens."""
        from ptstudio.tasks import _tokens

        del settings, is_varied
        wanted = trained.model.text
        key = f"tokens-{wanted.tokenizer[:16]}-{wanted.most_tokens}"
        return Preparation(key, (1 + wanted.most_tokens,), "uint32", lambda row: _tokens.packed(cut_up(row, trained)))

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
        known = _tokens.unpacked(prepared, trained.model.text) if prepared is not None else cut_up(row, trained)
        return Example(known, self.target(row))

    def collate(self, examples: Sequence[Example]) -> Batch:
        """Inputs (N, 3, tokens), targets (N,)."""
        import torch

        from ptstudio.tasks import _tokens

        inputs = _tokens.filled_up([example.inputs for example in examples])
        return Batch(inputs, torch.stack([example.target for example in examples]), len(examples))

    def exportable(self, network: nn.Module, trained: TrainedModel) -> Exportable:
        """Tokens in, probabilities out."""
        return exportable(network, trained)

    def program(self) -> str:
        """The predictor."""
        return (resources() / "templates" / "predict_text_classification.py.txt").read_text(encoding="utf-8")

    def explain(self, network: nn.Module, trained: TrainedModel, row: Row, picture: Path) -> Explanation:
        """How much each word counted for the most probable class."""
        from ptstudio.tasks._word_weights import best_class, word_weights

        del picture
        return word_weights(network, trained, *texts_of(row), best_class)
