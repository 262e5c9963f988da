"""Verbs of every task that says something of a text, or of a pair of texts, as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.training import Preset
from ptstudio.data._text import likeness, sameness, whole
from ptstudio.data._text_columns import ASKED_FIELDS
from ptstudio.tasks._reading import Reading, cut_up, texts_of, unusable_text
from ptstudio.tasks._task import Arrays, Evidence, Preparation, Row

if TYPE_CHECKING:
    import numpy as np

    from ptstudio.core.trained import TrainedModel
    from ptstudio.core.training import TrainingSettings
    from ptstudio.tasks._tokens import Tokens


class WholeTexts(Reading):
    """A network sums up what it reads."""

    asked = ASKED_FIELDS
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

    def admitted(self, sample: Sample, labels: tuple[str, ...]) -> Admitted | Finding:
        """A text that says something, with its classes."""
        text, pair = sample.fields.get("text"), sample.fields.get("pair")
        if not isinstance(text, str) or not isinstance(pair, str | None):
            raise TypeError("A text sample holds a str, perhaps another")
        if problem := unusable_text(sample):
            return problem
        text, pair = (whole(each or "") for each in (text, pair))
        row = {"text": text, "pair": pair}
        return Admitted(
            id=self.id_of(row),
            labels=labels,
            columns=row | {"characters": len(text) + len(pair)},
            likeness=likeness(f"{text} {pair}"),
            sameness=sameness(f"{text} {pair}"),
        )

    def preparation(self, trained: TrainedModel, settings: TrainingSettings, *, is_varied: bool) -> Preparation:
        """The text cut up into tokens."""
        from ptstudio.tasks import _tokens

        del settings, is_varied
        wanted = trained.model.text
        key = f"tokens-{wanted.tokenizer[:16]}-{wanted.most_tokens}"
        return Preparation(key, (1 + wanted.most_tokens,), "uint32", lambda row: _tokens.packed(cut_up(row, trained)))

    @override
    def joined(self, outputs: Sequence[Arrays], row: Row, trained: TrainedModel) -> Evidence:
        """The mean of what was said of the windows; a longer one counts for more."""
        import numpy as np

        from ptstudio.tasks import _windows

        lengths = [len(found.ids) for found in _windows.encodings(trained, *texts_of(row))]
        mean = np.average([output["probabilities"] for output in outputs], axis=0, weights=lengths)
        return self.said([{"probabilities": mean.astype(np.float32)}], [row], trained)


def tokens_of(row: Row, trained: TrainedModel, prepared: np.ndarray | None) -> Tokens:
    """A row's texts in tokens, as they were prepared or cut up now; texts are not varied."""
    from ptstudio.tasks import _tokens

    return _tokens.unpacked(prepared, trained.model.text) if prepared is not None else cut_up(row, trained)
