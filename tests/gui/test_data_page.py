"""The data page: what it shows of a revision, and how data comes in."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ptstudio.app import file_opening
from ptstudio.app.pages.data import DataPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.text import Button
from ptstudio.app.word_marks import ClassMark
from ptstudio.core.dataset import Split
from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import Project
from ptstudio.core.run import RunStatus
from tests.helpers.corpora import class_folders
from tests.helpers.import_worker import FAILS, IMPORTS, WAITS
from tests.helpers.marked_projects import question_project
from tests.helpers.pictures import save
from tests.helpers.questions import CITY, question, squad
from tests.helpers.scripted_worker import script_worker
from tests.helpers.text_projects import text_project
from tests.helpers.windows import dataset

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(opened: Session, qtbot: QtBot) -> DataPage:
    made = DataPage(opened)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitUntil(lambda: made.contents.grid.model.rowCount() > 0)
    return made


def test_it_shows_where_the_data_is_from_and_what_is_in_it(page: DataPage, opened: Session) -> None:
    revision = opened.revision
    assert revision is not None
    said = {name: value.whole for name, value in page.contents._values.items()}
    assert said["source"] == revision.source
    assert said["samples"] == "96: 64 for training, 16 for validation, 16 for test"
    assert said["classes"] == "4: cardboard, glass, metal, paper"
    assert said["format"].startswith("A folder per class. 4 folders with pictures in them")
    assert page.contents.counts.table.model().index(4, 4).data() == "96"
    assert [bar.total for bar in page.contents.bars.bars] == [24] * 4
    assert page.primary is not None
    assert page.primary.text() == "Import again…"


def test_another_revision_is_chosen_and_compared_with_the_one_before(
    page: DataPage, opened: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: "Against revision 1: 16 new." in page.contents._values["change"].whole)
    table = page.contents.changes.model()
    assert [table.index(4, column).data() for column in range(7)] == ["All classes", "80", "+16", "", "", "", "96"]
    assert page.contents.tabs.isTabVisible(3)
    page.contents.revisions.setFocus()
    QTest.keyClick(page.contents.revisions, Qt.Key.Key_Down)
    assert opened.revision is not None
    assert opened.revision.key == "rubbish/0001"
    assert "first revision" in page.contents._values["change"].whole
    assert not page.contents.tabs.isTabVisible(3)
    qtbot.waitUntil(lambda: page.contents.tabs.tabText(2) == "Findings (2)")


def test_pictures_are_shown_by_class_and_split(page: DataPage, qtbot: QtBot) -> None:
    grid = page.contents.grid
    page.contents.label_filter.setFocus()
    QTest.keyClick(page.contents.label_filter, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: grid.model.rowCount() == 24)
    page.contents.split_filter.setCurrentIndex(page.contents.split_filter.findData(Split.TEST))
    page.contents.split_filter.activated.emit(3)
    qtbot.waitUntil(lambda: grid.model.rowCount() == 4)
    qtbot.waitUntil(lambda: grid.model.picture(0) is not None)


def test_a_finding_is_shown_in_its_folder_and_all_are_exported(
    page: DataPage, opened: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(file_opening, "open_file", shown.append)
    opened.choose_revision("rubbish/0001")
    findings = page.contents.findings
    qtbot.waitUntil(lambda: len(findings.shown) == 2)
    page.contents.tabs.setCurrentIndex(2)
    findings.table.selectRow(0)
    QTest.mouseClick(findings.open, LEFT)
    assert shown == [Path(findings.shown[0].path).parent]
    findings.export_requested.emit(tmp_path / "out.csv", findings.shown)
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").startswith("kind,severity,path,row")
    assert "out.csv" in page.notice.message.text()
    findings.export_requested.emit(tmp_path / "out.csv" / "inside.csv", findings.shown)
    assert page.notice.hint.text()


def test_what_was_lost_on_disk_is_told(page: DataPage, opened: Session, project: Project, qtbot: QtBot) -> None:
    (project.revision_folder("rubbish/0001") / "samples.arrow").unlink()
    opened.choose_revision("rubbish/0001")
    qtbot.waitUntil(page.notice.isVisible)
    assert "cannot be read" in page.notice.message.text()


def test_without_data_it_says_what_to_do(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    page = DataPage(session)
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible()
    assert page.examples.isVisible()
    assert not page.contents.isVisible()
    assert page.primary is not None
    QTest.mouseClick(page.primary, LEFT)
    assert page.notice.message.text() == "No project is open."
    session.open_project(tmp_path / "new", is_new=True)
    QTest.mouseClick(page.primary, LEFT)
    assert page.wizard is not None
    assert page.wizard.currentPage() is page.wizard.where
    page.wizard.reject()
    assert page.wizard is None


def test_data_dropped_here_or_on_the_start_page_opens_the_wizard(
    page: DataPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, IMPORTS)
    photos = class_folders(tmp_path / "photos")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(photos))])
    event = QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, dropped, LEFT, Qt.KeyboardModifier.NoModifier)
    page.dropEvent(event)
    assert page.wizard is not None
    assert page.wizard.bench.draft.source == photos
    wizard = page.wizard
    qtbot.waitUntil(lambda: wizard.bench.trial.outcome is not None, timeout=20_000)
    page.hide()
    other = class_folders(tmp_path / "others", {"cat": 2, "dog": 2})
    opened.offer_source(other)
    assert wizard.bench.draft.source == photos
    page.show()
    assert page.wizard is wizard
    assert wizard.bench.draft.source == other
    assert opened.offered is None
    qtbot.waitUntil(lambda: wizard.bench.trial.outcome is not None, timeout=20_000)
    wizard.reject()


def test_an_import_started_elsewhere_is_followed_to_its_revision(
    page: DataPage, opened: Session, project: Project, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset(project, per_class=3, name="photos")
    script_worker(tmp_path, monkeypatch, IMPORTS)
    opened.start(ImportJob(task="image-classification", source=str(tmp_path), dataset="photos"))
    assert page.progress.isVisible()
    qtbot.waitUntil(lambda: opened.revision is not None and opened.revision.name == "photos", timeout=20_000)
    qtbot.waitUntil(lambda: not page.progress.isVisible(), timeout=20_000)
    assert page.contents.revisions.currentData() == "photos/0001"


def test_data_that_are_imported_to_measure_on_are_not_chosen(
    page: DataPage, opened: Session, project: Project, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset(project, per_class=3, name="photos")
    script_worker(tmp_path, monkeypatch, IMPORTS)
    job = ImportJob(task="image-classification", source=str(tmp_path), dataset="photos", for_measuring=True)
    run = opened.start(job)
    qtbot.waitUntil(lambda: opened.runs[run].status is RunStatus.FINISHED, timeout=20_000)
    qtbot.waitUntil(lambda: not page.progress.isVisible(), timeout=20_000)
    assert opened.revision is not None
    assert opened.revision.key == page.contents.revisions.currentData() == "rubbish/0002"


def test_an_import_is_stopped_or_fails_with_a_message(
    page: DataPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ImportJob(task="image-classification", source=str(tmp_path), dataset="photos")
    script_worker(tmp_path, monkeypatch, WAITS)
    run = opened.start(job)
    qtbot.waitUntil(lambda: opened.runs[run].stage is not None, timeout=20_000)
    QTest.mouseClick(page.progress.stop, LEFT)
    qtbot.waitUntil(lambda: "stopped" in page.notice.message.text(), timeout=20_000)
    script_worker(tmp_path, monkeypatch, FAILS)
    opened.start(job)
    qtbot.waitUntil(lambda: page.notice.message.text() == "There is only one class.", timeout=20_000)
    assert page.notice.hint.text() == "Make another folder."
    qtbot.waitUntil(lambda: not opened.running(), timeout=20_000)


def test_what_waits_in_the_inbox_is_offered_for_the_next_revision(
    page: DataPage, opened: Session, project: Project, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, IMPORTS)
    assert not page.inbox_line.isVisible()
    save(project.inbox_folder() / "glass" / "mine.png")
    page.hide()
    page.show()
    assert page.inbox_line.isVisible()
    assert "1 corrected picture waits" in page.inbox_line.words.text()
    QTest.mouseClick(page.inbox_line.use, LEFT)
    wizard = page.wizard
    assert wizard is not None
    assert opened.revision is not None
    assert str(wizard.bench.draft.source) == opened.revision.source
    assert wizard.bench.draft.takes_inbox
    qtbot.waitUntil(lambda: wizard.bench.trial.outcome is not None, timeout=20_000)
    wizard.reject()


def test_a_second_window_may_not_import(page: DataPage, opened: Session) -> None:
    opened.is_read_only = True
    assert page.primary is not None
    QTest.mouseClick(page.primary, LEFT)
    assert page.wizard is None
    assert "another window" in page.notice.message.text()
    opened.is_read_only = False


def test_data_of_another_task_are_offered_a_new_project(
    page: DataPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, IMPORTS)
    assert opened.project is not None
    before = opened.project.folder
    asked = squad(tmp_path / "asked.json", {CITY: [question("Where did Ada live?", ("London", 13))]})
    page.receive([asked])
    wizard = page.wizard
    assert wizard is not None
    qtbot.waitUntil(wizard.found.notice.isVisible, timeout=20_000)
    assert wizard.found.notice.message.text() == "These data are for “Answer questions about texts”"
    assert wizard.found.notice.hint.text().startswith("This project is for “Tell pictures apart”")
    (begin,) = [button for button in wizard.found.notice.findChildren(Button) if "new project" in button.text()]
    QTest.mouseClick(begin, LEFT)
    assert opened.project.folder != before
    assert opened.project.folder.name == "asked"
    assert opened.task == "question-answering"
    assert page.wizard is not None
    assert page.wizard is not wizard
    assert page.wizard.bench.draft.task == "question-answering"
    assert page.wizard.bench.draft.source == asked
    trial = page.wizard.bench.trial
    qtbot.waitUntil(lambda: trial.outcome is not None, timeout=20_000)
    page.wizard.reject()


def test_the_command_looks_at_the_same_data_and_the_model_comes_next(
    page: DataPage, opened: Session, qtbot: QtBot
) -> None:
    page.copy_command()
    assert opened.revision is not None
    assert QGuiApplication.clipboard().text() == f"ptstudio inspect {opened.revision.source} --split 70/15/15"
    with qtbot.waitSignal(page.leave_for) as left:
        QTest.mouseClick(page.choose_model, LEFT)
    assert left.args == ["model"]


@pytest.fixture
def letters(session: Session, qtbot: QtBot, tmp_path: Path) -> DataPage:
    """The page with a revision of texts."""
    session.open_project(text_project(tmp_path / "letters", has_pairs=True).folder)
    made = DataPage(session)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitUntil(lambda: made.contents.samples.texts.shown is not None)
    return made


def test_texts_are_listed_and_filtered_by_class_and_split(letters: DataPage, qtbot: QtBot) -> None:
    contents, texts = letters.contents, letters.contents.samples.texts
    assert contents.tabs.tabText(0) == "Texts"
    assert contents.label_filter.isVisible()
    assert contents.label_filter.accessibleName() == "Class whose texts are shown"
    before = texts.view.model().rowCount()
    contents.label_filter.setCurrentIndex(2)
    contents.label_filter.activated.emit(2)
    qtbot.waitUntil(lambda: texts.view.model().rowCount() < before)
    contents.split_filter.setCurrentIndex(contents.split_filter.findData(Split.TEST))
    contents.split_filter.activated.emit(3)
    qtbot.waitUntil(lambda: texts.view.model().rowCount() == 20)
    row = texts.view.row(0)
    assert row is not None
    assert (row.caption, row.detail) == ("payment", "for test")
    assert not letters.contents.grid.isVisible()


def test_a_click_opens_the_whole_text(letters: DataPage) -> None:
    samples = letters.contents.samples
    QTest.keyClick(samples.texts.view, Qt.Key.Key_Return)
    dialog, row = samples.dialog, samples.texts.view.row(0)
    assert dialog is not None
    assert row is not None
    assert [box.toPlainText() for box in dialog.view.boxes] == list(row.passage.texts)
    assert len(dialog.view.boxes) == 2
    assert dialog.facts.text() == "delivery, for training"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert samples.dialog is None


def test_questions_are_listed_with_their_texts_and_answers(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    session.open_project(question_project(tmp_path / "questions").folder)
    page = DataPage(session)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    texts = page.contents.samples.texts
    qtbot.waitUntil(lambda: texts.shown is not None)
    page.grab()
    rows = [row for place in range(3) if (row := texts.view.row(place))]
    assert [row.caption for row in rows] == ["1889", "Paris", "no answer"]
    assert rows[0].passage.pair == "When was the tower finished? (no. 0)"
    texts.view.opened.emit(0)
    dialog = page.contents.samples.dialog
    assert dialog is not None
    text, question = dialog.view.boxes
    assert [text.toPlainText()[mark.start : mark.end] for mark in text.marks if isinstance(mark, ClassMark)] == ["1889"]
    assert not question.marks
    dialog.close()


def test_a_project_of_texts_and_one_of_pictures_take_turns(
    letters: DataPage, session: Session, project: Project, qtbot: QtBot
) -> None:
    session.open_project(project.folder)
    contents = letters.contents
    qtbot.waitUntil(lambda: contents.grid.model.rowCount() == 96)
    assert contents.grid.isVisible()
    assert contents.tabs.tabText(0) == "Pictures"
    assert contents.label_filter.isVisible()
