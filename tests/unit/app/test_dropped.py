"""Where files go that are dropped on the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from ptstudio.app.dropped import Kind, destination_of, kind_of
from ptstudio.app.preferences import Preferences
from ptstudio.app.session import Session
from ptstudio.core.project import Project
from tests.helpers.windows import filled_project


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    """One of everything that somebody may drop; files are empty, since nobody opens them."""
    made = {
        name: tmp_path / name
        for name in ("photos", "model", "net.PTH", "a.PTPACK", "table.csv", "all.zip", "1.jpg", "2.PNG")
    }
    for name, path in made.items():
        if "." in name:
            path.touch()
        else:
            path.mkdir()
    (made["model"] / "config.json").touch()
    made["project"] = Project.create(tmp_path / "project").folder
    return made


@pytest.fixture
def session(qapp: QCoreApplication) -> Session:
    del qapp
    return Session(Preferences())


def test_what_was_dropped_is_told_by_names(places: dict[str, Path]) -> None:
    kinds = {name: kind_of([path]) for name, path in places.items()}
    assert kinds == {
        "photos": Kind.DATA,
        "model": Kind.WEIGHTS,
        "net.PTH": Kind.WEIGHTS,
        "a.PTPACK": Kind.PACK,
        "table.csv": Kind.TABLE,
        "all.zip": Kind.DATA,
        "1.jpg": Kind.PICTURES,
        "2.PNG": Kind.PICTURES,
        "project": Kind.PROJECT,
    }
    assert kind_of([places["1.jpg"], places["2.PNG"]]) is Kind.PICTURES
    assert kind_of([places["1.jpg"], places["photos"]]) is Kind.DATA


@pytest.mark.parametrize(
    ("dropped", "shown", "page"),
    [
        ("photos", "start", "start"),
        ("photos", "data", "data"),
        ("photos", "train", "data"),
        ("photos", "library", "data"),
        ("photos", "try", "try"),
        ("table.csv", "try", "data"),
        ("all.zip", "runs", "data"),
        ("net.PTH", "model", "model"),
        ("net.PTH", "library", "library"),
        ("net.PTH", "data", "library"),
        ("model", "start", "library"),
        ("a.PTPACK", "library", "library"),
        ("a.PTPACK", "model", "library"),
        ("a.PTPACK", "try", "library"),
        ("1.jpg", "export", "try"),
        ("project", "evaluate", "start"),
    ],
)
def test_each_goes_to_the_page_that_can_use_it(
    places: dict[str, Path], session: Session, tmp_path: Path, dropped: str, shown: str, page: str
) -> None:
    session.open_project(filled_project(tmp_path / "trained").folder)
    assert destination_of([places[dropped]], shown, session).page == page
    session.close_project()


def test_without_a_project_data_begin_one(places: dict[str, Path], session: Session) -> None:
    assert destination_of([places["photos"]], "runs", session).page == "start"


def test_pictures_alone_are_of_no_use_before_there_is_a_model(places: dict[str, Path], session: Session) -> None:
    session.open_project(places["project"])
    destination = destination_of([places["1.jpg"]], "data", session)
    assert destination.page == ""
    assert "a folder for each class" in destination.hint
    session.close_project()
