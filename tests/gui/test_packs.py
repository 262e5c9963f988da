"""Model packs in the window: made by ticks, and seen before anything of them is taken in."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.main_window import MainWindow
from ptstudio.app.pack_contents import look_into
from ptstudio.app.pages import _library_packs as library_packs
from ptstudio.app.pages.library import LibraryPage
from ptstudio.app.session import Session
from ptstudio.app.widgets import pack_making, pack_opening, pack_project
from ptstudio.app.widgets.pack_making import PackMaking
from ptstudio.app.widgets.pack_opening import PackOpening
from ptstudio.app.widgets.text_viewer import TextViewer
from ptstudio.core.acceptance import is_accepted
from ptstudio.core.folder_size import size_of
from ptstudio.core.folders import library_folder
from ptstudio.core.project import Project
from ptstudio.library.library import Library
from ptstudio.library.packing import write_pack
from tests.gui.test_everyone import Marked, controls, name_of, untranslated
from tests.helpers import packs
from tests.helpers.hands import click, drop, press, write
from tests.helpers.pretrained import model, put_into
from tests.helpers.scripted_worker import ending_worker, script_worker

WAIT_MS = 20_000


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> LibraryPage:
    put_into(library_folder(), model(), model(key="oak", title="Oak", licence="CC-BY-NC-4.0"))
    made = LibraryPage(session)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    return made


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack of a model that is here under other weights, a new one of an odd licence, and a project."""
    there = Library([tmp_path / "from"])
    packs.entry(there)
    pine = packs.entry(there, "pine", plus=1)
    facts = pine.model.model_copy(update={"title": "Pine", "licence": "CC-BY-NC-4.0", "source": "forest/pine"})
    (pine.folder / "model.json").write_text(facts.to_text(), encoding="utf-8")
    write_pack(there.models(), tmp_path / "a.ptpack", project=Project.create(tmp_path / "leaves"))
    return tmp_path / "a.ptpack"


def making(page: LibraryPage) -> PackMaking:
    """The dialog that makes a pack, opened from the menu."""
    page.make_pack.trigger()
    return next(dialog for dialog in page.findChildren(PackMaking) if dialog.isVisible())


def opening(page: LibraryPage, qtbot: QtBot, pack: Path) -> PackOpening:
    """The dialog that shows a pack, once it has been read."""
    page.take_dropped([pack])
    qtbot.waitUntil(lambda: bool(page.findChildren(PackOpening)), timeout=WAIT_MS)
    return page.findChildren(PackOpening)[-1]


def button(where: QWidget, text: str) -> QPushButton:
    return next(one for one in where.findChildren(QPushButton) if one.text() == text and one.isVisible())


def chooses(monkeypatch: pytest.MonkeyPatch, module: object, name: str, chosen: Path | None) -> None:
    monkeypatch.setattr(module, name, lambda *_: chosen)


# ---------------------------------------------------------------------- making


def test_a_pack_is_made_of_what_is_ticked(
    page: LibraryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = {"file": str(tmp_path / "stick" / "a.ptpack"), "size": 10**6, "sha256": "cd" * 32, "manifest": {}}
    job = ending_worker(tmp_path, monkeypatch, result)
    page.table.select(["leaf-net"])
    dialog = making(page)
    assert dialog.table.ticked_keys() == ["leaf-net"]
    assert dialog.total.text() == "1 model, 1.0 MB together."
    assert not dialog.warning.isVisible()
    press(dialog.table, Qt.Key.Key_Down)
    press(dialog.table, Qt.Key.Key_Space)
    assert dialog.table.ticked_keys() == ["leaf-net", "oak"]
    assert "“Oak”, licence CC-BY-NC-4.0: Not for commercial use" in dialog.cautions.text()
    chooses(monkeypatch, pack_making, "choose_new_file", tmp_path / "stick" / "a")
    click(dialog.choose)
    assert page.work.bar.isVisible()
    qtbot.waitUntil(page.notice.isVisible, timeout=WAIT_MS)
    assert job()["models"] == ["leaf-net", "oak"]
    assert job()["out"] == str(tmp_path / "stick" / "a.ptpack")
    assert page.notice.message.text().endswith("a.ptpack")
    assert page.notice.hint.text().startswith(f"1.0 MB, sha256 {'cd' * 32}.")
    click(button(page.notice, "Copy sha256"))
    assert QGuiApplication.clipboard().text() == "cd" * 32


def test_nothing_ticked_is_nothing_to_pack(page: LibraryPage) -> None:
    dialog = making(page)
    click(button(dialog, "Tick all"))
    assert len(dialog.table.ticked_keys()) == 3
    click(button(dialog, "Tick none"))
    assert not dialog.choose.isEnabled()
    assert dialog.total.text() == "Tick what is to go into the pack."
    dialog.reject()


def test_where_it_cannot_be_written_is_said_at_once(
    page: LibraryPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = making(page)
    (tmp_path / "a.ptpack").touch()
    chooses(monkeypatch, pack_making, "choose_new_file", tmp_path / "a.ptpack")
    click(dialog.choose)
    assert "“a.ptpack” is there already" in dialog.total.text()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10))
    chooses(monkeypatch, pack_making, "choose_new_file", tmp_path / "b.ptpack")
    click(dialog.choose)
    assert "only 1 kB are free" in dialog.total.text()
    chooses(monkeypatch, pack_making, "choose_new_file", None)
    click(dialog.choose)
    assert dialog.isVisible()
    dialog.reject()


def test_a_project_goes_along_if_its_data_are_in_it(
    page: LibraryPage, session: Session, project: Project, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.open_project(project.folder)
    dialog = making(page)
    before = dialog.total.text()
    dialog.project.box.setCurrentIndex(1)
    dialog.project.box.activated.emit(1)
    assert not dialog.choose.isEnabled()
    qtbot.waitUntil(lambda: "are not in the project" in dialog.project.words.text(), timeout=WAIT_MS)
    assert not dialog.choose.isEnabled()
    other = Project.create(tmp_path / "other")
    (other.folder / "notes").write_bytes(b"0" * 5 * 10**6)
    chooses(monkeypatch, pack_project, "choose_folder", other.folder)
    dialog.project.box.activated.emit(2)
    qtbot.waitUntil(dialog.choose.isEnabled, timeout=WAIT_MS)
    assert dialog.project.folder == other.folder
    assert dialog.project.bytes == size_of(other.folder)
    assert dialog.total.text() != before
    dialog.reject()


# ---------------------------------------------------------------------- opening


def test_what_is_in_a_pack_is_seen_before_anything_is_touched(page: LibraryPage, qtbot: QtBot, pack: Path) -> None:
    before = sorted(library_folder().rglob("*"))
    dialog = opening(page, qtbot, pack)
    assert dialog.table.texts("leaf-net")[4] == "another one has its name"
    assert dialog.table.texts("pine")[:3] == ["Pine", "forest/pine", "CC-BY-NC-4.0"]
    assert dialog.table.texts("pine")[4] == "not here yet"
    assert not dialog.take.isEnabled()
    assert not page.notice.isVisible()
    dialog.reject()
    assert sorted(library_folder().rglob("*")) == before
    assert not is_accepted("pine", "CC-BY-NC-4.0")


def test_models_are_taken_in_under_the_names_that_were_given_once_their_licences_are_accepted(
    page: LibraryPage, session: Session, qtbot: QtBot, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = {"added": ["birch", "oak"], "there": [], "project": "", "manifest": {}}
    job = ending_worker(tmp_path, monkeypatch, result)
    dialog = opening(page, qtbot, pack)
    field = dialog.names.fields["leaf-net"]
    assert field.text() == "leaf-net-2"
    press(dialog.licences.accept, Qt.Key.Key_Space)
    assert dialog.take.isEnabled()
    field.selectAll()
    write(field, "oak")
    assert dialog.names.fault.text() == "“oak” is in the library already."
    assert not dialog.take.isEnabled()
    field.selectAll()
    write(field, "birch")
    assert dialog.take.isEnabled()
    click(dialog.take)
    qtbot.waitUntil(page.notice.isVisible, timeout=WAIT_MS)
    assert (job()["models"], job()["names"]) == (["leaf-net", "pine"], {"leaf-net": "birch"})
    assert is_accepted("pine", "CC-BY-NC-4.0")
    assert page.notice.message.text() == "Now in the library: “birch”, “oak”."
    with qtbot.waitSignal(page.leave_for) as left:
        click(button(page.notice, "Choose one on the Model page"))
    assert (session.model, left.args) == ("starter", ["model"])


def test_only_what_is_ticked_is_taken_and_asked_about(
    page: LibraryPage, qtbot: QtBot, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ending_worker(tmp_path, monkeypatch, {"added": ["leaf-net-2"], "there": [], "project": "", "manifest": {}})
    dialog = opening(page, qtbot, pack)
    dialog.licences.accept.setChecked(True)
    dialog.table.tick("pine", is_wanted=False)
    assert not dialog.licences.accept.isChecked()
    dialog.licences.accept.setChecked(True)
    click(dialog.take)
    qtbot.waitUntil(page.notice.isVisible, timeout=WAIT_MS)
    assert job()["models"] == ["leaf-net"]
    assert not is_accepted("pine", "CC-BY-NC-4.0")


def test_the_text_of_a_licence_can_be_read(page: LibraryPage, qtbot: QtBot, pack: Path) -> None:
    dialog = opening(page, qtbot, pack)
    click(button(dialog, "Read its text"))
    viewer = dialog.findChild(TextViewer)
    assert isinstance(viewer, TextViewer)
    assert "WITHOUT WARRANTY OF ANY KIND" in viewer.browser.toPlainText()
    viewer.accept()
    dialog.reject()


def test_the_sample_project_goes_where_nothing_is(
    page: LibraryPage, session: Session, qtbot: QtBot, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine"
    result = {"added": ["pine"], "there": [], "project": str(mine), "manifest": {}}
    job = ending_worker(tmp_path, monkeypatch, result)
    dialog = opening(page, qtbot, pack)
    dialog.licences.accept.setChecked(True)
    chooses(monkeypatch, pack_opening, "choose_new_file", tmp_path)
    dialog.with_project.setChecked(True)
    assert "There is something at" in dialog.folder.whole
    assert not dialog.take.isEnabled()
    chooses(monkeypatch, pack_opening, "choose_new_file", mine)
    click(dialog.where)
    click(dialog.take)
    qtbot.waitUntil(page.notice.isVisible, timeout=WAIT_MS)
    assert job()["project"] == str(mine)
    Project.create(mine)
    click(button(page.notice, "Open the sample project"))
    assert session.project is not None
    assert session.project.folder == mine


def test_nobody_who_names_no_folder_gets_the_sample_project(
    page: LibraryPage, qtbot: QtBot, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opening(page, qtbot, pack)
    chooses(monkeypatch, pack_opening, "choose_new_file", None)
    dialog.with_project.setChecked(True)
    assert not dialog.with_project.isChecked()
    dialog.reject()


def test_a_pack_that_is_all_here_offers_nothing(page: LibraryPage, qtbot: QtBot, tmp_path: Path) -> None:
    write_pack([Library.standard().get("starter")], tmp_path / "b.ptpack")
    dialog = opening(page, qtbot, tmp_path / "b.ptpack")
    assert dialog.table.texts("starter")[4] == "here already"
    assert dialog.room.text() == "All of its models are here already."
    press(dialog.table, Qt.Key.Key_Space)
    assert dialog.table.ticked_keys() == []
    assert not dialog.take.isEnabled()
    dialog.reject()


def test_a_damaged_pack_is_refused_with_the_reason(page: LibraryPage, qtbot: QtBot, pack: Path) -> None:
    pack.write_bytes(pack.read_bytes()[:1000])
    page.take_dropped([pack])
    qtbot.waitUntil(lambda: "damaged" in page.notice.message.text(), timeout=WAIT_MS)
    assert page.notice.message.text() == "“a.ptpack” is damaged or was not copied completely."
    assert not page.findChildren(PackOpening)


def test_a_tampered_pack_is_refused_by_the_worker(
    page: LibraryPage, qtbot: QtBot, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "tell(RunFailed(message='“a.ptpack” was refused.', hint='Copy or get it again.', is_input_error=True))"
    script_worker(tmp_path, monkeypatch, said)
    dialog = opening(page, qtbot, pack)
    dialog.licences.accept.setChecked(True)
    click(dialog.take)
    qtbot.waitUntil(page.notice.isVisible, timeout=WAIT_MS)
    assert (page.notice.message.text(), page.notice.hint.text()) == (
        "“a.ptpack” was refused.",
        "Copy or get it again.",
    )


def test_a_pack_is_chosen_by_the_button(
    page: LibraryPage, qtbot: QtBot, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chooses(monkeypatch, library_packs, "choose_file", pack)
    click(page.open_pack)
    qtbot.waitUntil(lambda: bool(page.findChildren(PackOpening)), timeout=WAIT_MS)
    page.findChildren(PackOpening)[-1].reject()


def test_a_pack_can_be_dropped_anywhere_or_opened_from_the_menu(
    opened: Session, qtbot: QtBot, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(opened)
    window.show()
    window.show_page("train")
    assert window.page is not None
    drop(window.page.viewport(), str(pack))
    assert window.page.key == "library"
    page = window.page
    qtbot.waitUntil(lambda: bool(page.findChildren(PackOpening)), timeout=WAIT_MS)
    page.findChildren(PackOpening)[-1].reject()
    window.show_page("data")
    monkeypatch.setattr("ptstudio.app.menus.choose_file", lambda *_: pack)
    next(each for each in window.findChildren(QAction) if each.text() == "Open &model pack…").trigger()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(PackOpening)), timeout=WAIT_MS)
    assert window.page is page
    for dialog in page.findChildren(PackOpening):
        dialog.reject()
    window.close()
    window.deleteLater()


# ---------------------------------------------------------------------- for everyone


def test_both_dialogs_can_be_read_aloud_reached_by_keyboard_and_translated(
    opened: Session, project: Project, pack: Path, qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    translator = Marked()
    QCoreApplication.installTranslator(translator)
    try:
        entries = [(entry, 1) for entry in Library.standard().models()]
        look = look_into(pack, Library.standard())
        for dialog in (PackMaking(parent, entries, ["starter"], project), PackOpening(parent, look)):
            dialog.show()
            assert [control for control in controls(dialog) if not name_of(control).strip()] == []
            assert {text for text in untranslated(dialog, opened) if not _is_of_pack(text)} == set()
            dialog.reject()
    finally:
        QCoreApplication.removeTranslator(translator)


def _is_of_pack(text: str) -> bool:
    return any(word in text for word in ("pine", "Pine", "leaf", "Leaf"))
