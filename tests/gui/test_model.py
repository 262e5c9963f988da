"""The model page: choosing, searching, adding by file and by drop."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ptstudio.app.pages.model import ModelPage
from ptstudio.app.session import Session
from ptstudio.core.folders import library_folder
from tests.helpers.hands import click, drop, press, write
from tests.helpers.pretrained import model, put_into
from tests.helpers.scripted_worker import script_worker

ADDS = """
from tests.helpers.pretrained import model, put_into
from ptstudio.core.folders import library_folder
tell(StageChanged(stage="add", title="Reading the weights"))
put_into(library_folder(), model())
tell(RunFinished(result={"model": model().model_dump(mode="json"), "is_new": True}))
"""
REFUSES = "tell(RunFailed(message='“a.pth” is empty.', hint='Get the file again.', details='where'))"
WAITS = """
tell(StageChanged(stage="add", title="Reading the weights"))
while not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
tell(RunStopped(message="Stopped."))
"""


@pytest.fixture
def page(opened: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> ModelPage:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    put_into(library_folder(), model(key="oak", title="Oak"), model(key="huge", title="Huge", parameters=10**12))
    made = ModelPage(opened)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    return made


def test_a_card_for_each_model_says_what_it_is_and_whether_it_fits(page: ModelPage) -> None:
    assert list(page.cards) == ["starter", "oak", "huge"]
    described = page.cards["oak"].accessibleDescription()
    assert "Licence: MIT: free to use and to sell" in described
    assert "Parameters: 11.7 million" in described
    assert "too large for this machine" in page.cards["huge"].accessibleDescription()
    assert page.cards["starter"].accessibleName() == "Starter, chosen"
    assert page.cards["starter"].chosen_words.isVisible()


def test_a_model_is_chosen_by_click_and_by_arrow_keys(page: ModelPage, opened: Session) -> None:
    click(page.cards["oak"])
    assert opened.model == "oak"
    assert page.cards["oak"].accessibleName() == "Oak, chosen"
    assert page.cards["starter"].accessibleName() == "Starter, not chosen"
    page.cards["oak"].setFocus()
    press(page.cards["oak"], Qt.Key.Key_Up)
    assert opened.model == "starter"
    assert not page.cards["oak"].isChecked()


def test_what_another_page_chooses_is_marked_here(page: ModelPage, opened: Session) -> None:
    opened.choose_model("oak")
    assert [key for key, card in page.cards.items() if card.isChecked()] == ["oak"]


def test_the_search_narrows_the_cards_and_keeps_the_choice(page: ModelPage, opened: Session) -> None:
    write(page.search, "oak")
    assert list(page.cards) == ["oak"]
    write(page.search, "zzz")
    assert page.cards == {}
    assert "Clear the search" in page.none_found.text()
    page.search.clear()
    assert page.cards["starter"].isChecked()
    assert opened.model == "starter"


def test_the_primary_button_leads_to_training(page: ModelPage, opened: Session, qtbot: QtBot) -> None:
    assert page.primary is not None
    with qtbot.waitSignal(page.leave_for) as left:
        click(page.primary)
    assert left.args == ["train"]
    opened.choose_model("gone")
    assert not page.primary.isEnabled()


def test_models_that_are_not_here_are_folded_away_and_never_fetched(page: ModelPage) -> None:
    assert not page.absent.table.isVisible()
    click(page.absent.fold)
    assert page.absent.table.isVisible()
    assert "resnet18" in page.absent.table.shown_keys()
    assert "starter" not in page.absent.table.shown_keys()
    assert not page.absent.copy.isEnabled()
    page.absent.table.select(["resnet18"])
    click(page.absent.copy)
    assert QGuiApplication.clipboard().text() == "https://download.pytorch.org/models/resnet18-f37072fd.pth"
    assert "fetches nothing" in page.notice.hint.text()


def test_added_weights_are_in_the_library_and_chosen(
    page: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, ADDS)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "net.pth"), ""))
    before = set(opened.runs)
    page.ask_for_file()
    assert page.adding.isVisible()
    assert "net.pth" in page.adding.title.text()
    qtbot.waitUntil(lambda: opened.model == "leaf-net", timeout=20_000)
    assert page.cards["leaf-net"].isChecked()
    assert not page.adding.isVisible()
    assert set(opened.runs) == before


def test_weights_may_be_dropped_anywhere_on_the_page(
    page: ModelPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, REFUSES)
    drop(page.cards["oak"], str(tmp_path / "a.pth"))
    qtbot.waitUntil(page.notice.isVisible, timeout=20_000)
    assert page.notice.message.text() == "“a.pth” is empty."
    assert page.notice.hint.text() == "Get the file again."
    assert not page.adder.is_busy


def test_adding_can_be_stopped(
    page: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, WAITS)
    page.add(tmp_path / "net.pth")
    qtbot.waitUntil(lambda: page.adding.stage.text() == "Reading the weights", timeout=20_000)
    click(page.adding.stop)
    qtbot.waitUntil(lambda: not page.adder.is_busy, timeout=20_000)
    assert not page.adding.isVisible()
    assert opened.model == "starter"


def test_closing_the_project_ends_what_is_being_added(
    page: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, WAITS)
    page.add(tmp_path / "net.pth")
    qtbot.waitUntil(lambda: bool(page.adding.stage.text()), timeout=20_000)
    opened.close_project()
    assert not page.adder.is_busy
    assert not page.adding.isVisible()
