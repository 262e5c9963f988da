"""Measuring a trained network on whole splits and keeping the report, as data and as a page."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ptstudio.core import atomic
from ptstudio.core.errors import ModelError
from ptstudio.core.events import StepEnded
from ptstudio.core.project import Project
from ptstudio.core.report import Report, SplitReport
from ptstudio.data._revision import SplitRows
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.batches import chunks, largest_first, load_batches
from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.evaluation import in_place, judge, split_report
from ptstudio.engine.computing.frozen import Frozen
from ptstudio.engine.computing.network import TrainedNetwork
from ptstudio.engine.computing.still import still
from ptstudio.engine.learning.ladder import halving
from ptstudio.engine.looking.features import features_of
from ptstudio.engine.looking.lengths import unread
from ptstudio.engine.looking.samples import Samples
from ptstudio.engine.reporting.report_page import report_html, wanted
from ptstudio.tasks._task import Batch, Evidence, Example, Task

JUDGED_FEATURES = 1024
MOST_LETTERS = 1_200
"""How much of a text a report shows."""


def judge_splits(
    model: TrainedNetwork, splits: Mapping[str, SplitRows], way: Way, channel: Channel
) -> dict[str, Evidence]:
    """Run the network over each split, `way` being one of float32, as prediction and export compute; splits without
    samples are left out.
    """
    progress = _progress(channel, sum(len(rows) for rows in splits.values()))
    evidence = {}
    for name, rows in splits.items():
        if rows:
            evidence[name] = halving(way.batch_size, partial(_judged, model, rows, way, progress), channel.emit)
    return evidence


def _judged(
    model: TrainedNetwork, rows: SplitRows, way: Way, progress: Callable[[int], None], batch_size: int
) -> Evidence:
    order = largest_first(len(rows), model.task.sizes(rows))
    first, batches = _first(_batches(model, rows, chunks(order, batch_size)))
    look = _still(model.network, way, first.inputs[:1])
    found, _ = judge(model.task, look, batches, Way(torch.device("cpu")), progress)
    return in_place(found, order)


def _still(network: nn.Module, way: Way, example: Any) -> Frozen:
    """The network as the way was tried with its backbone; as it is, where the whole says something else then."""
    try:
        return still(network, way, example)
    except ModelError:
        return still(network, replace(way, is_fused=False, runtime="torch"), example)


def judge_by_features(
    model: TrainedNetwork,
    splits: Mapping[str, SplitRows],
    way: Way,
    samples_of: Callable[[SplitRows], Samples],
    channel: Channel,
) -> dict[str, Evidence]:
    """The same for a network whose backbone was never trained, from its features, which training has computed of the
    samples that it knew.
    """
    backbone, head = (model.network.get_submodule(part) for part in ("backbone", "head"))
    plain = Way(torch.device("cpu"))
    plain.place(head).eval()
    progress = _progress(channel, sum(len(rows) for rows in splits.values()))
    evidence = {}
    for name, rows in splits.items():
        if rows:
            features = features_of(samples_of(rows), backbone, way, lambda _done, _total: channel.breathe())
            batches = map(features.batch, chunks(range(len(rows)), JUDGED_FEATURES))
            evidence[name], _ = judge(model.task, head, batches, plain, progress)
    return evidence


def describe_splits(
    model: TrainedNetwork,
    guess_from: SplitRows,
    splits: Mapping[str, SplitRows],
    evidence: Mapping[str, Evidence],
    channel: Channel,
) -> dict[str, SplitReport]:
    """Put evidence into reports. The baseline's guess knows how often each class occurs in `guess_from`."""
    task, trained = model.task, model.trained
    counts = task.class_counts(guess_from.column("label"), trained.classes)
    seed = trained.settings.get("seed", 0)
    made = {}
    for name, found in evidence.items():
        rows, settled = splits[name], task.as_settled(found, trained)
        cut_off = unread(task, rows, trained, channel.breathe)
        made[name] = split_report(task, settled, rows.column("id"), trained.classes, counts, name, seed, cut_off)
    return made


def _first(batches: Iterator[Batch]) -> tuple[Batch, Iterator[Batch]]:
    """The first batch, and all of them."""
    first = next(batches)
    return first, chain([first], batches)


def keep_report(report: Report, task: Task, project: Project, splits: Mapping[str, SplitRows], folder: Path) -> None:
    """Write `report.json` and `report.html` into a run's folder; `splits` are what was measured."""
    dataset = report.dataset.partition("/")[0]
    names = {sample: Path(path).name for rows in splits.values() for sample, path in rows.pairs("id", "path")}
    shown = wanted(report)
    texts, beside = (
        {sample: text for rows in splits.values() for sample, text in _texts(rows, shown, column)}
        for column in ("text", "pair")
    )

    def picture(sample: str) -> bytes | None:
        path = project.thumbnail(dataset, sample)
        return path.read_bytes() if path.exists() else None

    atomic.write_text(folder / "report.json", report.to_text())
    atomic.write_text(folder / "report.html", report_html(report, picture, task.metrics, names, texts, beside))


def _texts(rows: SplitRows, shown: Collection[str], column: str) -> Iterator[tuple[str, str]]:
    """The ids of the samples that are shown, with the texts in a column; nothing where there is no such column."""
    places = [place for place, sample in enumerate(rows.column("id")) if sample in shown]
    return ((sample, _beginning(text)) for sample, text in rows.chosen(places).pairs("id", column))


def _beginning(text: str) -> str:
    """How a text begins, every letter in its place."""
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"


def _batches(model: TrainedNetwork, rows: SplitRows, order: Sequence[Sequence[int]]) -> Iterator[Batch]:
    task, trained = model.task, model.trained
    settings = task.settings.from_values(trained.settings)

    def example(index: int) -> Example:
        return task.example(rows[index], trained, settings, None)

    return load_batches(order, example, task.collate)


def _progress(channel: Channel, total: int) -> Callable[[int], None]:
    done = 0

    def tell(size: int) -> None:
        nonlocal done
        done = min(total, done + size)  # where memory ran out, some are looked at once more
        channel.breathe()
        channel.step(StepEnded(stage="evaluate", done=done, total=total))

    return tell
