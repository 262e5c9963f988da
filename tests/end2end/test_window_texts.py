"""The whole way for texts in the real window with real workers, on the sample that comes with PTStudio."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages._pretrain_dialog import PretrainDialog
from ptstudio.app.pages._pretrain_start import PretrainStart
from ptstudio.app.pages.data import DataPage
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.passage import Passage
from ptstudio.app.widgets.sidebar import StepState
from ptstudio.core.dataset import Split
from ptstudio.core.prediction import WordWeights
from ptstudio.core.run import RunStatus
from ptstudio.data._revision import RevisionData
from ptstudio.library.library import Library
from ptstudio.models._recognition import add_weights
from tests.end2end.test_window import click, opened_window, press, wait
from tests.helpers.answers import classes_in
from tests.helpers.encoders import text_folder
from tests.helpers.texts import table, write
from tests.helpers.window_ends import put_away

MODEL = "all-minilm-l6-v2"
TOPICS = ("account", "advice", "delivery", "fault", "payment", "returns")


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window with a tiny encoder under the name of the one that the sample is made for."""
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    text_folder(tmp_path / "encoder", "bert")
    add_weights(tmp_path / "encoder", Library.standard(), MODEL)
    made = opened_window()
    yield made
    put_away(qapp, made)


def test_from_the_sample_of_messages_to_a_certificate_and_the_next_revision(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert window.page is not None
    click(qtbot, window.page, "Open “Customer messages”")
    wait(qtbot, lambda: session.revision is not None)
    assert session.task == "text-classification"
    assert session.revision is not None
    assert session.revision.classes == TOPICS
    click(qtbot, window.page, "Choose a model")
    wait(qtbot, lambda: session.model == MODEL)
    click(qtbot, window.page, "Go on to training")
    session.choose_settings("balanced", {"head_epochs": 4, "epochs": 2, "most_tokens": 16})
    click(qtbot, window.page, "Start training")
    wait(qtbot, lambda: session.shown_run and session.shown_run.status is RunStatus.FINISHED, 300)
    press(window, Qt.Key.Key_4)
    assert window.page.key == "evaluate"
    assert window.sidebar.state("evaluate") is StepState.DONE
    press(window, Qt.Key.Key_5)
    page = window.page
    assert isinstance(page, TryOutPage)
    QTest.keyClicks(page.texts.asking.text, "my parcel is late")
    wait(qtbot, lambda: page.texts.trying.made is not None)
    made = page.texts.trying.made
    assert made is not None
    assert made.prediction is not None
    assert {answer.label for answer in classes_in(made.prediction)} <= set(TOPICS)
    click(qtbot, page, "Which words decided")
    wait(qtbot, lambda: page.texts.trying.made is not None and page.texts.trying.made.explanation is not None)
    explained = page.texts.trying.made
    assert explained is not None
    assert isinstance(explained.explanation, WordWeights)
    assert [(word.start, word.end) for word in explained.explanation.words] == [(0, 2), (3, 9), (10, 12), (13, 17)]
    answers_a_table(page, qtbot)
    press(window, Qt.Key.Key_6)
    click(qtbot, window.page, "Start export")
    wait(qtbot, lambda: window.sidebar.state("export") in (StepState.DONE, StepState.ATTENTION), 300)
    export = next(run for run in session.runs.values() if run.job.type == "export")
    assert export.status is RunStatus.FINISHED
    first = export.result["certificates"][0]
    assert (first["variant"], first["passed"]) == ("float32", True)
    assert Path(export.result["folder"], "tokenizer.json").is_file()
    a_wrong_answer_teaches_the_next_revision(window, qtbot)


def test_a_model_reads_the_messages_before_it_is_trained(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    session = window.session
    assert window.page is not None
    click(qtbot, window.page, "Open “Customer messages”")
    wait(qtbot, lambda: session.revision is not None)
    click(qtbot, window.page, "Choose a model")
    wait(qtbot, lambda: session.model == MODEL)
    click(qtbot, window.page, "Go on to training")
    session.choose_settings("quick", {"head_epochs": 2, "most_tokens": 16})
    click(qtbot, window.page, "Adapt to your texts first…")
    (asked,) = window.findChildren(PretrainStart)
    asked.take(write(tmp_path / "letters.txt", "my parcel is late\nthe lamp is broken\n"))
    asked.epochs.setValue(1)
    asked.start.click()
    wait(qtbot, lambda: window.findChildren(PretrainDialog))
    (dialog,) = window.findChildren(PretrainDialog)
    wait(qtbot, dialog.use_it.isVisible, 300)
    assert "and 2 more texts." in dialog.reason.text()
    wait(qtbot, lambda: not session.is_running())
    dialog.use_it.click()
    assert session.model == f"{MODEL}-messages"
    click(qtbot, window.page, "Start training")
    wait(qtbot, lambda: session.shown_run and session.shown_run.final, 300)
    assert session.shown_run is not None
    assert session.shown_run.status is RunStatus.FINISHED
    assert session.shown_run.result["model"] == f"{MODEL}-messages"


def a_wrong_answer_teaches_the_next_revision(window: MainWindow, qtbot: QtBot) -> None:
    """Put a validation sample and a new text right, and import again: the sample keeps its split."""
    session = window.session
    assert session.project is not None
    assert session.revision is not None
    row = RevisionData(session.project, session.revision).rows(Split.VALIDATION)[3]
    press(window, Qt.Key.Key_5)
    page = window.page
    assert isinstance(page, TryOutPage)
    for text, right in ((row["text"], "mislabelled"), ("A quite new text", TOPICS[0])):
        page.texts.asking.put(Passage(text))
        wait(qtbot, lambda: page.texts.trying.made is not None)
        correction = page.texts.answer.correction
        next(action for action in correction.menu.actions() if action.text() == "Another class…").trigger()
        correction.asking.field.setText(right)
        QTest.keyClick(correction.asking.field, Qt.Key.Key_Return)
        wait(qtbot, correction.kept.isVisible)
    assert page.inbox_line.words.text().startswith("2 corrected texts wait")
    click(qtbot, page, "Import the next revision…")
    data = window.page
    assert isinstance(data, DataPage)
    assert data.wizard is not None
    assert data.wizard.found.inbox.text().startswith("Take in the 2 texts")
    for _ in range(3):
        click(qtbot, data.wizard, "Next")
    wait(qtbot, lambda: data.wizard is not None and data.wizard.bench.trial.outcome is not None)
    click(qtbot, data.wizard, "Import")
    wait(qtbot, lambda: session.revision is not None and session.revision.number == 2)
    made = RevisionData(session.project, session.revision)
    assert made.revision.classes == tuple(sorted((*TOPICS, "mislabelled")))
    (corrected,) = [each for each in made.rows(Split.VALIDATION) if each["id"] == row["id"]]
    assert made.revision.classes[corrected["label"]] == "mislabelled"
    assert "A quite new text" in [text for split in Split for text in made.rows(split).column("text")]
    assert not session.project.inbox_folder().exists()
    press(window, Qt.Key.Key_5)
    assert page.texts.answer.correction.kept_words.text() == f"In your data as “{TOPICS[0]}”"


def answers_a_table(page: TryOutPage, qtbot: QtBot) -> None:
    """Drop a table, and find every row with its answer in a new one."""
    assert page.session.project is not None
    rows = [("1", "my card"), ("2", ""), ("3", "it broke")]
    file = table(page.session.project.folder.parent / "april.csv", rows, "n,x")
    page.receive([file])
    trying = page.texts.table
    wait(qtbot, lambda: trying.asking is not None)
    assert trying.asking is not None
    assert trying.asking.preview.mapping == {"text": "x"}
    click(qtbot, page, "Answer every row")
    wait(qtbot, lambda: trying.answered is not None, 120)
    header, *answers = [
        row.split(",") for row in file.with_name("april-answers.csv").read_text("utf-8-sig").splitlines()
    ]
    assert header == ["n", "x", "answer", "probability"]
    assert [row[:2] for row in answers] == [["1", "my card"], ["2", ""], ["3", "it broke"]]
    assert [row[2] in TOPICS for row in answers] == [True, False, True]
