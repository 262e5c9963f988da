"""Measuring a trained network on whole splits and keeping the report, as data and as a page."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ptstudio.core import atomic
from ptstudio.core.events import StepEnded
from ptstudio.core.project import Project
from ptstudio.core.report import Report, SplitReport
from ptstudio.data._revision import SplitRows
from ptstudio.engine.batches import chunks, load_batches
from ptstudio.engine.channel import Channel
from ptstudio.engine.device import Way
from ptstudio.engine.evaluation import judge, split_report
from ptstudio.engine.network import TrainedNetwork
from ptstudio.engine.report_page import report_html
from ptstudio.engine.setup import Setup, split_features
from ptstudio.tasks._task import Batch, Evidence, Example, Task

JUDGED_BATCH = 32


def judge_splits(
    model: TrainedNetwork, guess_from: SplitRows, splits: Mapping[str, SplitRows], way: Way, channel: Channel
) -> dict[str, SplitReport]:
    """Run the network over each split, in float32, as prediction and export do; splits without samples are left out.

    The baseline's guess knows how often each class occurs in `guess_from`.
    """
    exact = Way(way.device, is_channels_last=way.is_channels_last)
    exact.place(model.network)
    progress = _progress(channel, sum(len(rows) for rows in splits.values()))
    evidence = {
        name: judge(model.task, model.network, _batches(model, rows), exact, progress)[0]
        for name, rows in splits.items()
        if rows
    }
    return _describe(model, guess_from, splits, evidence)


def judge_by_features(setup: Setup, splits: Mapping[str, SplitRows], channel: Channel) -> dict[str, SplitReport]:
    """The same for a network whose backbone was never trained, from the features that training has computed."""
    head = setup.network.get_submodule("head")
    progress = _progress(channel, sum(len(rows) for rows in splits.values()))
    evidence = {}
    for name, rows in splits.items():
        if rows:
            features = split_features(setup, rows, lambda _done, _total: channel.breathe())
            numbers = chunks(range(len(rows)), JUDGED_BATCH)
            batches = load_batches(numbers, features.example, setup.task.collate, in_threads=False)
            evidence[name], _ = judge(setup.task, head, batches, setup.way, progress)
    return _describe(TrainedNetwork(setup.network, setup.trained), setup.training, splits, evidence)


def _describe(
    model: TrainedNetwork, guess_from: SplitRows, splits: Mapping[str, SplitRows], evidence: Mapping[str, Evidence]
) -> dict[str, SplitReport]:
    """Put evidence into reports."""
    task, trained = model.task, model.trained
    counts = task.class_counts(guess_from.column("label"), trained.classes)
    seed = trained.settings.get("seed", 0)
    return {
        name: split_report(task, found, splits[name].column("id"), trained.classes, counts, name, seed)
        for name, found in evidence.items()
    }


def keep_report(report: Report, task: Task, project: Project, splits: Mapping[str, SplitRows], folder: Path) -> None:
    """Write `report.json` and `report.html` into a run's folder; `splits` are what was measured."""
    dataset = report.dataset.partition("/")[0]
    names = {row["id"]: Path(row["path"]).name for rows in splits.values() for row in rows if "path" in row}

    def picture(sample: str) -> bytes | None:
        path = project.thumbnail(dataset, sample)
        return path.read_bytes() if path.exists() else None

    atomic.write_text(folder / "report.json", report.to_text())
    atomic.write_text(folder / "report.html", report_html(report, picture, task.metrics, names))


def _batches(model: TrainedNetwork, rows: SplitRows) -> Iterator[Batch]:
    task, trained = model.task, model.trained
    settings = task.settings.from_values(trained.settings)

    def example(index: int) -> Example:
        return task.example(rows[index], trained, settings, None)

    return load_batches(chunks(range(len(rows)), JUDGED_BATCH), example, task.collate)


def _progress(channel: Channel, total: int) -> Callable[[int], None]:
    done = 0

    def tell(size: int) -> None:
        nonlocal done
        done += size
        channel.breathe()
        channel.step(StepEnded(stage="evaluate", done=done, total=total))

    return tell
