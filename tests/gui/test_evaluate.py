"""The Evaluate page: figures and what they mean, mistakes looked at large, measuring again, and taking it along."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QListView, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app import report_reader
from ptstudio.app.pages._evaluate_sections import ConfusionCard, MistakesCard
from ptstudio.app.pages.evaluate import EvaluatePage
from ptstudio.app.passage import Passage
from ptstudio.app.session import Session
from ptstudio.app.widgets.empty_state import EmptyState
from ptstudio.app.widgets.gallery import PICTURE_ROLE
from ptstudio.app.widgets.metric_card import MetricCard
from ptstudio.app.widgets.probability_bars import ProbabilityBars
from ptstudio.app.widgets.text import Button
from ptstudio.app.word_marks import Mark
from ptstudio.core.jobs import EvaluateJob
from ptstudio.core.project import Project
from ptstudio.core.report import Report
from tests.helpers import reports
from tests.helpers.answering_worker import ANSWERS
from tests.helpers.scripted_worker import script_worker
from tests.helpers.sights import picture_of, text_of
from tests.helpers.text_projects import text_project
from tests.helpers.windows import CLASSES

LEFT = Qt.MouseButton.LeftButton
MEASURES = """
tell(StageChanged(stage="evaluate", title="Measuring"))
tell(StepEnded(stage="evaluate", done=30, total=120))
hold = folder.parent / "hold"
while hold.exists():
    time.sleep(0.02)
    if (folder / "requests.jsonl").exists():
        tell(RunStopped(message="Stopped."))
        sys.exit()
(folder / "report.json").write_text((folder.parent / "next.json").read_text())
tell(RunFinished())
"""
FAILS = "tell(RunFailed(message='The model is damaged.', hint='Train it again.', details='ValueError'))"


@pytest.fixture
def session(session: Session, project: Project) -> Session:
    """With a project whose reports speak of samples that are there."""
    for folder in project.runs():
        if (folder / "report.json").exists():
            (folder / "report.json").write_text(report().to_text())
    session.open_project(project.folder)
    return session


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[EvaluatePage]:
    made = shown(session, qtbot)
    yield made
    QGuiApplication.clipboard().clear()
    made.close()


def shown(session: Session, qtbot: QtBot) -> EvaluatePage:
    made = EvaluatePage(session)
    qtbot.addWidget(made)
    made.resize(1300, 900)
    made.show()
    return made


def report(seed: int = 0) -> Report:
    """Made up, of samples of the revision `rubbish/0002`."""
    made = reports.report(CLASSES, splits=("validation", "test"), seed=seed).model_copy(
        update={"dataset": "rubbish/0002"}
    )
    named = re.sub(
        r"(?:test|validation)-(\d)-(\d+)", lambda at: f"{CLASSES[int(at[1])]}{int(at[2]):04d}", made.to_text()
    )
    return Report.from_text(named)


def words(widget: QWidget) -> str:
    """Everything that is written below a widget."""
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget))


def card_of(page: EvaluatePage, kind: type[ConfusionCard] | type[MistakesCard]) -> ConfusionCard | MistakesCard:
    (found,) = [each for each in page.view.cards if isinstance(each, kind)]
    return found


def click_sample(gallery: QListView, place: int) -> None:
    at = gallery.visualRect(gallery.model().index(place, 0)).center()
    QTest.mouseClick(gallery.viewport(), LEFT, pos=at)


def test_the_test_split_comes_first_with_intervals_baseline_and_words_on_trust(page: EvaluatePage) -> None:
    said = words(page)
    split = report().splits["test"]
    assert page.split.choice == "test"
    assert f"measured: {100 * split.metrics['accuracy'].value:.1f}\N{NO-BREAK SPACE}%" in said
    assert "95 % interval: " in said
    assert f"a guess: {100 * split.baseline['accuracy']:.1f}\N{NO-BREAK SPACE}%" in said
    assert "Measured on only 65 samples" in said
    assert [each.figure.title for each in page.findChildren(MetricCard)] == ["Accuracy", "Macro F1", "Log loss"]


def test_the_validation_split_is_a_click_away_and_called_flattering(page: EvaluatePage, qtbot: QtBot) -> None:
    button = page.split.button("validation")
    assert button is not None
    QTest.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: "flatter the network" in words(page))


def test_a_cell_of_the_matrix_opens_the_samples_behind_it(page: EvaluatePage) -> None:
    card = card_of(page, ConfusionCard)
    assert isinstance(card, ConfusionCard)
    matrix = card.view.matrix
    truth, said = next(at for at in sorted(matrix.cells) if at[0] == at[1])
    index = card.view.model().index(truth, said)
    card.view.scrollTo(index)
    QTest.mouseClick(card.view.viewport(), LEFT, pos=card.view.visualRect(index).center())
    assert [each.id for each in card.gallery.samples] == list(matrix.samples(truth, said))
    assert card.chosen.text() == matrix.words(truth, said)
    assert all(isinstance(each.sight, Path) and each.sight.is_file() for each in card.gallery.samples)


def test_enter_leads_from_a_cell_to_its_samples_and_on_to_one_of_them(
    page: EvaluatePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, ANSWERS)
    card = card_of(page, ConfusionCard)
    assert isinstance(card, ConfusionCard)
    page.activateWindow()
    card.view.setFocus()
    QTest.keyClick(card.view, Qt.Key.Key_Return)
    assert card.gallery.hasFocus()
    QTest.keyClick(card.gallery, Qt.Key.Key_Return)
    assert page.view.dialog is not None
    assert page.view.dialog.sample.id == card.gallery.samples[0].id
    page.view.dialog.close()


def test_a_mistake_is_shown_large_with_probabilities_and_where_the_network_looked(
    page: EvaluatePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, ANSWERS)
    card = card_of(page, MistakesCard)
    click_sample(card.gallery, 0)
    dialog = page.view.dialog
    assert dialog is not None
    assert dialog.sample.id == card.gallery.samples[0].id
    qtbot.waitUntil(dialog.looked.isEnabled, timeout=20_000)
    assert "glass: 90.0 %" in dialog.findChildren(ProbabilityBars)[-1].accessibleName()
    QTest.keyClick(dialog, Qt.Key.Key_H)
    assert dialog.looked.isChecked()
    qtbot.waitUntil(lambda: picture_of(dialog).image.pixelColor(0, 0).red() == 230)
    QTest.keyClick(dialog, Qt.Key.Key_Right)
    assert dialog.sample.id == card.gallery.samples[1].id
    qtbot.waitUntil(dialog.looked.isEnabled, timeout=20_000)
    dialog.close()


def test_the_mistakes_are_shown_with_heat_maps_on_request(
    page: EvaluatePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, ANSWERS)
    card = card_of(page, MistakesCard)
    assert isinstance(card, MistakesCard)
    QTest.mouseClick(card.looked, LEFT)
    second = card.gallery.model().index(1, 0)

    def is_heat_map() -> bool:
        image = second.data(PICTURE_ROLE)
        return isinstance(image, QImage) and image.pixelColor(0, 0).red() == 230

    qtbot.waitUntil(is_heat_map, timeout=20_000)
    QTest.mouseClick(card.looked, LEFT)
    assert not is_heat_map()


def test_a_model_that_cannot_be_asked_says_so_at_the_sample(
    page: EvaluatePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, FAILS)
    click_sample(card_of(page, MistakesCard).gallery, 0)
    dialog = page.view.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: "The model is damaged. Train it again." in words(dialog), timeout=20_000)
    assert not dialog.looked.isEnabled()


def test_heat_maps_that_cannot_be_had_are_told_on_the_page(
    page: EvaluatePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, FAILS)
    card = card_of(page, MistakesCard)
    assert isinstance(card, MistakesCard)
    QTest.mouseClick(card.looked, LEFT)
    qtbot.waitUntil(lambda: page.notice.message.text() == "The model is damaged.", timeout=20_000)


def test_measuring_again_shows_progress_and_then_the_new_report(
    page: EvaluatePage,
    session: Session,
    project: Project,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script_worker(tmp_path, monkeypatch, MEASURES)
    (project.folder / "runs" / "next.json").write_text(report(seed=5).to_text())
    (project.folder / "runs" / "hold").touch()
    page.measure("rubbish/0001")
    qtbot.waitUntil(lambda: "30 of 120 samples" in words(page.progress), timeout=20_000)
    assert not page.again.isEnabled()
    (project.folder / "runs" / "hold").unlink()
    qtbot.waitUntil(lambda: not session.running() and page.progress.isHidden(), timeout=20_000)
    job = next(run.job for run in session.runs.values() if isinstance(run.job, EvaluateJob))
    assert (job.run, job.dataset) == (str(session.shown), "rubbish/0001")
    assert "measured on rubbish/0001" in page.run_chooser.box.currentText()
    accuracy = report(seed=5).splits["test"].metrics["accuracy"].value
    qtbot.waitUntil(lambda: f"measured: {100 * accuracy:.1f}\N{NO-BREAK SPACE}%" in words(page))


def test_measuring_can_be_stopped_and_the_report_stays(
    page: EvaluatePage,
    session: Session,
    project: Project,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script_worker(tmp_path, monkeypatch, MEASURES)
    (project.folder / "runs" / "hold").touch()
    page.measure(None)
    qtbot.waitUntil(lambda: "30 of 120 samples" in words(page.progress), timeout=20_000)
    QTest.mouseClick(page.progress.stop, LEFT)
    qtbot.waitUntil(lambda: not session.running() and page.progress.isHidden(), timeout=20_000)
    assert page.notice.message.text() == "Measuring was stopped."
    assert page.view.isVisible()


def test_a_training_without_a_report_is_measured_by_the_primary_button(
    session: Session, project: Project, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, FAILS)
    for folder in project.runs():
        (folder / "report.json").unlink(missing_ok=True)
    page = shown(session, qtbot)
    assert "not been measured yet" in words(page)
    assert not page.view.isVisible()
    assert page.primary is not None
    assert page.primary.text() == "Measure"
    QTest.mouseClick(page.primary, LEFT)
    qtbot.waitUntil(lambda: page.notice.message.text() == "The model is damaged.", timeout=20_000)
    assert page.notice.hint.text() == "Train it again."
    qtbot.waitUntil(lambda: not session.running())
    assert page.primary.isEnabled()
    page.close()


def test_a_damaged_report_is_told_and_can_be_measured_anew(session: Session, qtbot: QtBot) -> None:
    assert session.shown is not None
    (session.shown / "report.json").write_text("{")
    page = shown(session, qtbot)
    assert page.notice.message.text() == "The report of this run cannot be read."
    assert page.primary is not None
    assert page.primary.text() == "Measure"
    page.close()


def test_a_large_report_is_read_in_the_background(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_reader, "AT_ONCE_BYTES", 0)
    page = shown(session, qtbot)
    assert "it is being read" in words(page)
    assert page.primary is not None
    assert not page.primary.isVisible()
    qtbot.waitUntil(lambda: "Measured on only 65 samples" in words(page), timeout=10_000)
    assert "it is being read" not in words(page)
    assert page.primary.text() == "Try it yourself"
    assert page.primary.isVisible()
    page.close()


def test_a_large_report_that_is_damaged_can_be_measured_anew(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_reader, "AT_ONCE_BYTES", 0)
    assert session.shown is not None
    (session.shown / "report.json").write_text("{")
    page = shown(session, qtbot)
    qtbot.waitUntil(lambda: "not been measured yet" in words(page), timeout=10_000)
    assert page.notice.message.text() == "The report of this run cannot be read."
    assert page.primary is not None
    assert page.primary.text() == "Measure"
    page.close()


def test_without_a_training_it_leads_to_the_train_page(session: Session, qtbot: QtBot) -> None:
    session.close_project()
    page = shown(session, qtbot)
    (empty,) = [each for each in page.findChildren(EmptyState) if each.isVisible()]
    with qtbot.waitSignal(page.leave_for) as left:
        QTest.mouseClick(empty.findChildren(Button)[0], LEFT)
    assert left.args == ["train"]
    assert page.command() == "ptstudio evaluate RUN"
    page.close()


def test_the_next_step_is_to_try_it(page: EvaluatePage, qtbot: QtBot) -> None:
    assert page.primary is not None
    with qtbot.waitSignal(page.leave_for) as left:
        QTest.mouseClick(page.primary, LEFT)
    assert left.args == ["try"]


def test_the_counts_on_the_splits_are_those_of_the_report(page: EvaluatePage, session: Session) -> None:
    page.split.choose("validation")
    other = session.trainings()[0]
    smaller = reports.report(CLASSES, per_class=8, splits=("validation", "test"))
    (other / "report.json").write_text(smaller.to_text())
    session.show_run(other)
    assert page.split.choices == [("test", "Test (26)"), ("validation", "Validation (26)")]
    assert page.split.choice == "validation"


def test_choosing_another_training_shows_it_everywhere(page: EvaluatePage, session: Session) -> None:
    first = session.trainings()[0]
    assert session.shown != first
    box = page.run_chooser.box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert session.shown == first
    assert page.command() == f"ptstudio evaluate {first}"


@pytest.mark.parametrize(("ending", "beginning"), [("pdf", b"%PDF"), ("html", b"<html>")])
def test_the_report_is_saved_where_a_person_wants_it(
    page: EvaluatePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, beginning: bytes
) -> None:
    file = tmp_path / f"mine.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    (page.save.as_pdf if ending == "pdf" else page.save.as_page).trigger()
    qtbot.waitUntil(lambda: page.notice.message.text() == "The report is saved.", timeout=20_000)
    assert file.read_bytes().startswith(beginning)


def test_a_report_that_cannot_be_saved_says_why(
    page: EvaluatePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "file" / "mine.pdf"), ""))
    page.save.as_pdf.trigger()
    qtbot.waitUntil(page.notice.isVisible, timeout=20_000)
    assert page.notice.message.text()
    assert page.notice.hint.text()


def test_the_figures_can_be_pasted_into_a_spreadsheet(page: EvaluatePage) -> None:
    QTest.mouseClick(page.copy, LEFT)
    assert QGuiApplication.clipboard().text().startswith("Metric\tValue\tLow\tHigh\tBaseline\nAccuracy\t0.")


def test_other_data_can_be_measured_where_its_classes_are_known(page: EvaluatePage) -> None:
    page.again.menu().aboutToShow.emit()
    offered = {action.text(): action.isEnabled() for action in page.again.menu().actions() if not action.isSeparator()}
    assert offered == {
        "On its own validation and test samples": True,
        "rubbish/0002 (96 samples)": True,
        "rubbish/0001 (80 samples)": True,
    }


@pytest.fixture
def letters(session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EvaluatePage]:
    """The page with a report on texts, and a worker that answers for them."""
    script_worker(tmp_path, monkeypatch, ANSWERS)
    session.open_project(text_project(tmp_path / "letters").folder)
    made = shown(session, qtbot)
    yield made
    made.close()


def test_mistakes_are_texts_that_open_with_the_words_that_decided(letters: EvaluatePage, qtbot: QtBot) -> None:
    card = card_of(letters, MistakesCard)
    assert isinstance(card, MistakesCard)
    assert not card.looked.isVisible()
    assert "Click a text to read all of it." in [label.text() for label in card.findChildren(QLabel)][1]
    first = card.gallery.samples[0]
    assert isinstance(first.sight, Passage)
    assert first.detail.startswith("really ")
    click_sample(card.gallery, 0)
    dialog = letters.view.dialog
    assert dialog is not None
    assert text_of(dialog).passage == first.sight
    qtbot.waitUntil(dialog.looked.isEnabled, timeout=20_000)
    QTest.mouseClick(dialog.looked, LEFT)
    assert [mark.weight for mark in text_of(dialog).boxes[0].marks if isinstance(mark, Mark)] == [1.0, -0.4]
    assert "payment: 80.0 %" in dialog.findChildren(ProbabilityBars)[-1].accessibleName()


def test_the_texts_behind_a_cell_are_listed(letters: EvaluatePage) -> None:
    card = card_of(letters, ConfusionCard)
    assert isinstance(card, ConfusionCard)
    truth, said = card.view.matrix.worst() or (0, 0)
    assert [each.id for each in card.gallery.samples] == list(card.view.matrix.samples(truth, said))
    assert card.gallery.model().rowCount() == len(card.gallery.samples)
    assert "Click a text" in card._hint.text()
