"""“Which model suits my data?”: what it asks, shows and chooses; with a scripted worker, and once with the real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from ptstudio.app.change import Change, Topic
from ptstudio.app.pages._model_ranking import ModelRanking
from ptstudio.app.pages.model import ModelPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.ranking_view import RankingView
from ptstudio.core.events import RunFinished, RunStarted
from ptstudio.core.folders import library_folder
from ptstudio.core.jobs import RankJob
from ptstudio.core.project import Project
from ptstudio.core.ranking import LeftOutModel
from ptstudio.core.run import Run, RunStatus
from tests.helpers.hands import click, press
from tests.helpers.pretrained import model, put_into
from tests.helpers.projects import coloured_project
from tests.helpers.rankings import TASK, ranked, ranking
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import write_events

RANKS = """
from tests.helpers.rankings import ranked, ranking
tell(StageChanged(stage="rank", title="Trying Oak (1 of 2)"))
tell(StepEnded(stage="rank", done=30, total=120, remaining_s=12.0))
while not (folder / "go").exists() and not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
if (folder / "requests.jsonl").exists():
    tell(RunStopped(message="Stopped."))
else:
    found = ranking(ranked("oak", 0.9, 9), ranked("starter", 0.88, 3))
    tell(RunFinished(result=found.model_dump(mode="json")))
"""
REFUSES = "tell(RunFailed(message='No model could be tried.', hint='Add another one.', details='where'))"
DATASET = "rubbish/0002"


@contextmanager
def shown_page(session: Session, qtbot: QtBot) -> Iterator[ModelPage]:
    made = ModelPage(session)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    qtbot.waitUntil(lambda: bool(made.browser.shown_keys()), timeout=20_000)
    yield made
    made.suits.close()
    made.close()


@pytest.fixture
def page(opened: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelPage]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    put_into(library_folder(), model(key="oak", title="Oak"))
    with shown_page(opened, qtbot) as made:
        yield made


def opened_dialog(page: ModelPage) -> ModelRanking:
    click(page.which)
    QApplication.processEvents()
    return page.suits


def view_of(dialog: ModelRanking) -> RankingView:
    assert dialog.view is not None
    return dialog.view


def texts_of(dialog: ModelRanking) -> str:
    QApplication.processEvents()
    return " | ".join(part.text() for part in dialog.findChildren(QLabel) if part.isVisible()).replace("\xa0", " ")


def with_ranking(session: Session, left_out: tuple[LeftOutModel, ...] = ()) -> Path:
    """Have a ranking in the project, as an earlier window left it."""
    assert session.project is not None
    folder = session.project.new_run(RankJob(task=TASK, dataset=DATASET))
    found = ranking(ranked("oak", 0.9, 9), ranked("starter", 0.88, 3), left_out=left_out)
    write_events(folder, [RunStarted(pid=1), RunFinished(result=found.model_dump(mode="json"))])
    session.refresh()
    return folder


def running(session: Session) -> Run:
    return next(run for run in session.runs.values() if isinstance(run.job, RankJob))


def test_it_says_what_will_happen_and_tries_what_is_ticked(page: ModelPage) -> None:
    dialog = opened_dialog(page)
    said = texts_of(dialog)
    assert "Nothing is trained, and the samples for validation and test stay unseen." in said
    assert "This takes less than a minute." in said
    assert set(dialog.choice.ticked) == {"starter", "oak"}
    click(dialog.copy)
    assert QGuiApplication.clipboard().text().startswith("ptstudio models rank --data ")
    click(dialog.choice.buttons.none)
    assert not dialog.start.isEnabled()
    assert "Tick at least one model." in texts_of(dialog)
    press(dialog.choice.table, Qt.Key.Key_Space)
    assert len(dialog.choice.ticked) == 1
    assert dialog.start.isEnabled()


def test_the_models_ticked_on_the_page_are_those_that_are_tried(page: ModelPage) -> None:
    page.browser.rows.tick("oak", is_wanted=True)
    page.browser.rows.tick("resnet18", is_wanted=True)
    assert opened_dialog(page).choice.ticked == ["oak"]


def test_models_are_tried_ranked_and_one_is_chosen(
    page: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, RANKS)
    dialog = opened_dialog(page)
    click(dialog.start)
    qtbot.waitUntil(lambda: running(opened).progress is not None)
    said = texts_of(dialog)
    assert "Trying Oak (1 of 2) | about 12 s left" in said
    assert "You may close this window meanwhile; it goes on." in said
    assert not dialog.start.isVisible()
    assert not dialog.choice.table.isEnabled()
    (running(opened).folder / "go").touch()
    qtbot.waitUntil(lambda: dialog.view is not None)
    view = view_of(dialog)
    assert view.verdict.text() == "Oak and Starter cannot be told apart on your data; Starter is three times as fast."
    assert view.table.shown_keys() == ["oak", "starter"]
    assert view.key == "starter"
    assert page.browser.rows.place_of("starter").data(Qt.ItemDataRole.AccessibleTextRole).endswith("your data")
    press(view.chart, Qt.Key.Key_Right)
    assert view.table.selected_keys() == ["oak"]
    assert "Oak: 90.0 % (85.0–95.0), 9.0 ms for a picture, a training takes about 4 min" in texts_of(dialog)
    opened.choose_model("starter")
    click(dialog.use)
    assert opened.model == "oak"
    assert not dialog.isVisible()
    assert page.notice.message.text() == "Oak is chosen: your next training starts from it."
    qtbot.waitUntil(lambda: not opened.running())


def test_stop_ends_it_without_a_result(
    page: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, RANKS)
    dialog = opened_dialog(page)
    click(dialog.start)
    qtbot.waitUntil(lambda: running(opened).progress is not None)
    click(dialog.progress.stop)
    qtbot.waitUntil(lambda: running(opened).status is RunStatus.STOPPED)
    assert "Stopped." in texts_of(dialog)
    assert dialog.view is None
    assert dialog.start.isVisible()
    assert not dialog.progress.isVisible()


def test_a_failure_says_why_and_can_be_tried_again(
    page: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, REFUSES)
    dialog = opened_dialog(page)
    click(dialog.start)
    qtbot.waitUntil(lambda: running(opened).status is RunStatus.FAILED)
    assert dialog.notice.message.text() == "No model could be tried."
    assert dialog.notice.hint.text() == "Add another one."
    assert dialog.start.isVisible()


def test_what_was_found_out_earlier_is_shown_again_and_can_be_measured_anew(page: ModelPage, opened: Session) -> None:
    left_out = LeftOutModel(key="swin", title="Swin", reason="It is damaged.", hint="Add it again.")
    folder = with_ranking(opened, (left_out,))
    dialog = opened_dialog(page)
    said = texts_of(dialog)
    assert "Found out with your 60 training pictures in 16 s" in said
    assert "Left out: Swin. It is damaged. Add it again." in said
    click(dialog.copy)
    assert QGuiApplication.clipboard().text().endswith(f"datasets/{DATASET}")
    click(dialog.again)
    assert dialog.start.isVisible()
    click(dialog.choice.buttons.none)
    press(dialog.choice.table, Qt.Key.Key_Space)
    click(dialog.copy)
    assert QGuiApplication.clipboard().text().startswith(f"ptstudio models rank {dialog.choice.ticked[0]} --data ")
    click(dialog.back)
    assert view_of(dialog).isVisible()
    opened.choose_revision("rubbish/0001")
    assert not view_of(dialog).isVisible()
    assert dialog.start.isVisible()
    assert folder in opened.runs


def test_chart_and_figures_are_saved(
    page: ModelPage, opened: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_ranking(opened)
    view = view_of(opened_dialog(page))
    names = iter([str(tmp_path / "chart.png"), str(tmp_path / "figures.csv")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (next(names), ""))
    click(view.picture)
    click(view.figures)
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    head, first, _ = (tmp_path / "figures.csv").read_text().splitlines()
    assert head.startswith("model,title,accuracy,accuracy_low,accuracy_high,")
    assert first.startswith("oak,Oak,0.9,0.85,0.95")


def test_the_chart_is_read_aloud_and_picked_from(page: ModelPage, opened: Session) -> None:
    with_ranking(opened)
    dialog = opened_dialog(page)
    view = view_of(dialog)
    said = view.chart.accessibleDescription().replace("\xa0", " ")
    assert "Starter: Accuracy 88.0 % (83.0–93.0), 3.0 ms, recommended" in said
    assert said.endswith("a guess: 25.0 %")
    click(view.chart, view.chart.place_of("oak").toPoint())
    assert view.key == "oak"
    view.costs.chosen.emit("quick")
    assert "9 s" in view.chart.accessibleDescription()
    assert view.chart.accessibleName() == "Accuracy against Training: Quick"


def test_a_model_that_is_gone_cannot_be_used(page: ModelPage, opened: Session) -> None:
    assert opened.project is not None
    folder = opened.project.new_run(RankJob(task=TASK, dataset=DATASET))
    found = ranking(ranked("gone", 0.9, 9), ranked("starter", 0.5, 3))
    write_events(folder, [RunStarted(pid=1), RunFinished(result=found.model_dump(mode="json"))])
    opened.refresh()
    dialog = opened_dialog(page)
    assert not dialog.use.isEnabled()
    assert "1 model on this machine was not tried." in texts_of(dialog)
    view_of(dialog).select("starter")
    assert dialog.use.isEnabled()


def test_without_data_it_says_to_import_some(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    session.open_project(tmp_path / "new", is_new=True)
    with shown_page(session, qtbot) as page:
        dialog = opened_dialog(page)
        assert "Import data first." in texts_of(dialog)
        assert not dialog.start.isVisible()


def test_a_project_that_is_only_looked_at_tries_nothing(page: ModelPage, opened: Session) -> None:
    opened.is_read_only = True
    dialog = opened_dialog(page)
    assert "Compare the models in the other window." in texts_of(dialog)
    assert not dialog.start.isVisible()


def test_the_real_worker_ranks_the_starter(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    project, _ = coloured_project(tmp_path)
    session.open_project(Project.open(project.folder).folder)
    with shown_page(session, qtbot) as page:
        dialog = opened_dialog(page)
        click(dialog.start)
        qtbot.waitUntil(lambda: dialog.view is not None, timeout=120_000)
        view = view_of(dialog)
        assert view.verdict.text() == "Only Starter was tried, so there is nothing to compare it with."
        assert view.model.estimate.value > 0.4  # a guess reaches a third
        click(dialog.use)
        assert session.model == "starter"
        qtbot.waitUntil(lambda: not session.running(), timeout=20_000)


def test_nothing_is_offered_where_models_cannot_be_ranked(page: ModelPage) -> None:
    assert page.which.isVisibleTo(page)
    page.session.task = "token-classification"
    page.update_for(Change(Topic.DATA))
    assert not page.which.isVisibleTo(page)
