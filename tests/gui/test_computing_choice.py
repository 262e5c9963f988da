"""Choosing what a training computes with: cards to tick, or a number of processes where there are none."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSpinBox
from pytestqt.qtbot import QtBot

from ptstudio.app.pages.train import TrainPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.computing_choice import ComputingChoice
from ptstudio.core.jobs import TrainJob
from ptstudio.core.machine import Device
from ptstudio.core.project import Project
from tests.helpers.windows import MACHINE, dataset

CARD = Device(kind="cuda", title="Example card", memory_mb=24_000)
TWO_CARDS = MACHINE.model_copy(update={"devices": (*MACHINE.devices, CARD, CARD)})


@pytest.fixture
def choice(qtbot: QtBot) -> ComputingChoice:
    made = ComputingChoice()
    qtbot.addWidget(made)
    made.resize(700, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


def type_into(box: QSpinBox, text: str) -> None:
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def tick(choice: ComputingChoice, number: int) -> None:
    box = choice.cards[number]
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


class TestWithoutCards:
    def test_it_offers_processes_and_says_what_they_are_good_for(self, choice: ComputingChoice, qtbot: QtBot) -> None:
        choice.show_choice(MACHINE, 1, ())
        assert choice.processes.isVisible()
        assert choice.processes.suffix() == " process"
        assert "all 8 processor cores" in choice._words.text()
        with qtbot.waitSignal(choice.edited) as edited:
            type_into(choice.processes, "2")
        assert edited.args == [2, ()]

    def test_an_apple_processor_cannot_be_shared_and_that_is_said(self, choice: ComputingChoice) -> None:
        apple = MACHINE.model_copy(update={"devices": (*MACHINE.devices, Device(kind="mps", title="Apple"))})
        choice.show_choice(apple, 1, ())
        assert not choice.processes.isEnabled()
        assert "cannot be shared" in choice._words.text()


class TestWithCards:
    def test_cards_are_ticked(self, choice: ComputingChoice, qtbot: QtBot) -> None:
        choice.show_choice(TWO_CARDS, 1, ())
        assert [box.text() for box in choice.cards] == ["0: Example card, 24.0 GB", "1: Example card, 24.0 GB"]
        assert [box.isChecked() for box in choice.cards] == [True, False]
        assert not choice.processes.isVisible()
        with qtbot.waitSignal(choice.edited) as edited:
            tick(choice, 1)
        assert edited.args == [2, (0, 1)]

    def test_another_card_than_the_first_can_be_the_only_one(self, choice: ComputingChoice, qtbot: QtBot) -> None:
        choice.show_choice(TWO_CARDS, 2, (0, 1))
        with qtbot.waitSignal(choice.edited) as edited:
            tick(choice, 0)
        assert edited.args == [1, (1,)]

    def test_at_least_one_card_stays_chosen(self, choice: ComputingChoice, qtbot: QtBot) -> None:
        choice.show_choice(TWO_CARDS, 1, ())
        with qtbot.waitSignal(choice.edited) as edited:
            tick(choice, 0)
        assert edited.args == [1, ()]

    def test_where_there_is_one_there_is_nothing_to_choose(self, choice: ComputingChoice) -> None:
        choice.show_choice(MACHINE.model_copy(update={"devices": (*MACHINE.devices, CARD)}), 1, ())
        assert [box.isEnabled() for box in choice.cards] == [False]
        assert "There is one graphics card" in choice._words.text()

    def test_another_machine_has_other_cards(self, choice: ComputingChoice) -> None:
        choice.show_choice(TWO_CARDS, 1, ())
        choice.show_choice(MACHINE, 1, ())
        assert choice.cards == []
        assert choice.processes.isVisible()


class TestOnTheTrainPage:
    @pytest.fixture
    def page(self, session: Session, qtbot: QtBot, tmp_path: Path) -> TrainPage:
        project = Project.create(tmp_path / "fresh")
        dataset(project)
        session.open_project(project.folder)
        made = TrainPage(session)
        qtbot.addWidget(made)
        made.resize(1100, 800)
        made.show()
        qtbot.waitExposed(made)
        QTest.mouseClick(made.setup.every, Qt.MouseButton.LeftButton)
        return made

    def test_the_choice_is_in_the_job_and_in_the_command(self, page: TrainPage) -> None:
        assert page.setup.computing.isVisible()
        type_into(page.setup.computing.processes, "2")
        job = page.setup.job()
        assert isinstance(job, TrainJob)
        assert (job.processes, job.cards) == (2, ())
        assert job.command.endswith("--processes 2")
        assert page.setup.computing.processes.suffix() == " processes"

    def test_settings_and_presets_leave_it_alone(self, page: TrainPage) -> None:
        page.session.choose_computing(2, (0, 1))
        page.session.choose_settings("quick", {"seed": 3})
        job = page.setup.job()
        assert isinstance(job, TrainJob)
        assert (job.processes, job.cards, job.preset) == (2, (0, 1), "quick")
        assert "--cards 0,1" in str(page.command())
