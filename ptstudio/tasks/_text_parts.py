"""Verbs of every task that says something of the parts of a text: where something stands in it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from ptstudio.tasks import _looks
from ptstudio.tasks._reading import Reading
from ptstudio.tasks._task import Preparation, Row

if TYPE_CHECKING:
    import numpy as np
    from torch import nn

    from ptstudio.core.pretrained import PretrainedModel
    from ptstudio.core.trained import TrainedModel
    from ptstudio.core.training import TrainingSettings
    from ptstudio.models._family import ModelFamily
    from ptstudio.tasks._word_tags import ReadText


LEAST_LOOKS = 8000
"""Training samples, each as often as it is looked at. From 350 tweets MiniLM learned to mark nothing in 7 epochs, and
half of the names in 25; from 2,900 it did in 6.
"""


class TextParts(Reading):
    """A network answers for every token; `kept_as` tells what is kept of a text from what other tasks keep."""

    answers_parts = True
    best_metric = "f1"
    kept_as: ClassVar[str]

    @override
    def network(self, family: ModelFamily, model: PretrainedModel, classes: Sequence[str]) -> nn.Module:
        """With a head for every token."""
        return family.build_for_parts(model, self.outputs(classes))

    @override
    def long_enough(self, settings: TrainingSettings, samples: int) -> tuple[TrainingSettings, str]:
        """To mark what was learned takes a network some thousand looks, however few samples there are."""
        return _looks.long_enough(settings, samples, LEAST_LOOKS, "samples")

    @abstractmethod
    def read(self, row: Row, trained: TrainedModel) -> ReadText:
        """A row in tokens, with the places that they stand for. Raises ModelError without a tokenizer."""

    def preparation(self, trained: TrainedModel, settings: TrainingSettings, *, is_varied: bool) -> Preparation:
        """The same, as a row of numbers."""
        from ptstudio.tasks import _word_tags

        del settings, is_varied
        wanted = trained.model.text
        key = f"{self.kept_as}-{wanted.tokenizer[:16]}-{wanted.most_tokens}"

        def make(row: Row) -> np.ndarray:
            return _word_tags.packed(self.read(row, trained), trained)

        return Preparation(key, (_word_tags.row_length(trained),), "uint32", make)

    def known(self, row: Row, trained: TrainedModel, prepared: np.ndarray | None) -> ReadText:
        """A row as it was prepared, or read now; texts are not varied."""
        from ptstudio.tasks import _word_tags

        return _word_tags.unpacked(prepared, trained) if prepared is not None else self.read(row, trained)
