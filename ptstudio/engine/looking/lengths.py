"""How much of its samples a network reads, told from some of them; computes nothing with the network."""

from collections.abc import Callable, Iterator

from ptstudio.core.lengths import Lengths, Unread
from ptstudio.core.trained import TrainedModel
from ptstudio.data._revision import SplitRows
from ptstudio.engine.sampling import stratified
from ptstudio.tasks._task import Extent, Task

MOST_SAMPLES = 2000
MOST_SIZE = 3_000_000
"""The sizes of all samples that are looked at, in sum: tokenizers cut up two or three million letters in a second."""
SEED = 0


def extents(
    task: Task, rows: SplitRows, trained: TrainedModel, breathe: Callable[[], None]
) -> Iterator[tuple[int, Extent]]:
    """How much is read of some samples, every class in its proportion, each with its place; so few that a second or two
    will do. `breathe` is called after each and may raise to give up. Raises ModelError, ValueError.
    """
    for place in stratified(rows.strata.tolist(), _count(task, rows), SEED):
        yield place, task.extent(rows[place], trained)
        breathe()


def unread(task: Task, rows: SplitRows, trained: TrainedModel, breathe: Callable[[], None]) -> Unread | None:
    """What is not read of the samples; None where nothing is ever cut off. Raises ModelError, ValueError."""
    if task.preview is not Lengths:
        return None
    tokens = [extent.tokens for _, extent in extents(task, rows, trained, breathe)]
    return Unread.of(tokens, task.limit(trained.model))


def _count(task: Task, rows: SplitRows) -> int:
    sizes = task.sizes(rows)
    if sizes is None or not len(rows):
        return MOST_SAMPLES
    return max(1, min(MOST_SAMPLES, int(MOST_SIZE / max(1.0, sizes.mean()))))
