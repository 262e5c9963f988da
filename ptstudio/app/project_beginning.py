"""Making a new project, for a task, or for data that a person has at hand; knows no page."""

from pathlib import Path

from ptstudio.app.session import Session
from ptstudio.core.errors import ProjectError
from ptstudio.core.project import dataset_name


def begin_project(session: Session, folder: Path, task: str) -> None:
    """Make a project for a task and open it. Raises ProjectError, and then nothing has changed."""
    before, session.task = session.task, task
    try:
        session.open_project(folder, is_new=True)
    except ProjectError:
        session.task = before
        raise
    session.preferences.remember_task(folder, task)


def begin_with_data(session: Session, source: Path, task: str) -> None:
    """The same in a folder called like the data, which are offered to be imported. Raises ProjectError."""
    begin_project(session, free_folder(dataset_name(source)), task)
    session.offer_source(source)


def free_folder(name: str) -> Path:
    """A new folder for a project of that name, where PTStudio keeps them unless told otherwise."""
    parent = Path.home() / "PTStudio"
    folder, number = parent / name, 2
    while folder.exists():
        folder, number = parent / f"{name}-{number}", number + 1
    return folder
