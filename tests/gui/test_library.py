"""The library page: a table to manage, with removal that can be undone, checks, disk use and moving."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.pages import _library_house as library_house
from ptstudio.app.pages import library as library_module
from ptstudio.app.pages.library import LibraryPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.text_viewer import TextViewer
from ptstudio.app.widgets.usage_dialog import UsageDialog
from ptstudio.app.widgets.verdicts_dialog import VerdictsDialog
from ptstudio.core.folders import SHARED_LIBRARY_VARIABLE, data_folder, library_folder, remember_library, shared_library
from ptstudio.library.library import TRASH, Library
from tests.helpers.hands import click
from tests.helpers.pretrained import model, put_into
from tests.helpers.scripted_worker import ending_worker, script_worker
from tests.helpers.turns import elsewhere_a_turn

D = TypeVar("D", bound=QDialog)
ADDS = """
from pathlib import Path
from tests.helpers.pretrained import model, put_into
from ptstudio.core.folders import library_folder
from ptstudio.core.jobs import read_job
source = Path(read_job((folder / "job.json").read_bytes()).source)
if source.stem == "bad":
    tell(RunFailed(message=f"“{source.name}” holds no weights.", hint="Choose another file."))
else:
    put_into(library_folder(), model(key=source.stem, title=source.stem))
    tell(RunFinished(result={"model": {"key": source.stem}, "is_new": True}))
"""


@pytest.fixture
def page(session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LibraryPage:
    (tmp_path / "shared").mkdir()
    monkeypatch.setenv(SHARED_LIBRARY_VARIABLE, str(tmp_path / "shared"))
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

    for module in (library_module, library_house):
        monkeypatch.setattr(module, "is_confirmed", answer)
    return asked


def opened(page: LibraryPage, kind: type[D]) -> D:
    """The dialog of this kind that is open."""
    (found,) = [dialog for dialog in page.findChildren(kind) if dialog.isVisible()]
    return found


def button(where: QWidget, text: str) -> QPushButton:
    return next(one for one in where.findChildren(QPushButton) if one.text() == text and one.isVisible())


def shown_texts(where: QWidget) -> list[str]:
    QApplication.processEvents()  # new labels are shown with the next layout
    return [one.text() for one in where.findChildren(QLabel) if one.isVisible()]


def test_every_entry_is_listed_with_what_it_takes(page: LibraryPage) -> None:
    assert page.table.shown_keys() == ["leaf-net", "oak", "starter"]
    assert page.table.texts("leaf-net")[2:6] == ["your own", "MIT", "1.0 MB", "abababababab…"]
    assert page.table.texts("starter")[2] == "built in"
    assert page._total.text().startswith("3 models, ")


def test_the_whole_sha256_can_be_copied(page: LibraryPage) -> None:
    page.table.select(["oak"])
    page.copy_digest.trigger()
    assert QGuiApplication.clipboard().text() == "ab" * 32


def test_a_built_in_model_stays(page: LibraryPage) -> None:
    page.table.select(["starter"])
    assert not page.remove.isVisible()
    assert page.stays.text() == "It comes with PTStudio and stays."
    page.table.select(["oak"])
    assert page.remove.isVisible()
    assert page.stays.text() == ""


def test_a_shared_model_is_told_apart_and_stays(page: LibraryPage, session: Session) -> None:
    put_into(shared_library(), model(key="fir", title="Fir"))
    page.table.select(["oak"])
    session.library_changed()
    assert page.table.selected_keys() == ["oak"]
    assert page.table.texts("fir")[2] == "shared"
    page.table.select(["fir"])
    assert not page.remove.isVisible()
    assert page.stays.text() == "It is shared by all users of this machine and stays."


def verdict(key: str, *, is_intact: bool) -> dict[str, object]:
    words = {} if is_intact else {"message": f"“{key}” has changed.", "hint": "Remove it and get it again."}
    return {"key": key, "title": key.title(), "sha256": "ab" * 32, "is_intact": is_intact} | words


def test_all_models_are_checked_and_the_damaged_one_is_shown(
    page: LibraryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdicts = [verdict("leaf-net", is_intact=True), verdict("oak", is_intact=False)]
    job = ending_worker(tmp_path, monkeypatch, {"models": verdicts})
    page.verify_all.trigger()
    assert page.work.bar.isVisible()
    assert not page.move_library.isEnabled()
    qtbot.waitUntil(page.notice.isVisible, timeout=20_000)
    assert job() == {"type": "verify", "models": []}
    assert (page.notice.message.text(), page.notice.hint.text()) == (
        "“oak” has changed.",
        "Remove it and get it again.",
    )
    assert page.table.selected_keys() == ["oak"]
    assert "damaged: get or add it again" in shown_texts(page)
    assert not page.work.bar.isVisible()
    assert page.move_library.isEnabled()
    click(button(page, "Show each"))
    dialog = opened(page, VerdictsDialog)
    assert dialog.table.shown_keys() == ["oak", "leaf-net"]
    assert dialog.table.texts("leaf-net")[1] == "intact"
    dialog.accept()


def test_one_model_is_checked_by_itself(
    page: LibraryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ending_worker(tmp_path, monkeypatch, {"models": [verdict("oak", is_intact=True)]})
    page.table.select(["oak"])
    page.verify.trigger()
    qtbot.waitUntil(page.notice.isVisible, timeout=20_000)
    assert job()["models"] == ["oak"]
    assert page.notice.message.text() == "“Oak” is intact: not a byte has changed."
    assert "intact: not a byte has changed" in shown_texts(page)


def test_a_check_can_be_stopped(
    page: LibraryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(
        tmp_path,
        monkeypatch,
        "tell(StageChanged(stage='verify', title='Reading the weights'))\n"
        "tell(StepEnded(stage='verify', done=4 * 10**9, total=8 * 10**9, bytes_per_s=10**6, remaining_s=4096))\n"
        "while not (folder / 'requests.jsonl').exists():\n    time.sleep(0.02)\n"
        "tell(RunStopped(message='Stopped.'))",
    )
    page.verify_all.trigger()
    bar = page.work.bar.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=20_000)
    assert bar.value() / bar.maximum() == 0.5
    assert "Reading the weights: 4.0 GB of 8.0 GB, 1.0 MB a second, about 68 min left" in shown_texts(page)
    click(page.work.bar.stop)
    qtbot.waitUntil(page.notice.isVisible, timeout=20_000)
    assert page.notice.message.text() == "Stopped. Nothing half-done was left."
    assert not page.work.bar.isVisible()


def test_what_is_left_over_is_deleted_only_where_it_is_ticked_and_confirmed(
    page: LibraryPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = agree(monkeypatch, is_agreed=True)
    page.table.select(["oak"])
    click(page.remove)
    unfinished = data_folder() / "downloads" / "resnet50"
    unfinished.mkdir(parents=True)
    (unfinished / "weights.part").write_bytes(b"0" * 2**20)
    page.usage.trigger()
    dialog = opened(page, UsageDialog)
    qtbot.waitUntil(lambda: len(dialog.ticks) == 2, timeout=20_000)
    assert {dialog.table.texts(key)[0] for key in dialog.table.shown_keys()} == {"Starter", "Leaf net"}
    assert dialog.ticks[0].text() == "Models that you removed: 1.0 MB. They cannot be brought back then."
    assert not dialog.delete.isEnabled()
    dialog.ticks[0].setChecked(True)
    click(dialog.delete)
    assert asked[-1] == "Delete 1.0 MB for good?"
    qtbot.waitUntil(lambda: len(dialog.ticks) == 1, timeout=20_000)
    assert unfinished.is_dir()
    assert not list((library_folder() / TRASH).iterdir())
    assert not page.trash.isVisible()
    dialog.accept()


def test_the_library_moves_to_an_empty_place_once_that_is_confirmed(
    page: LibraryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    (drive / "photos").mkdir()
    monkeypatch.setattr(library_house, "choose_folder", lambda _parent, _title: drive)
    agree(monkeypatch, is_agreed=True)
    page.table.select(["oak"])
    click(page.remove)
    target = drive / "ptstudio-library"
    script_worker(
        tmp_path,
        monkeypatch,
        "import json, shutil\n"
        "from ptstudio.library.library import Library\n"
        "from ptstudio.library.moving import move_library\n"
        "place = move_library(Library.standard(), Path(json.loads((folder / 'job.json').read_text())['target']))\n"
        "tell(RunFinished(result={'folder': str(place)}))",
    )
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    asked = agree(monkeypatch, is_agreed=True)
    page.move_library.trigger()
    qtbot.waitUntil(lambda: library_folder() == target and not page.work.is_busy, timeout=20_000)
    assert asked == [f"Move the library to “{target}”?"]
    assert page.notice.message.text() == f"The library is now in “{target}”."
    assert page.table.texts("leaf-net")[-1] == str(target / "leaf-net")
    click(page.trash.back)
    assert (target / "oak").is_dir()


def test_the_library_does_not_move_while_something_runs(
    page: LibraryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, "while not (folder / 'requests.jsonl').exists():\n    time.sleep(0.02)\n"
                  "tell(RunStopped(message='Stopped.'))")  # fmt: skip
    page.add(tmp_path / "elm.pth")
    page.move_library.trigger()
    assert page.notice.message.text() == "Something is still being done that may need the library."
    page.adder.stop()
    qtbot.waitUntil(lambda: not page.adder.is_busy, timeout=20_000)


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


def test_what_was_removed_and_has_come_again_is_no_longer_offered(
    page: LibraryPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree(monkeypatch, is_agreed=True)
    page.table.select(["oak"])
    click(page.remove)
    assert page.trash.isVisible()
    put_into(library_folder(), model(key="oak", title="Oak"))
    session.library_changed()
    assert not page.trash.isVisible()
    assert not page.notice.isVisible()
    assert page.table.shown_keys() == ["leaf-net", "oak", "starter"]


def test_several_files_are_added_one_after_the_other(
    page: LibraryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    script_worker(tmp_path, monkeypatch, ADDS)
    page.receive([tmp_path / "elm.pth", tmp_path / "bad.pth", tmp_path / "readme.txt", tmp_path / "ash.safetensors"])
    assert page.adding.title.text() == "Adding “elm.pth”; 2 more to come"
    qtbot.waitUntil(lambda: page.notice.isVisible() and not page.adder.is_busy, timeout=20_000)
    qtbot.waitUntil(lambda: page.notice.message.text() == "In the library are now: “elm”, “ash”.", timeout=20_000)
    assert page.notice.hint.text() == "“bad.pth” holds no weights. Choose another file."
    assert {"elm", "ash"} <= set(page.table.shown_keys())


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


def test_a_library_on_a_drive_that_is_not_there_is_said(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    remember_library(tmp_path / "stick")
    page = LibraryPage(session)
    qtbot.addWidget(page)
    page.show()
    assert f"“{tmp_path / 'stick'}”, which is not there now" in page.faults.message.text()
    assert page.table.shown_keys() == ["starter"]
    page.move_library.trigger()
    assert not page.work.is_busy


def test_a_drive_that_is_connected_again_is_noticed(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    put_into(stick, model())
    remember_library(stick)
    session.refresh()
    page = LibraryPage(session)
    qtbot.addWidget(page)
    page.show()
    stick.rename(tmp_path / "unplugged")
    session.refresh()
    assert page.faults.isVisible()
    assert page.table.shown_keys() == ["starter"]
    (tmp_path / "unplugged").rename(stick)
    session.refresh()
    assert not page.faults.isVisible()
    assert page.table.shown_keys() == ["leaf-net", "starter"]


def test_a_drive_without_room_is_refused_before_anything_is_asked(
    page: LibraryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_house, "choose_folder", lambda *_: tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10))
    asked = agree(monkeypatch, is_agreed=True)
    page.move_library.trigger()
    qtbot.waitUntil(lambda: "only 1 kB are free" in page.notice.message.text(), timeout=20_000)
    assert asked == []
    assert not page.work.is_busy


def test_what_is_done_more_rarely_is_reached_by_the_keyboard(page: LibraryPage) -> None:
    for each in (page.more, page.more_of_one):
        assert each.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert len({action.text() for action in each.menu().actions()}) == len(each.menu().actions()) > 1
        assert all(action.isEnabled() and not action.icon().isNull() for action in each.menu().actions())


def test_a_model_that_cannot_be_read_is_said_and_can_be_removed(
    page: LibraryPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not page.faults.isVisible()
    (library_folder() / "oak" / "model.json").write_text("{")
    session.library_changed()
    assert page.table.shown_keys() == ["leaf-net", "starter"]
    assert "“oak” cannot be read" in page.faults.message.text()
    monkeypatch.setattr("ptstudio.app.widgets.fault_notice.is_confirmed", lambda *_: True)
    click(button(page.faults, "Remove “oak”…"))
    assert not page.faults.isVisible()
    assert [place.name for place in Library.standard().removed()] == ["oak"]


def test_several_faults_are_counted_and_each_is_said(page: LibraryPage, session: Session) -> None:
    for key in ("oak", "leaf-net"):
        (library_folder() / key / "model.json").write_text("{")
    session.library_changed()
    assert page.faults.message.text() == "2 parts of the library cannot be found or read."
    assert all(f"“{key}” cannot be read" in page.faults.hint.text() for key in ("oak", "leaf-net"))


def test_nothing_is_removed_while_the_library_moves(page: LibraryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    agree(monkeypatch, is_agreed=True)
    page.table.select(["oak"])
    with elsewhere_a_turn():
        click(page.remove)
    assert "being moved" in page.notice.message.text()
    assert "oak" in page.table.shown_keys()
