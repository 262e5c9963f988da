"""What the window remembers, and that it does not mind a data folder that cannot be written."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from ptstudio.app.preferences import MOST_RECENT, Preferences
from ptstudio.core.folders import HOME_VARIABLE
from ptstudio.core.project import Project


def test_it_is_remembered_at_the_next_start() -> None:
    first = Preferences()
    first.theme, first.shows_help, first.geometry = "dark", True, QByteArray(b"here")
    first.save()
    again = Preferences()
    assert (again.theme, again.shows_help, again.geometry) == ("dark", True, QByteArray(b"here"))


def test_at_the_first_start_everything_has_a_sensible_value() -> None:
    fresh = Preferences()
    assert (fresh.theme, fresh.shows_help, fresh.geometry.isEmpty()) == ("system", False, True)
    assert fresh.recent_projects == []


def test_the_latest_project_comes_first_and_only_once(tmp_path: Path) -> None:
    folders = [Project.create(tmp_path / str(number)).folder for number in range(MOST_RECENT + 2)]
    preferences = Preferences()
    for folder in (*folders, folders[-2]):
        preferences.remember_project(folder)
    assert preferences.recent_projects[:2] == [folders[-2], folders[-1]]
    assert len(preferences.recent_projects) == MOST_RECENT
    preferences.forget_project(folders[-2])
    assert preferences.recent_projects[0] == folders[-1]
    assert (folders[-2] / "project.json").is_file()


def test_projects_that_have_gone_are_not_listed(tmp_path: Path) -> None:
    preferences = Preferences()
    preferences.remember_project(Project.create(tmp_path / "a").folder)
    (tmp_path / "a" / "project.json").unlink()
    assert preferences.recent_projects == []


def test_a_data_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "file" / "below"))
    preferences = Preferences()
    preferences.theme = "dark"
    preferences.save()
    assert preferences.theme == "dark"
