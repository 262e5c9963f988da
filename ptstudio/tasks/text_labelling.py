"""Labelling texts: of several labels, those that fit a text, or a pair of texts; as many as do, or none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.folders import resources
from ptstudio.core.training import Preset, TrainingSettings
from ptstudio.data._text import likeness, whole
from ptstudio.data._text_columns import ASKED_FIELDS
from ptstudio.tasks._labelling import NONE, LabellerSettings, Labelling, target
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
    from ptstudio.exporters._exporter import Exportable


class TextLabellingSettings(TextSettings, LabellerSettings):
    """How to train a network that labels texts."""


class TextLabelling(Labelling, Reading):
    """Which labels a text has."""

    key = "text-labelling"
    title = "Label texts"
    summary = "Gives each text as many labels of yours as fit, or none: what a message is about, what a review praises."
    formats = ("label-table", "label-columns", "label-lines")
    columns = {"text": "string", "pair": "string", "label": "list<int32>", "characters": "int32"}
    asked = ASKED_FIELDS
    settings = TextLabellingSettings
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

    def admit(self, sample: Sample) -> Admitted | Finding:
        """A text that says something, with its labels."""
        text, pair, labels = (sample.fields.get(field) for field in ("text", "pair", "labels"))
        if not isinstance(text, str) or not isinstance(labels, tuple) or not isinstance(pair, str | None):
            raise TypeError("A text sample holds a str, perhaps another, and a tuple of labels")
        if problem := unusable_text(sample):
            return problem
        text, pair = (whole(each or "") for each in (text, pair))
        row = {"text": text, "pair": pair}
        return Admitted(
            id=self.id_of(row),
            labels=labels,
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
        """The text in tokens, and its labels; texts are not varied."""
        from ptstudio.tasks import _tokens

        del settings, dice
        known = _tokens.unpacked(prepared, trained.model.text) if prepared is not None else cut_up(row, trained)
        return Example(known, target(row))

    def collate(self, examples: Sequence[Example]) -> Batch:
        """Inputs (N, 3, tokens), targets (N, most)."""
        from torch.nn.utils.rnn import pad_sequence

        from ptstudio.tasks import _tokens

        inputs = _tokens.filled_up([example.inputs for example in examples])
        targets = pad_sequence([example.target for example in examples], batch_first=True, padding_value=NONE)
        return Batch(inputs, targets, len(examples))

    def exportable(self, network: nn.Module, trained: TrainedModel) -> Exportable:
        """Tokens in, probabilities out; from what probability on each label is given is told beside."""
        made = exportable(network, trained, are_apart=True)
        from ptstudio.tasks._label_evidence import THRESHOLD

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
