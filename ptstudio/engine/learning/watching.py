"""A fixed dozen of validation samples whose predictions are shown after every epoch, so that one sees it learn."""

from collections.abc import Sequence

import numpy as np

from ptstudio.core.events import Watched
from ptstudio.data._revision import SplitRows
from ptstudio.tasks._lesson import Evidence, Lesson

WATCHED = 12


class Watchlist:
    """The same samples all through a training, evenly spread over the classes."""

    def __init__(self, lesson: Lesson, rows: SplitRows, classes: Sequence[str]) -> None:
        self._lesson = lesson
        self._classes = classes
        by_label = np.argsort(rows.strata, kind="stable").tolist()
        count = min(WATCHED, len(rows))
        self._indices = [by_label[position * len(rows) // count] for position in range(count)]
        self._rows = [rows[index] for index in self._indices]

    def look(self, evidence: Evidence) -> tuple[Watched, ...]:
        """What the network says of them now; `evidence` is that of the whole validation split."""
        seen = {name: array[self._indices] for name, array in evidence.items()}
        return self._lesson.watch(self._rows, seen, self._classes)
