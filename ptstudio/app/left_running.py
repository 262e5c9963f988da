"""What was left when the window was closed: a job that went on, or runs that wait in a queue; knows no widget."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ptstudio.app import job_words, queue_words
from ptstudio.app.translation import tr
from ptstudio.core.errors import PTStudioError
from ptstudio.core.project import Project
from ptstudio.core.queue_file import QueueFile
from ptstudio.core.run import Run
from ptstudio.core.worker import has_worker


@dataclass(frozen=True)
class LeftRunning:
    """The project that it lies in, what it is about, and how it stands, in a sentence."""

    project: Path
    title: str
    words: str


def look_after(folders: Sequence[Path], projects: Sequence[Path]) -> LeftRunning | None:
    """The first of these runs that can still be read, or else the first of these projects whose queue is not empty.

    It reads files: for a thread.
    """
    return _went_on(folders) or _queued(projects)


def _queued(projects: Sequence[Path]) -> LeftRunning | None:
    for folder in projects:
        try:
            project = Project.open(folder)
            queue = QueueFile(project).read()
        except PTStudioError:
            continue  # whoever opens that project is told why
        if queue.waiting:
            on_hold = tr("The queue is on hold.") if queue.hold else tr("It goes on once the project is open.")
            title = tr("{count} in “{project}”", count=queue_words.count_words(queue), project=project.name)
            return LeftRunning(project.folder, title, on_hold)
    return None


def _went_on(folders: Sequence[Path]) -> LeftRunning | None:
    for folder in folders:
        try:
            project, run = Project.of_run(folder), Run.open(folder)
        except PTStudioError:
            continue
        state = tr("still at work") if has_worker(run) else _ended(run)
        words = tr("{job} in “{project}”: {state}.", job=job_words.kind_of(run.job), project=project.name, state=state)
        return LeftRunning(project.folder, tr("PTStudio went on while its window was closed"), words)
    return None


def _ended(run: Run) -> str:
    return job_words.status_words(run) if run.final is not None else tr("broken off")
