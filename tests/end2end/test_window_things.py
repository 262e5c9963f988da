"""The whole way in the real window with real workers for pictures with things in them: from boxes to an export."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages._evaluate_found import BoxClassCard, BoxErrorCard, ThresholdCard
from ptstudio.app.pages._evaluate_placed import BoxMistakesCard
from ptstudio.app.pages.data import DataPage
from ptstudio.app.pages.evaluate import EvaluatePage
from ptstudio.app.pages.start import StartPage
from ptstudio.app.pages.train import TrainPage
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.widgets.found_view import FoundView
from ptstudio.app.widgets.sidebar import StepState
from ptstudio.core.jobs import SettingValue
from ptstudio.core.prediction import Boxes
from ptstudio.core.run import RunStatus
from tests.end2end.test_window import click, opened_window, press, wait
from tests.helpers.things import KINDS, pictures_of_things
from tests.helpers.window_ends import put_away

SMALL: dict[str, SettingValue] = {
    "design": "fcos",
    "image_px": 64,
    "batch_size": 4,
    "head_epochs": 2,
    "epochs": 15,
    "augment": False,
}


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    made = opened_window()
    yield made
    put_away(qapp, made)


def test_things_are_learned_from_pictures_with_boxes(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """Dropped on the start page, looked at, learned from, measured, tried and exported."""
    data, session = pictures_of_things(tmp_path / "berries", 24), window.session
    _import(window, qtbot, data)
    assert session.task == "object-detection"
    assert session.revision is not None
    assert session.revision.classes == tuple(sorted(KINDS))
    _train(window, qtbot)
    _compared_with_scratch(window, qtbot)
    _evaluated(window)
    said = _tried(window, qtbot, pictures_of_things(tmp_path / "new", 1, seed=9) / "JPEGImages" / "9-0.png")
    assert (said.width, said.height) == (80, 60)
    assert said.boxes
    _exported(window, qtbot)


def _import(window: MainWindow, qtbot: QtBot, data: Path) -> None:
    page = window.page
    assert isinstance(page, StartPage)
    page.receive([data])
    wait(qtbot, lambda: window.session.project is not None)
    page_of_data = window.page
    assert isinstance(page_of_data, DataPage)
    wizard = page_of_data.wizard
    assert wizard is not None
    for _ in range(3):
        click(qtbot, wizard, "Next")
    wait(qtbot, lambda: wizard.bench.trial.outcome is not None)
    click(qtbot, wizard, "Import")
    wait(qtbot, lambda: window.session.revision is not None)
    page_of_data.grab()
    window.activateWindow()  # as every desktop does once a dialog has gone


def _train(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert window.page is not None
    click(qtbot, window.page, "Choose a model")
    wait(qtbot, lambda: session.model == "starter")
    click(qtbot, window.page, "Go on to training")
    session.choose_settings("balanced", SMALL)
    click(qtbot, window.page, "Start training")
    wait(qtbot, lambda: session.shown_run and session.shown_run.final, 300)
    assert session.shown_run is not None
    assert session.shown_run.status is RunStatus.FINISHED


def _compared_with_scratch(window: MainWindow, qtbot: QtBot) -> None:
    """The same network from random weights, its curve over that of the pretrained one; which is shown again then."""
    session, page = window.session, window.page
    assert isinstance(page, TrainPage)
    pretrained = session.shown
    assert pretrained is not None
    click(qtbot, page, "From scratch, for comparison")
    wait(qtbot, lambda: session.shown != pretrained and session.shown_run and session.shown_run.final, 300)
    assert session.shown_run is not None
    assert session.shown_run.status is RunStatus.FINISHED
    session.show_run(pretrained)
    quality = page.progress.charts.quality
    wait(qtbot, lambda: len(quality.shown_names) == 2)
    assert quality.shown_names == ("Average precision (mAP)", "Average precision (mAP), from scratch")


def _evaluated(window: MainWindow) -> None:
    press(window, Qt.Key.Key_4)
    page = window.page
    assert isinstance(page, EvaluatePage)
    page.grab()
    kinds = {type(card) for card in page.view.cards}
    assert {BoxClassCard, ThresholdCard, BoxErrorCard, BoxMistakesCard} <= kinds


def _tried(window: MainWindow, qtbot: QtBot, picture: Path) -> Boxes:
    press(window, Qt.Key.Key_5)
    page = window.page
    assert isinstance(page, TryOutPage)
    page.receive([picture])
    history = page.trying.history
    wait(qtbot, lambda: history.entries and not history.unanswered)
    (view,) = page.findChildren(FoundView)
    assert view.accessibleName().startswith("Found: ")
    made = history.entries[0].made
    assert made is not None
    assert isinstance(made.prediction, Boxes)
    return made.prediction


def _exported(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_6)
    assert window.page is not None
    click(qtbot, window.page, "Start export")
    wait(qtbot, lambda: window.sidebar.state("export") in (StepState.DONE, StepState.ATTENTION), 300)
    export = next(run for run in window.session.runs.values() if run.job.type == "export")
    assert export.status is RunStatus.FINISHED
    first = export.result["certificates"][0]
    assert (first["variant"], first["passed"]) == ("float32", True), (first["reasons"], first["agreement"])
    assert json.loads(Path(export.result["folder"], "labels.json").read_text("utf-8")) == sorted(KINDS)
