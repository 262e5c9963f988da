"""What a frozen backbone says of every sample: computed once, kept on disk, read through a memory map."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from ptstudio.core.trained import TrainedModel
from ptstudio.data._revision import SplitRows
from ptstudio.engine.batches import chunks, load_batches
from ptstudio.engine.device import Way
from ptstudio.engine.randomness import dice
from ptstudio.tasks._task import Batch, Example, Task


class FeatureSet:
    """The features of one split, (samples, width) float32, with their targets."""

    def __init__(self, features: np.ndarray, targets: list[Any]) -> None:
        self._features = features
        self._targets = targets

    def __len__(self) -> int:
        return len(self._targets)

    def example(self, index: int) -> Example:
        """The features of one sample in place of its inputs."""
        return Example(torch.from_numpy(np.array(self._features[index])), self._targets[index])


def features_of(
    task: Task,
    backbone: nn.Module,
    rows: SplitRows,
    trained: TrainedModel,
    way: Way,
    cache: Path,
    progress: Callable[[int, int], None],
    variation: int = 0,
) -> FeatureSet:
    """Compute the features of a split, or find them in `cache`; from `variation` 1 on, of samples that are varied.

    They are keyed by the weights, the input, the samples and the variation. `progress(done, total)` is called after
    every batch.
    """
    settings = task.settings.from_values(trained.settings)
    file = cache / "features" / f"{_key(trained, rows.column('id'), way, variation)}.npy"
    if not file.exists():

        def example(index: int) -> Example:
            row = rows[index]
            own_dice = dice(settings.seed, "variation", variation, row["id"]) if variation else None
            return task.example(row, trained, settings, own_dice)

        batches = load_batches(chunks(range(len(rows)), way.batch_size), example, task.collate)
        _compute(backbone, batches, len(rows), way, file, progress)
    return FeatureSet(np.load(file, mmap_mode="r"), [task.target(row) for row in rows])


def _compute(
    backbone: nn.Module,
    batches: Iterable[Batch],
    count: int,
    way: Way,
    file: Path,
    progress: Callable[[int, int], None],
) -> None:
    """Write the features of `count` samples to `file`, which appears when it is complete."""
    backbone = way.place(backbone).eval()
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
        name = Path(part.name)
    try:
        table: np.memmap[Any, np.dtype[np.float32]] | None = None
        done = 0
        for batch in batches:
            with torch.inference_mode(), way.autocast():
                found = backbone(way.inputs(batch.inputs)).float().cpu().numpy()
            if table is None:
                shape = (count, *found.shape[1:])
                table = np.lib.format.open_memmap(name, mode="w+", dtype=np.float32, shape=shape)
            table[done : done + batch.size] = found
            done += batch.size
            progress(done, count)
        if table is not None:
            table.flush()
        del table
        name.replace(file)
    finally:
        name.unlink(missing_ok=True)


def _key(trained: TrainedModel, ids: Sequence[str], way: Way, variation: int) -> str:
    model = trained.model
    parts = [model.family, model.architecture, model.sha256, model.input.to_line(), way.precision, *ids]
    if variation:
        parts += [str(variation), json.dumps(trained.settings, sort_keys=True)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
