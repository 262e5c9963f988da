"""The import wizard: clicked through as a person does, against a scripted worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWizard
from pytestqt.qtbot import QtBot

from ptstudio.app.import_wizard.wizard import ImportWizard
from ptstudio.app.session import Session
from ptstudio.app.source_samples import FoundSamples
from ptstudio.app.text_names import text_names
from ptstudio.app.widgets.long_texts import LongTexts
from ptstudio.app.word_marks import ClassMark
from ptstudio.core.dataset import USUAL_WORDS, ImportOptions, Sample, SplitPolicy, Written
from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import Project
from ptstudio.core.sample_classes import ANSWER
from tests.gui.test_everyone import controls, name_of
from tests.helpers.corpora import class_folders, zip_folder
from tests.helpers.encoders import asked_samples
from tests.helpers.hands import click
from tests.helpers.import_worker import FAILS, IMPORTS, WAITS
from tests.helpers.pictures import save
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import dataset


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return class_folders(tmp_path / "photos")


@pytest.fixture
def wizard(opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ImportWizard]:
    script_worker(tmp_path, monkeypatch, IMPORTS)
    made = ImportWizard(opened)
    made.show()
    yield made
    made.reject()
    made.deleteLater()
    qtbot.waitUntil(lambda: not any(opened.is_followed(run) for run in opened.runs), timeout=20_000)


def click_next(wizard: ImportWizard, qtbot: QtBot) -> None:
    button = wizard.button(QWizard.WizardButton.NextButton)
    qtbot.waitUntil(button.isEnabled, timeout=20_000)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def wait_for_trial(wizard: ImportWizard, qtbot: QtBot) -> None:
    trial = wizard.bench.trial
    qtbot.waitUntil(lambda: trial.outcome is not None or trial.failure is not None, timeout=20_000)


def test_the_whole_way_ends_with_a_revision(
    wizard: ImportWizard, opened: Session, project: Project, photos: Path, qtbot: QtBot
) -> None:
    dataset(project, name="photos")
    assert not wizard.button(QWizard.WizardButton.NextButton).isEnabled()
    wizard.where.chosen.emit(photos)
    assert wizard.currentPage() is wizard.found
    wait_for_trial(wizard, qtbot)
    assert wizard.found._title.text() == "A folder per class"
    assert wizard.found.counts.table.model().index(0, 4).data() == "12"
    assert wizard.found.tabs.tabText(1) == "Findings (2)"
    click_next(wizard, qtbot)
    qtbot.waitUntil(lambda: wizard.look.grid.model.rowCount() == 12)
    classes = wizard.look.classes.model
    classes.setData(classes.index(1, 1), "grass")
    classes.setData(classes.index(2, 0), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert [bar.name for bar in wizard.look.bars.bars] == ["blue", "grass"]
    click_next(wizard, qtbot)
    wizard.split.shares["train"].setValue(50)
    qtbot.waitUntil(lambda: wizard.bench.trial.run is not None, timeout=5000)
    wait_for_trial(wizard, qtbot)
    assert wizard.split.counts.table.model().index(1, 0).data() == "grass"
    click_next(wizard, qtbot)
    assert "revision 2 will be made" in wizard.done_stage._name_words.text()
    assert "Against revision 1: 2 new; 1 with another class (1 from cardboard to glass)." in change_words(wizard)
    changes = wizard.done_stage.changes.model()
    told = [[changes.index(row, column).data() for column in range(7)] for row in range(changes.rowCount())]
    assert told == [
        ["cardboard", "20", "", "", "", "−1", "19"],
        ["glass", "20", "", "", "+1", "", "21"],
        ["red", "0", "+2", "", "", "", "2"],
        ["All classes", "80", "+2", "", "+1", "−1", "82"],
    ]
    with qtbot.waitSignal(wizard.imported, timeout=20_000) as imported:
        QTest.mouseClick(wizard.button(QWizard.WizardButton.FinishButton), Qt.MouseButton.LeftButton)
    assert imported.args == ["photos/0001"]
    assert opened.revision is not None
    assert opened.revision.key == "photos/0001"
    imports = [run.job for run in opened.runs.values() if isinstance(run.job, ImportJob)]
    job = next(job for job in imports if job.dataset == "photos" and not job.is_dry)
    assert job.options.rename == {"green": "grass"}
    assert job.options.leave_out == ("red",)
    assert job.options.split.train == 0.5


def change_words(wizard: ImportWizard) -> str:
    return wizard.done_stage._change.text()


def test_importing_again_begins_with_what_was_decided_last_time(
    wizard: ImportWizard, opened: Session, photos: Path, project: Project, qtbot: QtBot
) -> None:
    made = dataset(project, per_class=3, name="snaps")
    options = ImportOptions(rename={"green": "grass"}, leave_out=("red",), split=SplitPolicy(train=0.5))
    again = made.model_copy(update={"source": str(photos.resolve()), "options": options})
    (project.revision_folder(made.key) / "revision.json").write_text(again.to_text(), encoding="utf-8")
    opened.choose_revision(made.key)
    click(wizard.where.again)
    wait_for_trial(wizard, qtbot)
    click_next(wizard, qtbot)
    qtbot.waitUntil(lambda: wizard.bench.reader.is_done)
    assert wizard.bench.draft.dataset == "snaps"
    assert wizard.bench.draft.options() == options
    assert [bar.name for bar in wizard.look.bars.bars] == ["blue", "grass"]
    wizard.begin_with(photos.parent)
    assert wizard.bench.draft.options() == ImportOptions()
    qtbot.waitUntil(lambda: not wizard.found.progress.isVisible(), timeout=20_000)


def test_corrected_pictures_are_taken_in_unless_somebody_objects(
    wizard: ImportWizard, opened: Session, project: Project, qtbot: QtBot
) -> None:
    save(project.inbox_folder() / "glass" / "mine.png", seed=1)
    save(project.corrected_folder("rubbish") / "0002" / "glass" / "earlier.png", seed=2)
    assert opened.revision is not None
    wizard.begin_with(Path(opened.revision.source))
    wait_for_trial(wizard, qtbot)
    offer = wizard.found.inbox
    assert (offer.isVisible(), offer.isChecked()) == (True, True)
    assert offer.text().startswith("Take in the picture that you have corrected")
    qtbot.waitUntil(lambda: wizard.bench.reader.is_done)
    assert wizard.bench.draft.samples.counts["glass"] == 26
    click(offer, QPoint(10, offer.height() // 2))
    wait_for_trial(wizard, qtbot)
    qtbot.waitUntil(lambda: wizard.bench.reader.is_done)
    assert wizard.bench.draft.samples.counts["glass"] == 25
    assert not wizard.bench.draft.job().takes_inbox
    click(offer, QPoint(10, offer.height() // 2))
    wait_for_trial(wizard, qtbot)
    trials = [run.job for run in opened.runs.values() if isinstance(run.job, ImportJob) and run.job.is_dry]
    assert [job.takes_inbox for job in trials] == [True, False, True]
    assert all(job.known == str(project.folder) for job in trials)
    assert len({job.memory for job in trials}) == 1
    for _ in range(3):
        click_next(wizard, qtbot)
    assert "pictures in the inbox" in wizard.done_stage._values["source"].text()
    assert wizard.bench.draft.job().takes_inbox


def test_other_data_leave_the_inbox_alone(wizard: ImportWizard, photos: Path, project: Project, qtbot: QtBot) -> None:
    save(project.inbox_folder() / "glass" / "mine.png", seed=1)
    wizard.begin_with(photos)
    wait_for_trial(wizard, qtbot)
    assert (wizard.found.inbox.isVisible(), wizard.found.inbox.isChecked()) == (True, False)
    assert not wizard.bench.draft.job().takes_inbox


def test_data_that_is_of_no_use_is_told_and_leads_no_further(
    wizard: ImportWizard, photos: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, FAILS)
    wizard.begin_with(photos)
    wait_for_trial(wizard, qtbot)
    assert wizard.found.notice.message.text() == "There is only one class."
    assert not wizard.button(QWizard.WizardButton.NextButton).isEnabled()
    wizard.begin_with(tmp_path / "gone")
    qtbot.waitUntil(lambda: "There is nothing" in wizard.found.notice.message.text())
    assert not wizard.button(QWizard.WizardButton.NextButton).isEnabled()


def test_looking_is_stopped_and_begun_again(
    wizard: ImportWizard, photos: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, WAITS)
    wizard.begin_with(photos)
    qtbot.waitUntil(lambda: wizard.bench.trial.run is not None and wizard.bench.trial.run.stage is not None)
    QTest.mouseClick(wizard.found.progress.stop, Qt.MouseButton.LeftButton)
    assert wizard.bench.trial.run is None
    assert wizard.found.again.isVisible()
    assert wizard.button(QWizard.WizardButton.NextButton).isEnabled()
    script_worker(tmp_path, monkeypatch, IMPORTS)
    QTest.mouseClick(wizard.found.again, Qt.MouseButton.LeftButton)
    wait_for_trial(wizard, qtbot)
    assert wizard.bench.trial.outcome is not None
    assert not wizard.found.again.isVisible()


def test_going_back_keeps_what_was_decided_and_asks_no_worker_again(
    wizard: ImportWizard, photos: Path, qtbot: QtBot
) -> None:
    wizard.begin_with(photos)
    wait_for_trial(wizard, qtbot)
    click_next(wizard, qtbot)
    qtbot.waitUntil(lambda: wizard.bench.reader.is_done)
    wizard.look.classes.table.selectRow(0)
    QTest.mouseClick(wizard.look.classes.toggle, Qt.MouseButton.LeftButton)
    assert wizard.look.grid.model.rowCount() == 4
    QTest.mouseClick(wizard.button(QWizard.WizardButton.BackButton), Qt.MouseButton.LeftButton)
    assert wizard.currentPage() is wizard.found
    assert wizard.bench.trial.run is None
    click_next(wizard, qtbot)
    assert wizard.bench.draft.classes.dropped == ("blue",)
    wizard.look.classes.table.selectRow(1)
    QTest.mouseClick(wizard.look.classes.toggle, Qt.MouseButton.LeftButton)
    assert not wizard.button(QWizard.WizardButton.NextButton).isEnabled()
    assert wizard.look._words.text().startswith("There is only one class, “red”.")
    QTest.mouseClick(wizard.look.classes.reset, Qt.MouseButton.LeftButton)
    assert wizard.button(QWizard.WizardButton.NextButton).isEnabled()


def test_classes_are_merged_by_choosing_them(wizard: ImportWizard, photos: Path, qtbot: QtBot) -> None:
    wizard.begin_with(photos)
    click_next(wizard, qtbot)
    qtbot.waitUntil(lambda: wizard.bench.reader.is_done)
    table = wizard.look.classes.table
    table.setFocus()
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.mouseClick(wizard.look.classes.merge, Qt.MouseButton.LeftButton)
    assert wizard.bench.draft.classes.outcome == {"blue": 8, "red": 4}


def test_a_pattern_is_tried_out_on_real_names_and_a_wrong_one_stops_here(
    wizard: ImportWizard, photos: Path, qtbot: QtBot
) -> None:
    wizard.begin_with(photos)
    wait_for_trial(wizard, qtbot)
    click_next(wizard, qtbot)
    click_next(wizard, qtbot)
    qtbot.waitUntil(lambda: wizard.bench.trial.outcome is not None, timeout=20_000)
    assert not wizard.split.keep_given.isEnabled()
    assert not wizard.split.folder.isEnabled()
    wizard.split.by_pattern.setFocus()
    QTest.keyClick(wizard.split.by_pattern, Qt.Key.Key_Space)
    QTest.keyClicks(wizard.split.pattern, "([0-9]")
    assert not wizard.button(QWizard.WizardButton.NextButton).isEnabled()
    QTest.keyClicks(wizard.split.pattern, ")")
    assert "12 of 12 file names match, in 4 groups." in wizard.split._pattern_words.text()
    assert wizard.bench.draft.split.pattern == "([0-9])"
    assert wizard.button(QWizard.WizardButton.NextButton).isEnabled()


def test_long_texts_are_divided_if_that_is_wanted(opened: Session, qtbot: QtBot) -> None:
    opened.task = "text-classification"
    made = ImportWizard(opened)
    qtbot.addWidget(made)
    made.show()
    long_texts, draft = made.split.long_texts, made.bench.draft
    assert not long_texts.isHidden()
    assert (draft.options().most_words, long_texts.words.isHidden()) == (None, True)
    long_texts.is_wanted.click()
    assert (draft.options().most_words, long_texts.words.isHidden()) == (USUAL_WORDS, False)
    long_texts.words.setValue(80)
    assert draft.options().most_words == 80
    made.reject()


def test_pictures_are_never_divided(wizard: ImportWizard) -> None:
    assert wizard.split.long_texts.isHidden()


def test_a_task_that_needs_no_second_class_goes_on_with_one(opened: Session, qtbot: QtBot) -> None:
    opened.task = "question-answering"
    made = ImportWizard(opened)
    qtbot.addWidget(made)
    made.show()
    made.bench.draft.samples.take([Sample(Path("asked.json"), {"text": "It rained.", "label": ANSWER})])
    made.bench.reader.is_done = True
    made.look.initializePage()
    assert made.look.isComplete()
    made.bench.draft.classes.leave_out(ANSWER)
    assert not made.look.isComplete()
    made.reject()


def test_what_was_decided_of_long_texts_holds_again(qtbot: QtBot) -> None:
    long_texts = LongTexts()
    qtbot.addWidget(long_texts)
    with qtbot.assertNotEmitted(long_texts.changed):
        long_texts.show_decision(120)
    assert long_texts.most_words == 120
    long_texts.show_decision(None)
    assert long_texts.most_words is None


def test_the_columns_of_a_table_are_mapped_on_a_live_preview(
    wizard: ImportWizard, photos: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    rows = [f"photos/{colour}/{number}.jpg,{colour},p{number}\n" for colour in ("blue", "red") for number in range(4)]
    table = tmp_path / "labels.csv"
    table.write_text("file,colour,patient\n" + "".join(rows))
    assert photos.is_dir()
    wizard.begin_with(table)
    wait_for_trial(wizard, qtbot)
    preview = wizard.found.columns
    assert preview.isVisible()
    assert preview.mapping == {"image": "file", "label": "colour", "split": "", "group": "patient"}
    assert wizard.bench.draft.split.group_by == "folder"
    preview.boxes["group"].setFocus()
    QTest.keyClick(preview.boxes["group"], Qt.Key.Key_Home)
    assert wizard.bench.draft.columns["group"] == ""
    assert wizard.bench.draft.job().options.split == SplitPolicy()
    wait_for_trial(wizard, qtbot)
    wizard.found.format.setFocus()
    QTest.keyClick(wizard.found.format, Qt.Key.Key_Down)
    assert wizard.bench.draft.format == "image-folders"
    qtbot.waitUntil(lambda: wizard.found.notice.isVisible() or wizard.found.is_opened)


def test_what_divides_the_cells_of_a_table_is_shown_and_can_be_said_otherwise(
    wizard: ImportWizard, photos: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    rows = [f"photos/{colour}/{number}.jpg;{colour}\n" for colour in ("blue", "red") for number in range(4)]
    table = tmp_path / "labels.csv"
    table.write_text("file;colour\n" + "".join(rows))
    assert photos.is_dir()
    wizard.begin_with(table)
    wait_for_trial(wizard, qtbot)
    preview = wizard.found.columns
    writing = preview.writing
    assert writing.isVisible()
    assert writing.delimiter.currentText() == "semicolons (recognised)"
    assert preview.table.columnCount() == 2
    writing.quote.setFocus()
    QTest.keyClick(writing.quote, Qt.Key.Key_End)
    assert wizard.bench.draft.job().options.written == Written(quote="none")
    wait_for_trial(wizard, qtbot)
    assert writing.quote.currentText() == "no quotation marks"
    wizard.bench.draft.format = "image-table"
    writing.delimiter.setFocus()
    QTest.keyClick(writing.delimiter, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: preview.table.columnCount() == 1, timeout=10_000)
    assert wizard.bench.draft.written == Written(delimiter="|", quote="none")
    wizard.begin_with(photos)
    assert wizard.bench.draft.written == Written()


def test_an_archive_is_looked_into_and_nothing_of_it_is_left(
    wizard: ImportWizard, opened: Session, photos: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    archive = zip_folder(photos, tmp_path / "photos.zip")
    wizard.begin_with(archive)
    wait_for_trial(wizard, qtbot)
    home = wizard.bench.trial.home
    place = wizard.bench.draft.opened
    assert place is not None
    assert place.is_relative_to(home)
    assert wizard.bench.draft.job().source == str(archive)
    wizard.reject()
    qtbot.waitUntil(lambda: not home.exists(), timeout=20_000)
    assert not [run for run in opened.runs.values() if isinstance(run.job, ImportJob) and run.job.is_dry]


def test_data_dropped_on_any_stage_begins_again(
    wizard: ImportWizard, photos: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    wizard.begin_with(photos)
    click_next(wizard, qtbot)
    other = class_folders(tmp_path / "others", {"cat": 2, "dog": 3})
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(other))])
    event = QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)  # fmt: skip
    wizard.dropEvent(event)
    assert wizard.currentPage() is wizard.found
    assert wizard.bench.draft.source == other
    wait_for_trial(wizard, qtbot)


def test_the_same_data_dropped_again_is_looked_at_anew(wizard: ImportWizard, photos: Path, qtbot: QtBot) -> None:
    wizard.begin_with(photos)
    wait_for_trial(wizard, qtbot)
    class_folders(photos, {"violet": 5})
    wizard.begin_with(photos)
    wait_for_trial(wizard, qtbot)
    qtbot.waitUntil(lambda: wizard.bench.reader.is_done)
    assert wizard.bench.draft.samples.counts["violet"] == 5


def test_an_import_goes_on_when_the_wizard_is_closed(
    wizard: ImportWizard, opened: Session, photos: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard.begin_with(photos)
    wait_for_trial(wizard, qtbot)
    for _ in range(3):
        click_next(wizard, qtbot)
    script_worker(tmp_path, monkeypatch, WAITS)
    finish = wizard.button(QWizard.WizardButton.FinishButton)
    QTest.mouseClick(finish, Qt.MouseButton.LeftButton)
    assert wizard.done_stage.is_importing
    assert not finish.isEnabled()
    run = next(folder for folder, run in opened.runs.items() if run.job == wizard.bench.draft.job())
    qtbot.waitUntil(lambda: opened.runs[run].stage is not None, timeout=20_000)
    wizard.reject()
    assert opened.is_running(run)
    opened.end_all()


def test_an_import_that_is_stopped_can_be_started_again(
    wizard: ImportWizard, photos: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard.begin_with(photos)
    wait_for_trial(wizard, qtbot)
    for _ in range(3):
        click_next(wizard, qtbot)
    script_worker(tmp_path, monkeypatch, WAITS)
    finish = wizard.button(QWizard.WizardButton.FinishButton)
    QTest.mouseClick(finish, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(wizard.done_stage.progress.isVisible)
    QTest.mouseClick(wizard.done_stage.progress.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not wizard.done_stage.is_importing, timeout=20_000)
    assert "stopped" in wizard.done_stage.notice.message.text()
    assert finish.isEnabled()
    wizard.done_stage.name.setText("/no name/")
    assert not finish.isEnabled()


def test_every_control_of_every_stage_has_a_name_and_is_reached_by_keyboard(wizard: ImportWizard) -> None:
    found = controls(wizard)
    assert [type(control).__name__ for control in found if not name_of(control).strip() and control.isEnabled()] == []
    unreachable = [name_of(control) for control in found if not control.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert unreachable == []


def test_questions_are_looked_at_with_their_texts_and_answers(opened: Session, qtbot: QtBot) -> None:
    opened.task = "question-answering"
    made = ImportWizard(opened)
    made.show()
    made.bench.draft.samples = FoundSamples(text_names(opened.task))
    made.bench.draft.samples.take(asked_samples(per_class=1)[:1])
    made.bench.reader.is_done = True
    made.setStartId(2)
    made.restart()
    shown = made.look.samples.texts.view.row(0)
    assert shown is not None
    assert shown.passage.texts == ("the cat sleeps", "who is it?")
    assert shown.caption == "the"
    assert made.look.isComplete(), "questions that all have an answer are enough"
    made.look.samples.texts.view.opened.emit(0)
    dialog = made.look.samples.dialog
    assert dialog is not None
    assert [box.accessibleName() for box in dialog.view.boxes] == ["Text", "Question"]
    assert dialog.view.boxes[0].marks == [ClassMark(0, 3, "answer")]
    made.look.classes.model.setData(
        made.look.classes.model.index(0, 0), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole
    )
    assert not made.look.isComplete()
    assert made.look._words.text().startswith("No question has an answer.")
    made.reject()
    made.deleteLater()
    qtbot.wait(1)


def test_texts_are_looked_at_in_a_list(opened: Session, qtbot: QtBot) -> None:
    opened.task = "text-classification"
    made = ImportWizard(opened)
    qtbot.addWidget(made)
    made.show()
    texts = [("where is it", "delivery"), ("too dear", "payment"), ("lost", "delivery")]
    made.bench.draft.samples.take(
        [Sample(Path("letters.csv"), {"text": text, "label": label}) for text, label in texts]
    )
    made.look.initializePage()
    shown = made.look.samples.texts.view
    assert made.look.samples.currentWidget() is made.look.samples.texts
    assert shown.model().rowCount() == 3
    made.look.classes.chosen.emit("delivery")
    assert [row.passage.text for place in range(2) if (row := shown.row(place))] == ["where is it", "lost"]
    assert made.look._words.text() == "Still finding texts: 3 so far."
    assert made.look.lengths.text() == ""
    made.bench.reader.is_done = True
    made.look.initializePage()
    assert made.look.lengths.text().startswith("Half of the texts have at most 8 characters, the longest has 11.")
    assert "about 2 and 3 tokens" in made.look.lengths.text()
    assert made.split.none.text() == "Nothing: every text stands alone"
    made.reject()
