"""A session and projects for the pages; every window is closed and every thread ended after a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ptstudio.app.preferences import Preferences
from ptstudio.app.session import Session
from ptstudio.app.theme import theme
from ptstudio.core.project import Project
from tests.helpers.windows import filled_project


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A session with no project, whose user's home is empty."""
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    theme().choose("light")
    made = Session(Preferences())
    yield made
    made.close_project()
    made.deleteLater()
    qapp.processEvents()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with data, trainings and reports."""
    return filled_project(tmp_path / "project")


@pytest.fixture
def opened(session: Session, project: Project) -> Session:
    """A session with that project open."""
    session.open_project(project.folder)
    return session
