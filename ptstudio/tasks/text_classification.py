"""Sorting texts: one class for each text, or for each pair of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.folders import resources
from ptstudio.core.training import TrainingSettings
from ptstudio.data._corrected_texts import corrected_texts
from ptstudio.tasks._classifying import ClassifierSettings, Classifying
from ptstudio.tasks._reading import exportable, texts_of
from ptstudio.tasks._task import Batch, Example, Row
from ptstudio.tasks._text_settings import TextSettings
from ptstudio.tasks._whole_texts import WholeTexts, tokens_of

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


class TextClassification(Classifying, WholeTexts):
    """Which of several classes a text belongs to."""

    key = "text-classification"
    title = "Sort texts"
    summary = "Sorts texts into classes that you define: topics, moods, requests, urgent or not."
    formats = ("text-table", "text-folders", "text-lines")
    columns = {"text": "string", "pair": "string", "label": "int32", "characters": "int32"}
    settings = TextClassificationSettings

    @override
    def files(self) -> SampleFiles:
        """Texts, and pairs of texts."""
        return corrected_texts()

    def admit(self, sample: Sample) -> Admitted | Finding:
        """A text that says something, in a class."""
        label = sample.fields.get("label")
        if not isinstance(label, str):
            raise TypeError("A sample of a class holds a str")
        return self.admitted(sample, (label,))

    def example(
        self,
        row: Row,
        trained: TrainedModel,
        settings: TrainingSettings,
        dice: random.Random | None,
        prepared: np.ndarray | None = None,
    ) -> Example:
        """The text in tokens, and its class; texts are not varied."""
        del settings, dice
        return Example(tokens_of(row, trained, prepared), self.target(row))

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
