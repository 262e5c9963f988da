"""A job that went on while the window was closed, and how it stands by now; knows no widget."""

from dataclasses import dataclass
from pathlib import Path

from ptstudio.app import job_words
from ptstudio.app.translation import tr
from ptstudio.core.errors import PTStudioError
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from ptstudio.core.worker import is_alive


@dataclass(frozen=True)
class LeftRunning:
    """The project that the run lies in, and how it stands, in a sentence."""

    project: Path
    words: str


def look_after(folders: list[Path]) -> LeftRunning | None:
    """The first of these runs that can still be read. It reads files: for a thread."""
    for folder in folders:
        try:
            project, run = Project.of_run(folder), Run.open(folder)
        except PTStudioError:
            continue
        is_at_work = run.started is not None and run.final is None and is_alive(run.started)
        state = tr("still at work") if is_at_work else _ended(run)
        return LeftRunning(
            project.folder, tr("{job} in “{project}”: {state}.", job=job_words.kind_of(run.job), project=project.name,
                               state=state)
        )  # fmt: skip
    return None


def _ended(run: Run) -> str:
    return job_words.status_words(run) if run.final is not None else tr("broken off")
