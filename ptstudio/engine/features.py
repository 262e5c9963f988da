"""What a frozen backbone says of every sample: computed once, kept on disk, read through a memory map."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from ptstudio.core.trained import TrainedModel
from ptstudio.data._revision import SplitRows
from ptstudio.engine.batches import chunks, load_batches
from ptstudio.engine.device import Way
from ptstudio.engine.feature_cache import NewTable, features_in, known, new_table
from ptstudio.engine.randomness import dice
from ptstudio.tasks._task import Batch, Example, Task

TAKEN_AT_ONCE = 1000
"""How many samples' features are held in memory on their way from one file to the next."""


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

    They are keyed by the weights, the input, the samples and the variation. What was computed of some of the samples
    before, in another selection of them, is taken from there; that is the same but for the rounding of sums, which
    depends on the batch. `progress(done, total)` is called after every batch.
    """
    ids = rows.column("id")
    network = _network_key(trained, way, variation)
    file = cache / "features" / f"{network}-{_digest(ids)}.npy"
    if not file.exists():
        settings = task.settings.from_values(trained.settings)

        def example(index: int) -> Example:
            row = rows[index]
            own_dice = dice(settings.seed, "variation", variation, row["id"]) if variation else None
            return task.example(row, trained, settings, own_dice)

        def batches(places: Sequence[Sequence[int]]) -> Iterable[Batch]:
            return load_batches(places, example, task.collate)

        seen = known(file.parent, network, ids)
        with new_table(file, ids) as table:
            _compute(backbone, batches, ids, seen, way, table, progress)
    return FeatureSet(features_in(file), [task.target(row) for row in rows])


def _compute(
    backbone: nn.Module,
    batches: Callable[[Sequence[Sequence[int]]], Iterable[Batch]],
    ids: Sequence[str],
    seen: Mapping[str, np.ndarray],
    way: Way,
    table: NewTable,
    progress: Callable[[int, int], None],
) -> None:
    """Fill a table with the features of samples, of which some were `seen` before."""
    found = [place for place, one in enumerate(ids) if one in seen]
    for start in range(0, len(found), TAKEN_AT_ONCE):
        places = found[start : start + TAKEN_AT_ONCE]
        table.put(places, np.stack([seen[ids[place]] for place in places]))
    missing = [place for place, one in enumerate(ids) if one not in seen]
    if not missing:
        return
    backbone = way.place(backbone).eval()
    done = len(found)
    order = [[missing[at] for at in chunk] for chunk in chunks(range(len(missing)), way.batch_size)]
    for places, batch in zip(order, batches(order), strict=True):
        with torch.inference_mode(), way.autocast():
            features = backbone(way.inputs(batch.inputs)).float().cpu().numpy()
        table.put(places, features)
        done += batch.size
        progress(done, len(ids))


def _network_key(trained: TrainedModel, way: Way, variation: int) -> str:
    """What features depend on beside the sample."""
    model = trained.model
    parts = [model.family, model.architecture, model.sha256, model.input.to_line(), way.precision]
    if variation:
        parts += [str(variation), json.dumps(trained.settings, sort_keys=True)]
    return _digest(parts)


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(parts)).encode()).hexdigest()[:32]
