"""Trainings done again from the runs page, laid over each other, and put side by side."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ptstudio.app.pages.runs import RunsPage
from ptstudio.app.pages.train import TrainPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.comparison_dialog import ComparisonDialog
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from ptstudio.core.provenance import keep_provenance
from ptstudio.core.run import RunStatus
from tests.helpers.provenances import provenance
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import training

FINISHES = """
figures = {"test": {"accuracy": {"value": 0.5, "low": 0.4, "high": 0.6}}}
tell(ChoiceMade(choice={"name": "repeatability", "value": "exact", "reason": "It comes out the same, bit for bit."}))
tell(EpochEnded(epoch=1, epochs=1, phase="head", train_loss=1, validation_loss=1, metrics={"accuracy": 0.5},
                learning_rate=0.1, seconds=1, samples_per_s=1, is_best=True))
tell(RunFinished(result={"metrics": figures}))
"""


@pytest.fixture
def page(opened: Session, qtbot: QtBot) -> RunsPage:
    made = RunsPage(opened)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    return made


def trainings(page: RunsPage) -> list[Path]:
    return [run.folder for run in page.runs() if isinstance(run.job, TrainJob)]


def dialog_of(page: RunsPage, qtbot: QtBot) -> ComparisonDialog:
    qtbot.waitUntil(lambda: page.window().findChild(ComparisonDialog) is not None, timeout=20_000)
    dialog = page.window().findChild(ComparisonDialog)
    assert isinstance(dialog, ComparisonDialog)
    return dialog


def shown(dialog: ComparisonDialog) -> list[str]:
    return [text.text() for text in dialog.findChildren(QLabel) if text.isVisible()]


def test_the_same_again_names_what_it_repeats(
    page: RunsPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, FINISHES)
    source = trainings(page)[0]
    page.table.select([str(source)])
    with qtbot.waitSignal(page.leave_for) as left:
        page.deeds.trigger("again")
    assert left.args == ["train"]
    again = opened.trainings()[-1]
    job = json.loads((again / "job.json").read_bytes())
    assert job["repeats"] == source.name
    assert job["held_to"]["batch_size"] == 32
    qtbot.waitUntil(lambda: opened.runs[again].status is RunStatus.FINISHED, timeout=20_000)
    qtbot.waitUntil(lambda: not opened.is_followed(again), timeout=20_000)
    page.table.select([str(again)])
    assert page.table.texts(str(again))["repeats"] == f"train {source.name[-4:]}"
    assert page.details.repeatable.text() == "Done again: It comes out the same, bit for bit."


def test_at_the_end_of_a_repeat_both_stand_side_by_side(
    page: RunsPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, FINISHES)
    source = trainings(page)[0]
    page.table.select([str(source)])
    page.deeds.trigger("again_compare")
    dialog = dialog_of(page, qtbot)
    words = " ".join(shown(dialog))
    assert f"A: train {source.name[-4:]}" in words
    dialog.accept()
    qtbot.waitUntil(lambda: not opened.running(), timeout=20_000)


def test_what_is_to_be_changed_is_put_into_the_form(
    page: RunsPage, opened: Session, project: Project, qtbot: QtBot
) -> None:
    train = TrainPage(opened)
    qtbot.addWidget(train)
    train.show()
    assert train.progress_tab.isChecked()
    source = training(project, seed=7, patience=3)
    opened.refresh()
    opened.choose_settings("quick", {})
    page.table.select([str(source)])
    with qtbot.waitSignal(page.leave_for) as left:
        page.deeds.trigger("change")
    assert left.args == ["train"]
    assert (opened.draft.preset, dict(opened.draft.settings)) == ("balanced", {"seed": 7, "patience": 3})
    assert train.setup_tab.isChecked()
    assert train.setup.isVisible()
    train.close()


def test_the_curves_of_the_selected_are_laid_over_each_other(page: RunsPage) -> None:
    keys = [str(folder) for folder in trainings(page)]
    page.table.select(keys[:1])
    assert len(page.curves.loss.plot.curves) == 1
    page.table.select(keys)
    assert sorted(len(xs) for xs, _ in page.curves.loss.plot.curves) == [12, 20]
    assert page.curves.quality.title.text() == "Accuracy"
    page.curves.metrics.chosen.emit("log_loss")
    assert page.curves.quality.title.text() == "Log loss"
    assert f"train {keys[0][-4:]}" in page.curves.loss.legend.accessibleName()
    page.curves.loss.pointed.emit(5.0)
    assert page.curves.quality.place.text() == "epoch 5"
    imported = next(key for key in page.table.shown_keys() if key not in keys)
    page.table.select([imported])
    assert not page.curves.isVisible()


def test_more_than_two_are_put_side_by_side(page: RunsPage, opened: Session, project: Project, qtbot: QtBot) -> None:
    training(project, seed=3)
    opened.refresh()
    for number, folder in enumerate(trainings(page)):
        keep_provenance(provenance(threads=number + 1), folder)
    page.table.select([str(folder) for folder in trainings(page)])
    page.deeds.trigger("compare")
    dialog = dialog_of(page, qtbot)
    words = shown(dialog)
    assert [word[:2] for word in words if word[1:3] == ": "][:3] == ["A:", "B:", "C:"]
    assert "Threads" in words
    assert "Processor" not in words
    dialog.accept()


def test_what_a_training_depends_on_is_shown(page: RunsPage, qtbot: QtBot) -> None:
    folder = trainings(page)[0]
    keep_provenance(provenance(packages={"torch": "2.15.0"}), folder)
    page.table.select([str(folder)])
    page.deeds.trigger("origin")
    dialog = dialog_of(page, qtbot)
    words = shown(dialog)
    assert dialog.windowTitle() == f"What “train {folder.name[-4:]}” depends on"
    assert {"Batch size", "automatic: 32", "torch", "2.15.0", "Example processor"} <= set(words)
    dialog.accept()


def test_a_report_that_cannot_be_read_is_told(page: RunsPage, qtbot: QtBot) -> None:
    folders = trainings(page)
    (folders[0] / "report.json").write_text("{", encoding="utf-8")
    page.table.select([str(folder) for folder in folders])
    page.deeds.trigger("compare")
    qtbot.waitUntil(page.notice.isVisible, timeout=10_000)
    assert "cannot be read" in page.notice.message.text()
