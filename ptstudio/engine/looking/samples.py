"""The samples of a split as a frozen backbone is shown them; computes nothing."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.trained import TrainedModel
from ptstudio.data._revision import SplitRows
from ptstudio.engine.computing.randomness import dice
from ptstudio.engine.looking.prepared import fresh, kept
from ptstudio.engine.looking.read_ahead import ReadAhead
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Example, Task


@dataclass(frozen=True)
class View:
    """How samples are looked at: exactly as prediction sees them, or faster and about so; from `variation` 1 on, in
    variations. What is looked at more than once is decoded once (`is_kept`).
    """

    is_exact: bool = True
    variation: int = 0
    is_kept: bool = False


AS_PREDICTED = View()


@dataclass(frozen=True)
class Samples:
    """The samples of a split, for a network; `cache` is the project's, `ahead` what may have read some of them."""

    trained: TrainedModel
    rows: SplitRows
    cache: Path
    ahead: ReadAhead | None = None

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def task(self) -> Task:
        """What they are for."""
        return all_tasks()[self.trained.task]

    def seen(self, view: View) -> Callable[[int], Example]:
        """What gives the sample at a place as it is looked at; one that was read ahead is there already."""
        read = self._read(view)
        return self.ahead.taking(self._key(view), read) if self.ahead else read

    def read_ahead(self, view: View) -> None:
        """Have them read while nobody asks for them yet."""
        if self.ahead:
            self.ahead.begin(self._key(view), len(self), self._read(view))

    def _key(self, view: View) -> Hashable:
        return self.rows.digest, self.trained.to_text(), view

    def _read(self, view: View) -> Callable[[int], Example]:
        task, trained, rows = self.task, self.trained, self.rows
        settings = task.settings.from_values(trained.settings)
        preparation = None if view.is_exact else task.preparation(trained, settings, is_varied=view.variation > 0)
        if preparation is None:
            prepared = None
        else:
            prepared = kept(rows, preparation, self.cache) if view.is_kept else fresh(rows, preparation)

        def example(index: int) -> Example:
            row = rows[index]
            own_dice = dice(settings.seed, "variation", view.variation, row["id"]) if view.variation else None
            return task.example(row, trained, settings, own_dice, prepared(index) if prepared else None)

        return example
