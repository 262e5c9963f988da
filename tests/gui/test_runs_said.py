"""What a person says of runs: names, notes, stars; and how they find, choose and save what the table shows."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from ptstudio.app.pages import _runs_list as list_module
from ptstudio.app.pages.runs import RunsPage
from ptstudio.app.session import Session
from ptstudio.core.errors import PTStudioError
from ptstudio.core.run_notes import RunNotes, keep_notes, notes_of
from tests.helpers.hands import click, press


@pytest.fixture
def page(opened: Session, qtbot: QtBot) -> RunsPage:
    made = RunsPage(opened)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    return made


def first(page: RunsPage) -> Path:
    return Path(page.table.shown_keys()[0])


def test_space_gives_a_star_and_takes_it_away(page: RunsPage) -> None:
    keys = page.table.shown_keys()[:2]
    page.table.select(keys)
    press(page.table, Qt.Key.Key_Space)
    assert [notes_of(Path(key)).is_starred for key in keys] == [True, True]
    assert page.table.texts(keys[0])["star"] == "starred"
    assert page.table.selected_keys() == keys
    press(page.table, Qt.Key.Key_Space)
    assert [notes_of(Path(key)).is_starred for key in keys] == [False, False]


def test_a_click_on_the_star_does_the_same(page: RunsPage) -> None:
    index = page.table.model().index(0, 0)
    click(page.table.viewport(), page.table.visualRect(index).center())
    assert notes_of(first(page)).is_starred


def test_f2_renames_in_place_and_no_name_is_the_usual_one(page: RunsPage, qtbot: QtBot) -> None:
    folder = first(page)
    usual = page.table.texts(str(folder))["name"]
    page.table.select([str(folder)])
    rename(page, "the good one")
    qtbot.waitUntil(lambda: page.table.texts(str(folder))["name"] == "the good one", timeout=5_000)
    assert notes_of(folder).name == "the good one"
    qtbot.waitUntil(lambda: not editors(page), timeout=5_000)
    rename(page, " ")
    qtbot.waitUntil(lambda: page.table.texts(str(folder))["name"] == usual, timeout=5_000)
    assert notes_of(folder).name == ""
    assert page.details.heading.text().startswith(usual)


def rename(page: RunsPage, name: str) -> None:
    press(page.table, Qt.Key.Key_F2)
    (editor,) = editors(page)
    editor.setText(name)
    press(editor, Qt.Key.Key_Return)


def editors(page: RunsPage) -> list[QLineEdit]:
    return page.table.findChildren(QLineEdit)


def test_a_note_is_kept_when_it_is_left(page: RunsPage, opened: Session) -> None:
    one, other = page.table.shown_keys()[:2]
    page.table.select([one])
    page.details.note.setPlainText("Half of it was blurred.\nTry again.")
    page.table.select([other])
    assert notes_of(Path(one)).note == "Half of it was blurred.\nTry again."
    assert page.details.note.toPlainText() == ""
    page.details.note.setPlainText("Written while the window is closed.")
    page.close()
    assert notes_of(Path(other)).note == "Written while the window is closed."
    assert Path(other) in opened.runs


def test_what_was_said_before_is_read_and_found_by(page: RunsPage, opened: Session, qtbot: QtBot) -> None:
    folder = first(page)
    keep_notes(RunNotes(name="Élan", note="with blurred pictures", is_starred=True), folder)
    project = opened.project
    assert project is not None
    opened.close_project()
    opened.open_project(project.folder)
    qtbot.waitUntil(lambda: page.table.texts(str(folder))["name"] == "Élan", timeout=10_000)
    for words, shown in (("BLURRED élan", 1), ("élan nothing", 0), ("", 3)):
        page.list.words.setText(words)
        assert len(page.table.shown_keys()) == shown
    press(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.list.words.hasFocus()


def test_columns_are_chosen_and_remembered(page: RunsPage, opened: Session, qtbot: QtBot) -> None:
    assert "note" not in page.table.shown_columns
    menu = QMenu(page)
    page.table.fill_columns_menu(menu)
    actions = {action.text(): action for action in menu.actions()}
    actions["Note"].trigger()
    actions["Took"].trigger()
    assert "note" in page.table.shown_columns
    assert "took" not in page.table.shown_columns
    again = RunsPage(opened)
    qtbot.addWidget(again)
    assert again.table.shown_columns == page.table.shown_columns
    again.close()


def test_what_has_no_value_stands_last_whichever_way_is_sorted(page: RunsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "83.1" in page.table.texts(page.table.shown_keys()[0])["test"], timeout=10_000)
    at = [column.key for column in page.list.columns].index("test")
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        page.table.sortByColumn(at, order)
        assert page.table.texts(page.table.shown_keys()[-1])["test"] == "–"
    assert page.table.sorting.column == "test"


def test_the_table_is_saved_as_it_is_shown(page: RunsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "runs.csv"
    monkeypatch.setattr(list_module, "choose_new_file", lambda *_: file)
    page.list.kinds.chosen.emit("Training")
    click(page.list.save)
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["run"] for row in rows] == [Path(key).name for key in page.table.shown_keys()]
    assert rows[0]["kind"] == "train"


def test_a_place_that_cannot_be_written_is_told(page: RunsPage, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    page.list.save_table(tmp_path / "file" / "runs.csv")
    assert page.notice.isVisible()


def test_a_second_window_may_say_nothing(page: RunsPage, opened: Session) -> None:
    opened.is_read_only = True
    errors: list[PTStudioError] = []
    page.list.failed.connect(errors.append)
    page.list.switch_star([str(first(page))])
    assert "another window" in errors[0].message
    assert not notes_of(first(page)).is_starred
    page.update_for(None)
    assert page.details.note.isReadOnly()
    opened.is_read_only = False


def test_the_menu_offers_what_the_buttons_do(page: RunsPage) -> None:
    page.table.select(page.table.shown_keys()[:1])
    menu = page.deeds.menu(page)
    offered = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    assert offered["Run again"]
    assert offered["Delete…"]
    assert not offered["Compare"]
    menu.deleteLater()


def test_delete_asks_first(page: RunsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("ptstudio.app.pages.runs.is_confirmed", lambda _page, title, *_: asked.append(title))
    page.table.select(page.table.shown_keys()[:2])
    press(page.table, Qt.Key.Key_Delete)
    assert asked == ["Delete 2 runs?"]
