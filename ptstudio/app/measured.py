"""Which measurements a project holds, and the report of each; knows no widget."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ptstudio.app.run_titles import begun_words, training_title
from ptstudio.app.translation import tr
from ptstudio.core.errors import ProjectError
from ptstudio.core.jobs import EvaluateJob, TrainJob
from ptstudio.core.report import Report, Section, SplitReport
from ptstudio.core.run import Run

SPLIT_ORDER = ("test", "validation", "train")
_SECTION_ORDER = (
    "Confusion", "Thresholds", "Mistakes", "MarkedMistakes", "BoxMistakes", "MaskMistakes", "PerClass", "BoxClasses",
    "MaskClasses", "SpanMatches", "BoxErrors", "BoxSizes", "PixelConfusion", "Calibration",
)  # fmt: skip


@dataclass(frozen=True)
class Measurement:
    """A run that has or may have a report: a training, or a later measurement of one."""

    folder: Path
    training: Path
    title: str


def measurements(runs: Iterable[Run]) -> list[Measurement]:
    """The trainings, the newest first, each followed by the later measurements of it."""
    ordered = sorted(runs, key=lambda run: run.order)
    found: list[Measurement] = []
    for training in reversed([run for run in ordered if isinstance(run.job, TrainJob)]):
        found.append(Measurement(training.folder, training.folder, training_title(training)))
        found.extend(
            Measurement(run.folder, training.folder, _again_title(run, run.job))
            for run in ordered
            if isinstance(run.job, EvaluateJob) and measures(run.job, training.folder) and has_report(run.folder)
        )
    return found


def measures(job: EvaluateJob, training: Path) -> bool:
    """Whether a job measures this training; by its name, since a project may have been moved."""
    return Path(job.run).name == training.name


def has_report(folder: Path) -> bool:
    """Whether a run has left a report."""
    return (folder / "report.json").is_file()


def load_report(folder: Path) -> Report:
    """The report of a run; one that has not changed is not read twice. It calls no Qt, so that a thread may do it.

    Raises OSError, ValidationError.
    """
    file = folder / "report.json"
    return _read(file, file.stat().st_mtime_ns)


def unreadable(error: Exception) -> ProjectError:
    """What a person is told where a report cannot be read."""
    return ProjectError(
        tr("The report of this run cannot be read."),
        tr("Measure the model again: that writes a new one. ({reason})", reason=type(error).__name__),
    )


def splits_of(report: Report) -> list[str]:
    """The splits of a report, the one to judge by first."""
    known = [split for split in SPLIT_ORDER if split in report.splits]
    return known + [split for split in report.splits if split not in SPLIT_ORDER]


def sections_of(split: SplitReport) -> list[Section]:
    """The sections of a split, what people look for first before the others."""
    return sorted(split.sections, key=lambda section: _SECTION_ORDER.index(section.type))


def split_title(split: str) -> str:
    """What a split is called."""
    titles = {
        "test": tr("Test"),
        "validation": tr("Validation"),
        "train": tr("Training"),
        "data": tr("All samples"),
    }
    return titles.get(split, split)


@lru_cache(maxsize=4)
def _read(file: Path, _changed_ns: int) -> Report:
    return Report.from_text(file.read_bytes())


def _again_title(run: Run, job: EvaluateJob) -> str:
    if job.dataset is None:
        return tr("    measured again · {day}", day=begun_words(run))
    return tr("    measured on {data} · {day}", data=job.dataset, day=begun_words(run))
