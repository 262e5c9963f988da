"""What a frozen backbone says of every sample: computed once, kept on disk, read row by row."""

import hashlib
import json
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from torch import nn

from ptstudio.core.trained import TrainedModel
from ptstudio.data._revision import SplitRows
from ptstudio.engine.batches import chunks, load_batches
from ptstudio.engine.device import Way
from ptstudio.engine.feature_cache import NewTable, new_table, take_known
from ptstudio.engine.frozen import Frozen
from ptstudio.engine.prepared import fresh, kept
from ptstudio.engine.randomness import dice
from ptstudio.engine.row_file import RowReader
from ptstudio.engine.still import still
from ptstudio.tasks._task import Batch, Example, Task

Progress = Callable[[int, int], None]
Chunks: TypeAlias = Sequence[Sequence[int]]
"""Samples that are looked at together, as places in a split."""
Looking: TypeAlias = Callable[[Chunks], Iterator[np.ndarray]]
Sharing: TypeAlias = Callable[[Chunks, Looking], Generator[tuple[Sequence[int], np.ndarray], None, None]]
"""Has all chunks looked at, by whomever; gives each with its features."""


def alone(chunks: Chunks, looking: Looking) -> Generator[tuple[Sequence[int], np.ndarray], None, None]:
    """Nobody helps."""
    yield from zip(chunks, looking(chunks), strict=True)


class FeatureSet:
    """The features of one split, float32 (samples, …), with their targets; both are read when asked for."""

    def __init__(self, task: Task, rows: SplitRows, table: RowReader) -> None:
        self._task, self._rows, self._table = task, rows, table

    def __len__(self) -> int:
        return len(self._rows)

    def batch(self, places: Sequence[int]) -> Batch:
        """The features of some samples in place of their inputs."""
        features = torch.from_numpy(self._table.rows(places)["features"].copy())
        return Batch(features, self._task.targets(self._rows, places), len(places))


@dataclass(frozen=True)
class View:
    """How samples are looked at: exactly as prediction sees them, or faster and about so; from `variation` 1 on, in
    variations. What is looked at more than once is decoded once (`is_kept`).
    """

    is_exact: bool = True
    variation: int = 0
    is_kept: bool = False


AS_PREDICTED = View()


def features_of(
    task: Task,
    backbone: nn.Module,
    rows: SplitRows,
    trained: TrainedModel,
    way: Way,
    cache: Path,
    progress: Progress,
    view: View = AS_PREDICTED,
    share: Sharing = alone,
) -> FeatureSet:
    """Compute the features of a split, or find them in `cache`.

    They are keyed by the weights, the input, the samples and how they are looked at. What was computed of some of the
    samples before, in another selection of them, is taken from there; that is the same but for the rounding of sums,
    which depends on the batch. `progress(done, total)` is called after every batch. `share` deals the work out, where
    others help. Raises DatasetError for a sample that has vanished, and OSError where the disk is full.
    """
    network = _network_key(task, trained, way, view)
    file = cache / "features" / f"{network}-{hashlib.sha256(rows.ids.tobytes()).hexdigest()[:32]}.npy"
    if not file.exists():
        with new_table(file, rows.ids) as table:
            missing = take_known(file.parent, network, rows.ids, table).tolist()
            if missing:
                looking = looks(task, backbone, rows, trained, way, cache, view)
                order = [[missing[at] for at in chunk] for chunk in chunks(range(len(missing)), way.batch_size)]
                _compute(share(order, looking), len(rows) - len(missing), len(rows), table, progress)
    return FeatureSet(task, rows, RowReader(file))


def looks(
    task: Task, backbone: nn.Module, rows: SplitRows, trained: TrainedModel, way: Way, cache: Path, view: View
) -> Looking:
    """How a frozen backbone looks at samples: gives the features of one chunk after the other."""
    example = _examples(task, rows, trained, view, cache)

    def looking(chunks: Chunks) -> Iterator[np.ndarray]:
        look: Frozen | None = None
        for batch in load_batches(chunks, example, task.collate, device=way.device):
            look = look or still(backbone, way, batch.inputs[:1])
            yield look(batch.inputs).numpy()

    return looking


def _examples(task: Task, rows: SplitRows, trained: TrainedModel, view: View, cache: Path) -> Callable[[int], Example]:
    settings = task.settings.from_values(trained.settings)
    preparation = None if view.is_exact else task.preparation(trained, settings, is_varied=view.variation > 0)
    if preparation is None:
        prepared = None
    else:
        prepared = kept(rows, preparation, cache) if view.is_kept else fresh(rows, preparation)

    def example(index: int) -> Example:
        row = rows[index]
        own_dice = dice(settings.seed, "variation", view.variation, row["id"]) if view.variation else None
        return task.example(row, trained, settings, own_dice, prepared(index) if prepared else None)

    return example


def _compute(
    found: Generator[tuple[Sequence[int], np.ndarray], None, None],
    done: int,
    total: int,
    table: NewTable,
    progress: Progress,
) -> None:
    """Fill a table with the features of the samples that are missing in it."""
    with closing(found):
        for places, features in found:
            table.put(places, features)
            done += len(places)
            progress(done, total)


def _network_key(task: Task, trained: TrainedModel, way: Way, view: View) -> str:
    """What features depend on beside the sample."""
    model = trained.model
    parts = [model.family, model.architecture, model.sha256, model.input.to_line(), way.precision, str(view.is_exact)]
    if view.variation:
        settings = task.settings.from_values(trained.settings)
        parts += [str(view.variation), str(settings.seed), task.varied_by(settings)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
