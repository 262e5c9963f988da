"""Trainings put side by side, section by section, from what lies in their folders; knows no widget."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ptstudio.app.comparison import LETTERS, Line, asked, caution, course, figures, origins
from ptstudio.app.measured import has_report, load_report
from ptstudio.app.translation import tr
from ptstudio.core.agreement import agreement, agreement_lines
from ptstudio.core.jobs import TrainJob
from ptstudio.core.provenance import Provenance, provenance_of
from ptstudio.core.report import Report
from ptstudio.core.run import Run
from ptstudio.core.run_notes import name_of
from ptstudio.tasks import all_tasks

MOST = len(LETTERS)


@dataclass(frozen=True)
class Comparison:
    """Names of the compared, sections of lines with their headings, what to bear in mind, and, where one does another
    again, whether it came out the same.
    """

    names: tuple[str, ...]
    sections: tuple[tuple[str, list[Line]], ...]
    caution: str = ""
    agreement: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """What was read of runs to compare them, for each in turn; `agreement` says whether one that does another again
    came out the same.
    """

    runs: tuple[Run, ...]
    reports: tuple[Report | None, ...]
    provenances: tuple[Provenance | None, ...]
    names: tuple[str, ...]
    agreement: tuple[str, ...] = ()


def can_compare(runs: Sequence[Run]) -> bool:
    """Whether these are two trainings of the same task, or a few more."""
    tasks = {run.job.task if isinstance(run.job, TrainJob) else "" for run in runs}
    return 1 < len(runs) <= MOST and len(tasks) == 1 and bool(tasks.pop())


def read_material(folders: Sequence[Path]) -> Material:
    """Read what is needed to compare runs; calls no Qt, so that a thread may do it. Raises OSError, ValidationError."""
    runs = [Run.open(folder) for folder in folders]
    return Material(
        tuple(runs),
        tuple(load_report(run.folder) if has_report(run.folder) else None for run in runs),
        tuple(provenance_of(run.folder) for run in runs),
        tuple(name_of(run.folder) for run in runs),
        tuple(_agreement_of(runs)),
    )


def compared(found: Material) -> Comparison:
    """Trainings side by side."""
    jobs = [run.job for run in found.runs if isinstance(run.job, TrainJob)]
    task, is_alone = all_tasks()[jobs[0].task], len(jobs) == 1
    sections = (
        (tr("On the test split"), figures(found.reports, task, "test")),
        (tr("On the validation split"), figures(found.reports, task, "validation")),
        (tr("How it went") if is_alone else tr("How they went"), course(found.runs)),
        (tr("What was asked for"), asked(found.runs, jobs, task)),
        (tr("Data, weights, versions and machine"), origins(found.provenances)),
    )
    filled = tuple(section for section in sections if section[1])
    return Comparison(found.names, filled, caution(found.reports), found.agreement)


def _agreement_of(runs: Sequence[Run]) -> list[str]:
    if len(runs) != 2:
        return []
    for first, second in (runs, (runs[1], runs[0])):
        is_repeat = isinstance(second.job, TrainJob) and second.job.repeats == first.folder.name
        if is_repeat and first.result and second.result:
            return agreement_lines(agreement(first, second))
    return []
