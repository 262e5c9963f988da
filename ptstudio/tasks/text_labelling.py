"""Labelling texts: of several labels, those that fit a text, or a pair of texts; as many as do, or none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.folders import resources
from ptstudio.core.training import TrainingSettings
from ptstudio.tasks._labelling import NONE, LabellerSettings, Labelling, target
from ptstudio.tasks._reading import cut_up, exportable, texts_of
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
    from ptstudio.exporters._exporter import Exportable


class TextLabellingSettings(TextSettings, LabellerSettings):
    """How to train a network that labels texts."""


class TextLabelling(Labelling, WholeTexts):
    """Which labels a text has."""

    key = "text-labelling"
    title = "Label texts"
    summary = "Gives each text as many labels of yours as fit, or none: what a message is about, what a review praises."
    formats = ("label-table", "label-columns", "label-lines")
    columns = {"text": "string", "pair": "string", "label": "list<int32>", "characters": "int32"}
    settings = TextLabellingSettings

    def admit(self, sample: Sample) -> Admitted | Finding:
        """A text that says something, with its labels."""
        labels = sample.fields.get("labels")
        if not isinstance(labels, tuple):
            raise TypeError("A sample of labels holds a tuple of them")
        return self.admitted(sample, labels)

    def example(
        self,
        row: Row,
        trained: TrainedModel,
        settings: TrainingSettings,
        dice: random.Random | None,
        prepared: np.ndarray | None = None,
    ) -> Example:
        """The text in tokens, and its labels; texts are not varied."""
        del settings, dice
        return Example(tokens_of(row, trained, prepared), target(row))

    def collate(self, examples: Sequence[Example]) -> Batch:
        """Inputs (N, 3, tokens), targets (N, most)."""
        from torch.nn.utils.rnn import pad_sequence

        from ptstudio.tasks import _tokens

        inputs = _tokens.filled_up([example.inputs for example in examples])
        targets = pad_sequence([example.target for example in examples], batch_first=True, padding_value=NONE)
        return Batch(inputs, targets, len(examples))

    def exportable(self, network: nn.Module, trained: TrainedModel) -> Exportable:
        """Tokens in, probabilities out; from what probability on each label is given is told beside."""
        from ptstudio.tasks._label_evidence import THRESHOLD

        made = exportable(network, trained, are_apart=True)
        thresholds = trained.settled.get("thresholds") or [THRESHOLD] * len(trained.classes)
        return replace(made, facts={**made.facts, "thresholds": json.dumps(thresholds)})

    def program(self) -> str:
        """The predictor."""
        return (resources() / "templates" / "predict_text_labelling.py.txt").read_text(encoding="utf-8")

    def explain(self, network: nn.Module, trained: TrainedModel, row: Row, picture: Path) -> Explanation:
        """How much each word counted for the most probable label."""
        import torch

        from ptstudio.tasks import _tokens
        from ptstudio.tasks._word_weights import label_apart, word_weights

        del picture
        with torch.inference_mode():
            best = int(network(_tokens.filled_up([cut_up(row, trained)]))[0].argmax())
        found = word_weights(network, trained, *texts_of(row), lambda _: label_apart(best))
        return found.model_copy(update={"answer": trained.classes[best]})
