"""What kinds of runs there are for the window: those that a person waits for, and those that only serve something."""

from ptstudio.core.jobs import LibraryJob, PredictJob, PreviewJob, ProbeJob, SearchJob
from ptstudio.core.run import Run


def is_in_background(run: Run) -> bool:
    """Whether closing the window loses nothing by its end: a warm predictor, a look at the machine or at the Hub."""
    return isinstance(run.job, PredictJob | ProbeJob | PreviewJob | SearchJob)


def is_of_library(run: Run) -> bool:
    """Whether it belongs to no project."""
    return isinstance(run.job, LibraryJob)


def is_heavy(run: Run) -> bool:
    """Whether two of them at once would slow each other down: what is done with a project's data."""
    return not is_in_background(run) and not is_of_library(run)
