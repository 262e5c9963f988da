"""The evaluate job: measure a trained run again, on its own splits or on other labelled data."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ptstudio.core.dataset import Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import EvaluateJob
from ptstudio.core.project import Project
from ptstudio.core.report import Report, SplitReport
from ptstudio.data._revision import RevisionData, SplitRows
from ptstudio.engine.channel import Channel
from ptstudio.engine.choosing.decided import exact_way
from ptstudio.engine.computing.network import TrainedNetwork, open_trained
from ptstudio.engine.computing.phases import stands_still
from ptstudio.engine.looking.samples import Samples
from ptstudio.engine.reporting.judging import describe_splits, judge_by_features, judge_splits, keep_report


def run(job: EvaluateJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds metrics, baseline and the report's files, which lie in this job's own folder."""
    channel.emit(StageChanged(stage="evaluate", title="Measuring"))
    model = open_trained(Path(job.run))
    trained = model.trained
    project = Project.of_run(Path(job.run))
    home = RevisionData(project, project.revision(trained.dataset))
    dataset, guess_from = trained.dataset, home.rows(Split.TRAIN)
    splits = {str(split): home.rows(split) for split in (Split.VALIDATION, Split.TEST)}
    if job.dataset is not None:
        other = RevisionData(project, project.revision(job.dataset))
        dataset, guess_from = job.dataset, _unseen(other, home, trained.classes, channel)
        splits = {"data": guess_from}
    report = Report(
        task=trained.task,
        model=trained.model.key,
        run=Path(job.run).name,
        dataset=dataset,
        classes=trained.classes,
        splits=_judged(model, guess_from, splits, Path(job.run), channel),
    )
    keep_report(report, model.task, project, splits, folder)
    found = report.model_dump(mode="json")["splits"]
    return {
        "run": job.run,
        "task": trained.task,
        "dataset": dataset,
        "counts": {name: split["samples"] for name, split in found.items()},
        "metrics": {name: split["metrics"] for name, split in found.items()},
        "baseline": found[list(found)[-1]]["baseline"],
        "report": {"json": str(folder / "report.json"), "html": str(folder / "report.html")},
    }


def _judged(
    model: TrainedNetwork, guess_from: SplitRows, splits: Mapping[str, SplitRows], run: Path, channel: Channel
) -> dict[str, SplitReport]:
    way = exact_way(run)
    if not model.task.answers_parts and stands_still(model.task.settings.from_values(model.trained.settings)):
        cache = Project.of_run(run).cache_folder()
        found = judge_by_features(model, splits, way, lambda rows: Samples(model.trained, rows, cache), channel)
    else:
        found = judge_splits(model, splits, way, channel)
    return describe_splits(model, guess_from, splits, found, channel)


def _unseen(other: RevisionData, home: RevisionData, classes: Sequence[str], channel: Channel) -> SplitRows:
    """The samples of other data that training did not see: a network knows by heart what it has learned from.

    Raises DatasetError where there is none.
    """
    rows = other.all_rows(classes, but_not=home.names(Split.TRAIN, Split.VALIDATION))
    total = other.revision.counts.total
    if not rows:
        raise DatasetError(
            f"All {total:,} samples were used in training, so measuring on them would say nothing.",
            "Choose data that the model has not seen, or leave the data out: then its own test split is measured.",
        )
    if len(rows) < total:
        channel.warn(
            f"{total - len(rows):,} of {total:,} samples were used in training and are left out.",
            "Figures on samples that a model has learned from would flatter it.",
        )
    return rows
