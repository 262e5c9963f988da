"""In which other way a training goes on since something ran out or went astray, and from which step; kept in the run.

Knows nothing of when it has to be otherwise.
"""

from pathlib import Path

from pydantic import ValidationError

from ptstudio.core import atomic
from ptstudio.core.message import Record
from ptstudio.engine.learning.position import Place

FILE = "adapted.json"


class Adaptation(Record):
    """How to go on from a place of the training on.

    A batch is computed in `parts`, one after the other; `recomputes` tells that blocks are computed twice instead of
    kept in memory; `shrinks` counts how often the input was made smaller. Validation takes `judged_batch` samples at
    once (0: as many as training). The learning rate is multiplied by `rate_factor`.
    """

    place: Place = (0, 0, 0)
    parts: int = 1
    recomputes: bool = False
    shrinks: int = 0
    judged_batch: int = 0
    rate_factor: float = 1.0


class _Kept(Record):
    adaptations: tuple[Adaptation, ...] = ()


class Adaptations:
    """All of a run, oldest first, in its `adapted.json`.

    Because each holds from a place of the training on, and not from a moment, a run that was resumed from an earlier
    checkpoint changes its way at the very same step, and ends with the very same bits.
    """

    def __init__(self, run: Path) -> None:
        self._file = run / FILE
        self._all = self._read()

    def at(self, place: Place) -> Adaptation:
        """That which holds for the step to be made at a place."""
        held = Adaptation()
        for one in self._all:
            if one.place <= place:
                held = one
        return held

    def add(self, adaptation: Adaptation) -> None:
        """From its place on, this one holds, whatever was to come after. Raises OSError."""
        self._all = (*(one for one in self._all if one.place < adaptation.place), adaptation)
        atomic.write_text(self._file, _Kept(adaptations=self._all).to_text())

    def _read(self) -> tuple[Adaptation, ...]:
        try:
            return _Kept.from_text(self._file.read_bytes()).adaptations
        except (FileNotFoundError, ValidationError):
            return ()
