"""What exported outputs say of the places in texts that were asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ptstudio.tasks import _asked_text, _word_tags
from ptstudio.tasks._answer_chances import Chances

if TYPE_CHECKING:
    from ptstudio.core.trained import TrainedModel
    from ptstudio.tasks._task import Arrays, Row
    from ptstudio.tasks._word_tags import ReadText


def chances(outputs: Sequence[Arrays], rows: Sequence[Row], trained: TrainedModel) -> list[Chances]:
    """Those of rows, of each as much as the network reads at once."""
    return _each(outputs, (_asked_text.read(row, trained) for row in rows), trained)


def chances_of_windows(outputs: Sequence[Arrays], row: Row, trained: TrainedModel) -> list[Chances]:
    """Those of each window of one row."""
    return _each(outputs, _asked_text.windows(row, trained), trained)


def _each(outputs: Sequence[Arrays], read: Iterable[ReadText], trained: TrainedModel) -> list[Chances]:
    found, at_end = [], trained.model.text.pads_left
    for output, asked in zip(outputs, read, strict=True):
        (probabilities,) = output["probabilities"]
        length = len(probabilities)
        (edges,) = _word_tags.laid_out([asked.edges], length, 0, at_end=at_end).numpy()
        found.append(Chances(probabilities, edges, length - 1 if at_end else 0))
    return found
