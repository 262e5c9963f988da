"""The whole way in the real window with real workers for texts with marked places: names and terms, and answers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages._evaluate_marked import MarkedCard, MatchesCard
from ptstudio.app.pages.data import DataPage
from ptstudio.app.pages.evaluate import EvaluatePage
from ptstudio.app.pages.start import StartPage
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.widgets.answer_places import AnswerPlaces
from ptstudio.app.widgets.sidebar import StepState
from ptstudio.app.widgets.span_list import SpanList
from ptstudio.app.word_marks import ClassMark
from ptstudio.core.prediction import Answers, Prediction, Spans
from ptstudio.core.run import RunStatus
from ptstudio.library.library import Library
from ptstudio.models._recognition import add_weights
from tests.end2end.test_window import click, opened_window, press, wait
from tests.helpers.encoders import class_texts, text_folder
from tests.helpers.questions import question, squad
from tests.helpers.texts import write
from tests.helpers.window_ends import put_away

MODEL = "all-minilm-l6-v2"
ANIMALS = ("cat", "dog", "horse", "birds", "fish", "cow")
SMALL = {"most_tokens": 24, "batch_size": 4}
LEARNS = {"head_epochs": 1, "epochs": 20, "learning_rate": 0.005, "layer_decay": 1.0, "patience": 0}
"""A tiny network that knows nothing yet has to learn what a word is."""


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window with a tiny encoder under the name of a known one."""
    import torch

    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    torch.manual_seed(0)
    text_folder(tmp_path / "encoder", "bert")
    add_weights(tmp_path / "encoder", Library.standard(), MODEL)
    made = opened_window()
    yield made
    put_away(qapp, made)


def test_names_are_learned_from_a_file_of_words_and_tags(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """In every text the animal is marked, if there is one."""
    data = write(tmp_path / "animals.conll", "\n".join(_tagged(text) for text, _ in class_texts(24)))
    session = window.session
    _import(window, qtbot, data)
    assert session.task == "token-classification"
    assert session.revision is not None
    assert session.revision.classes == ("animal",)
    _train(window, qtbot, "thorough", LEARNS)
    cards = _evaluated(window)
    (matches,) = (card for card in cards if isinstance(card, MatchesCard))
    assert matches.table.model().index(0, 0).data() == "Found exactly"
    page, said = _tried(window, qtbot, {"text": "the cat sleeps"})
    assert isinstance(said, Spans)
    assert [(span.text, span.label) for span in said.spans] == [("cat", "animal")]
    (shown,) = page.texts.answer.findChildren(SpanList)
    assert shown.marked.text.marks == [ClassMark(4, 7, "animal")]
    assert shown.lines[0].text().startswith("animal: “cat”, ")
    _exported(window, qtbot)


def test_answers_are_learned_from_questions_about_texts(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """Dropped on a project for pictures, they get a project of their own; a text that is dropped keeps its question."""
    texts = [f"{text} near the river" for text, _ in class_texts(16)]
    data = squad(tmp_path / "asked.json", {text: [question("who is it?", (text.split()[0], 0))] for text in texts})
    session = window.session
    session.open_project(tmp_path / "pictures", is_new=True)
    window.show_page("data")
    page = window.page
    assert isinstance(page, DataPage)
    page.receive([data])
    assert page.wizard is not None
    click(qtbot, page.wizard, "Begin a new project with them")
    assert session.project is not None
    assert session.project.folder.name == "asked"
    _finish_wizard(window, qtbot)
    assert session.task == "question-answering"
    assert session.revision is not None
    assert session.revision.classes == ("answer",)
    row = page.contents.samples.texts.view.row(0)
    assert row is not None
    assert row.passage.pair == "who is it?"
    _train(window, qtbot, "balanced", {"head_epochs": 4, "head_learning_rate": 0.05, "epochs": 1})
    _evaluated(window)
    page_to_try, said = _tried(window, qtbot, {"text": "the cow stands", "pair": "who is it?"})
    assert isinstance(said, Answers)
    assert said.best is not None
    (shown,) = page_to_try.texts.answer.findChildren(AnswerPlaces)
    assert shown.marked.text.marks == [ClassMark(said.best.start, said.best.end, "answer")]
    assert said.best.text in shown.lines[0].text()
    page_to_try.receive([write(tmp_path / "other.txt", "a dog barks")])
    trying = page_to_try.texts.trying
    wait(qtbot, lambda: trying.made and trying.made.typed == {"text": "a dog barks", "pair": "who is it?"})
    _exported(window, qtbot)


def _tagged(text: str) -> str:
    """A text in CoNLL's columns, with its animals marked."""
    return "".join(f"{word}\t{'B-animal' if word in ANIMALS else 'O'}\n" for word in text.split())


def _import(window: MainWindow, qtbot: QtBot, data: Path) -> None:
    """Drop data on the start page and go through the wizard."""
    page = window.page
    assert isinstance(page, StartPage)
    page.receive([data])
    wait(qtbot, lambda: window.session.project is not None)
    _finish_wizard(window, qtbot)


def _finish_wizard(window: MainWindow, qtbot: QtBot) -> None:
    page = window.page
    assert isinstance(page, DataPage)
    wizard = page.wizard
    assert wizard is not None
    for _ in range(3):
        click(qtbot, wizard, "Next")
    wait(qtbot, lambda: wizard.bench.trial.outcome is not None)
    click(qtbot, wizard, "Import")
    wait(qtbot, lambda: window.session.revision is not None)
    wait(qtbot, lambda: page.contents.samples.texts.shown is not None)
    page.grab()
    window.activateWindow()  # as every desktop does once a dialog has gone


def _train(window: MainWindow, qtbot: QtBot, preset: str, values: dict[str, Any]) -> None:
    session = window.session
    assert window.page is not None
    click(qtbot, window.page, "Choose a model")
    wait(qtbot, lambda: session.model == MODEL)
    click(qtbot, window.page, "Go on to training")
    session.choose_settings(preset, SMALL | values)
    click(qtbot, window.page, "Start training")
    wait(qtbot, lambda: session.shown_run and session.shown_run.final, 300)
    assert session.shown_run is not None
    assert session.shown_run.status is RunStatus.FINISHED


def _evaluated(window: MainWindow) -> list[Any]:
    """The cards of the report, among them those of marked places."""
    press(window, Qt.Key.Key_4)
    page = window.page
    assert isinstance(page, EvaluatePage)
    page.grab()
    cards = page.view.cards
    assert {MarkedCard, MatchesCard} <= {type(card) for card in cards}
    return cards


def _tried(window: MainWindow, qtbot: QtBot, typed: dict[str, str]) -> tuple[TryOutPage, Prediction]:
    press(window, Qt.Key.Key_5)
    page = window.page
    assert isinstance(page, TryOutPage)
    asking, trying = page.texts.asking, page.texts.trying
    assert asking.pair.isVisible() is ("pair" in typed)
    QTest.keyClicks(asking.text, typed["text"])
    QTest.keyClicks(asking.pair, typed.get("pair", ""))
    wait(qtbot, lambda: trying.made and trying.made.typed == {"pair": ""} | typed)
    assert trying.made is not None
    assert trying.made.prediction is not None
    return page, trying.made.prediction


def _exported(window: MainWindow, qtbot: QtBot) -> None:
    """Export the model; its certificate says that it marks the same."""
    press(window, Qt.Key.Key_6)
    assert window.page is not None
    assert window.page.key == "export"
    click(qtbot, window.page, "Start export")
    wait(qtbot, lambda: window.sidebar.state("export") in (StepState.DONE, StepState.ATTENTION), 300)
    export = next(run for run in window.session.runs.values() if run.job.type == "export")
    assert export.status is RunStatus.FINISHED
    first = export.result["certificates"][0]
    assert (first["variant"], first["passed"]) == ("float32", True)
    assert json.loads(Path(export.result["folder"], "labels.json").read_text("utf-8"))
