"""Two trainings put side by side, section by section, from what lies in their folders; knows no widget."""

from pydantic import ValidationError

from ptstudio.app.comparison import Line, caution, course, differences, figures
from ptstudio.app.measured import has_report, load_report, unreadable
from ptstudio.app.translation import tr
from ptstudio.core.jobs import TrainJob
from ptstudio.core.report import Report
from ptstudio.core.run import Run
from ptstudio.tasks import all_tasks

Section = tuple[str, list[Line]]


def can_compare(runs: list[Run]) -> bool:
    """Whether these are two trainings."""
    return len(runs) == 2 and all(isinstance(run.job, TrainJob) for run in runs)


def compared(first: Run, second: Run) -> tuple[list[Section], str]:
    """The sections with their headings, and what to bear in mind. Raises ProjectError for a report that is damaged."""
    if not isinstance(first.job, TrainJob) or not isinstance(second.job, TrainJob):
        return [], ""
    task = all_tasks()[first.job.task]
    left, right = _report_of(first), _report_of(second)
    measured = [
        (tr("On the test split"), figures(left, right, task, "test")),
        (tr("On the validation split"), figures(left, right, task, "validation")),
    ]
    sections = [
        *(section for section in measured if section[1]),
        (tr("What was asked for differently"), differences(first.job, second.job, task)),
        (tr("How they went"), course(first, second)),
    ]
    return sections, caution(left, right)


def _report_of(run: Run) -> Report | None:
    try:
        return load_report(run.folder) if has_report(run.folder) else None
    except (OSError, ValidationError) as error:
        raise unreadable(error) from None
