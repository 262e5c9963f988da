"""The library page: a table to manage, with removal that can be undone."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ptstudio.app.pages import library as library_module
from ptstudio.app.pages.library import LibraryPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.text_viewer import TextViewer
from ptstudio.core.folders import library_folder
from ptstudio.library.library import TRASH
from tests.helpers.hands import click
from tests.helpers.pretrained import model, put_into
from tests.helpers.scripted_worker import script_worker


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> LibraryPage:
    put_into(library_folder(), model(), model(key="oak", title="Oak"))
    made = LibraryPage(session)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    return made


def agree(monkeypatch: pytest.MonkeyPatch, *, is_agreed: bool) -> list[str]:
    """Answer every question, and note what was asked."""
    asked: list[str] = []

    def answer(_parent: object, title: str, _text: str, _yes: str) -> bool:
        asked.append(title)
        return is_agreed

    monkeypatch.setattr(library_module, "is_confirmed", answer)
    return asked


def test_every_entry_is_listed_with_what_it_takes(page: LibraryPage) -> None:
    assert page.table.shown_keys() == ["leaf-net", "oak", "starter"]
    assert page.table.texts("leaf-net")[2:6] == ["your own", "MIT", "1.0 MB", "abababababab…"]
    assert page.table.texts("starter")[2] == "built in"
    assert page._total.text().startswith("3 models, ")


def test_the_whole_sha256_can_be_copied(page: LibraryPage) -> None:
    page.table.select(["oak"])
    click(page.copy_digest)
    assert QGuiApplication.clipboard().text() == "ab" * 32


def test_a_built_in_model_stays(page: LibraryPage) -> None:
    page.table.select(["starter"])
    assert not page.remove.isVisible()
    assert page.stays.isVisible()
    assert page.stays.text() == "It comes with PTStudio and stays."
    page.table.select(["oak"])
    assert page.remove.isVisible()
    assert not page.stays.isVisible()


def test_a_removed_model_is_brought_back_by_undo(page: LibraryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = agree(monkeypatch, is_agreed=True)
    page.table.select(["oak"])
    click(page.remove)
    assert asked == ["Remove “Oak” from the library?"]
    assert page.table.shown_keys() == ["leaf-net", "starter"]
    click(next(button for button in page.notice.findChildren(QPushButton) if button.text() == "Undo"))
    assert page.table.shown_keys() == ["leaf-net", "oak", "starter"]
    assert page.table.selected_keys() == ["oak"]
    page.close()
    assert (library_folder() / "oak" / "weights.safetensors").is_file()


def test_what_was_removed_can_be_brought_back_until_the_window_closes(
    page: LibraryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree(monkeypatch, is_agreed=True)
    assert not page.trash.isVisible()
    for key in ("oak", "leaf-net"):
        page.table.select([key])
        click(page.remove)
    page.notice.hide()
    assert page.trash.words.text() == "Removed, and deleted when you close the window: “Oak”, “Leaf net”."
    assert not page.trash.end.isVisible()
    click(page.trash.back)
    assert page.table.shown_keys() == ["leaf-net", "oak", "starter"]
    assert page.notice.message.text() == "They are back."
    assert not page.trash.isVisible()
    page.close()
    assert (library_folder() / "oak" / "weights.safetensors").is_file()


def test_undo_twice_does_nothing_the_second_time(page: LibraryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    agree(monkeypatch, is_agreed=True)
    page.table.select(["oak"])
    click(page.remove)
    undo = next(button for button in page.notice.findChildren(QPushButton) if button.text() == "Undo")
    click(page.trash.back)
    undo.click()
    assert page.table.shown_keys() == ["leaf-net", "oak", "starter"]


def test_what_was_removed_goes_for_good_with_the_window(page: LibraryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    agree(monkeypatch, is_agreed=True)
    page.table.select(["oak"])
    click(page.remove)
    assert list((library_folder() / TRASH).rglob("weights.safetensors"))
    page.close()
    assert not list((library_folder() / TRASH).rglob("*"))


def test_no_is_an_answer(page: LibraryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    agree(monkeypatch, is_agreed=False)
    page.table.select(["oak"])
    click(page.remove)
    assert page.table.shown_keys() == ["leaf-net", "oak", "starter"]


def test_the_model_card_is_shown_where_there_is_one(page: LibraryPage) -> None:
    page.table.select(["oak"])
    assert not page.show_card.isEnabled()
    page.table.select(["starter"])
    click(page.show_card)
    viewer = page.findChild(TextViewer)
    assert isinstance(viewer, TextViewer)
    assert viewer.isVisible()
    assert "How it was pretrained" in viewer.browser.toPlainText()
    viewer.accept()


def test_a_model_is_chosen_for_training(page: LibraryPage, session: Session, qtbot: QtBot) -> None:
    page.table.select(["oak"])
    with qtbot.waitSignal(page.leave_for) as left:
        click(page.use)
    assert (session.model, left.args) == ("oak", ["model"])


def test_weights_are_added_without_a_project_and_then_selected(
    page: LibraryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    script_worker(
        tmp_path,
        monkeypatch,
        "from tests.helpers.pretrained import model, put_into\n"
        "from ptstudio.core.folders import library_folder\n"
        "put_into(library_folder(), model(key='elm'))\n"
        "tell(RunFinished(result={'model': {'key': 'elm'}, 'is_new': True}))",
    )
    page.add(tmp_path / "elm.pth")
    qtbot.waitUntil(lambda: page.table.selected_keys() == ["elm"], timeout=20_000)
    assert "elm" in page.notice.message.text()
    assert not page.adding.isVisible()


def test_weights_that_are_there_already_are_named(
    page: LibraryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, "tell(RunFinished(result={'model': {'key': 'oak'}, 'is_new': False}))")
    page.add(tmp_path / "oak.pth")
    qtbot.waitUntil(lambda: page.table.selected_keys() == ["oak"], timeout=20_000)
    assert page.notice.message.text() == "These weights are in the library already, as “oak”."
