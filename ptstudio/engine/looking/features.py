"""What a frozen backbone says of every sample: computed once, kept on disk, read row by row."""

import hashlib
import json
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeAlias, get_args

import numpy as np
import torch
from torch import nn

from ptstudio.data._revision import SplitRows
from ptstudio.engine.computing.batches import chunks, largest_first, load_batches, mixed
from ptstudio.engine.computing.device import Precision, Way
from ptstudio.engine.computing.frozen import Frozen
from ptstudio.engine.computing.still import still
from ptstudio.engine.looking.feature_cache import NewTable, new_table, take_known
from ptstudio.engine.looking.row_file import RowReader
from ptstudio.engine.looking.samples import AS_PREDICTED, Samples, View
from ptstudio.tasks._task import Batch, Task

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


def features_of(
    samples: Samples,
    backbone: nn.Module,
    way: Way,
    progress: Progress,
    view: View = AS_PREDICTED,
    share: Sharing = alone,
) -> FeatureSet:
    """Compute the features of a split, or find them in the cache.

    They are keyed by the weights, the input, the samples and how they are looked at. What was computed of some of the
    samples before, in another selection of them, is taken from there; that is the same but for the rounding of sums,
    which depends on the batch. `progress(done, total)` is called after every batch. `share` deals the work out, where
    others help. Raises DatasetError for a sample that has vanished, and OSError where the disk is full.
    """
    network, rows = _network_key(samples, way.precision, view), samples.rows
    file = _file(samples, network)
    if not file.exists():
        with new_table(file, rows.ids) as table:
            missing = take_known(file.parent, network, rows.ids, table).tolist()
            if missing:
                sizes = samples.task.sizes(rows.chosen(missing))
                at_once = chunks(largest_first(len(missing), sizes), way.batch_size)
                at_once = at_once if sizes is None else mixed(at_once)
                order = [[missing[at] for at in chunk] for chunk in at_once]
                found = share(order, looks(samples, backbone, way, view))
                _compute(found, len(rows) - len(missing), len(rows), table, progress)
    return FeatureSet(samples.task, rows, RowReader(file))


def looks(samples: Samples, backbone: nn.Module, way: Way, view: View) -> Looking:
    """How a frozen backbone looks at samples: gives the features of one chunk after the other."""
    example = samples.seen(view)

    def looking(chunks: Chunks) -> Iterator[np.ndarray]:
        look: Frozen | None = None
        for batch in load_batches(chunks, example, samples.task.collate, device=way.device):
            look = look or still(backbone, way, batch.inputs[:1])
            yield look(batch.inputs).numpy()

    return looking


def are_known(samples: Samples, view: View) -> bool:
    """Whether the features of the samples were computed before, in whatever precision."""
    return any(_file(samples, _network_key(samples, precision, view)).exists() for precision in get_args(Precision))


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


def _file(samples: Samples, network: str) -> Path:
    return samples.cache / "features" / f"{network}-{samples.rows.digest}.npy"


def _network_key(samples: Samples, precision: str, view: View) -> str:
    """What features depend on beside the sample."""
    task, trained, model = samples.task, samples.trained, samples.trained.model
    parts = [model.family, model.architecture, model.sha256, model.input.to_line(), precision, str(view.is_exact)]
    if view.variation:
        settings = task.settings.from_values(trained.settings)
        parts += [str(view.variation), str(settings.seed), task.varied_by(settings)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
