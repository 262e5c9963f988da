"""“Find good settings”, as a person uses it: rates tested, settings searched, folds, from the Train and Runs pages."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.pages import _folds_dialog
from ptstudio.app.pages._finding_opening import open_finding
from ptstudio.app.pages._finding_start import FindingStart
from ptstudio.app.pages._folds_dialog import FoldsDialog
from ptstudio.app.pages._rates_dialog import RatesDialog
from ptstudio.app.pages._trials_dialog import TrialsDialog
from ptstudio.app.pages.runs import RunsPage
from ptstudio.app.pages.train import TrainPage
from ptstudio.app.run_command import command_of
from ptstudio.app.session import Session
from ptstudio.core.jobs import CrossValidateJob, TrainJob, TuneJob
from ptstudio.core.project import Project
from ptstudio.core.requests import Stop
from tests.helpers import findings
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import dataset

D = TypeVar("D", bound=QDialog)
WAITS = """
while not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
tell(RunStopped(message="Stopped.", can_resume=True))
"""


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def open_dialog(parent: QWidget, kind: type[D]) -> D:
    (found,) = [dialog for dialog in parent.findChildren(kind) if dialog.isVisible()]
    return found


@pytest.fixture
def data(session: Session, tmp_path: Path) -> Project:
    """A project with data and nothing done, open in the session."""
    project = Project.create(tmp_path / "project")
    dataset(project)
    session.open_project(project.folder)
    return project


@pytest.fixture
def page(session: Session, data: Project, qtbot: QtBot) -> TrainPage:
    assert session.project == data
    made = TrainPage(session)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def finished(folder: Path) -> str:
    """A script that tells what an earlier run told."""
    lines = [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()[1:]]
    return (
        f"from ptstudio.core.events import read_event\nfor line in {lines!r}:\n    tell(read_event(json.dumps(line)))\n"
    )


def script_of(project: Project, put: Callable[[Project], Path]) -> str:
    folder = put(project)
    script = "import json\n" + finished(folder)
    project.discard_run(folder)
    return script


class TestRates:
    def test_a_test_is_shown_and_its_rate_used(
        self, page: TrainPage, data: Project, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        script_worker(tmp_path, monkeypatch, script_of(data, findings.put_rate_test))
        part = page.setup.finding
        part.test_rates.trigger()
        dialog = open_dialog(part, RatesDialog)
        qtbot.waitUntil(dialog.use_it.isVisible, timeout=10_000)
        suggestion = findings.rate_test().suggestion
        assert suggestion is not None
        assert "Suggested: " in dialog.verdict.text()
        ((xs, ys),) = dialog.chart.plot.curves
        assert len(xs) == len(ys) == len(findings.rate_points())
        assert xs[0] == 0
        assert dialog.chart.plot.range[1] == pytest.approx(7, abs=0.2)
        qtbot.waitUntil(lambda: not page.session.is_running())
        click(dialog.use_it)
        assert dict(page.session.draft.settings) == {"head_learning_rate": suggestion}
        assert page.setup.form.rows["head_learning_rate"].input.value() == pytest.approx(suggestion)
        assert "suggests a learning rate" in part.words.text()

    def test_a_test_that_says_nothing_offers_nothing(self, session: Session, data: Project, parent: QWidget) -> None:
        flat = tuple(point.model_copy(update={"loss": 1.8}) for point in findings.rate_points())
        folder = findings.put_rate_test(data, findings.rate_test(flat))
        session.refresh()
        open_finding(session, folder, parent)
        dialog = open_dialog(parent, RatesDialog)
        assert not dialog.use_it.isVisible()
        assert dialog.verdict.text() == "No rate stands out"
        assert "keep the rate as it is" in dialog.reason.text()

    def test_arrow_keys_read_the_curve(self, session: Session, data: Project, parent: QWidget) -> None:
        folder = findings.put_rate_test(data)
        session.refresh()
        open_finding(session, folder, parent)
        dialog = open_dialog(parent, RatesDialog)
        QTest.keyClick(dialog.chart.plot.widget, Qt.Key.Key_Right)
        assert dialog.chart.place.text() == "Learning rate 0.000001"


class TestSearch:
    def test_minutes_are_asked_and_trials_come_in(
        self, page: TrainPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tells = "".join(f"tell(read_event({trial.to_line()!r}))\n" for trial in findings.trials(3))
        step = "tell(StepEnded(stage='tune', done=3, total=40, remaining_s=120.0))\n"
        script_worker(tmp_path, monkeypatch, tells + step + WAITS)
        part = page.setup.finding
        part.search.trigger()
        asked = open_dialog(part, FindingStart)
        assert asked.number.value() == 10
        asked.number.setValue(3)
        click(asked.start)
        dialog = open_dialog(part, TrialsDialog)
        qtbot.waitUntil(lambda: len(dialog.table.shown_keys()) == 3, timeout=10_000)
        qtbot.waitUntil(part.progress.isVisible)
        best = max(findings.trials(3), key=lambda trial: trial.value or 0)
        assert best.number > 1
        qtbot.waitUntil(lambda: dialog.table.selected_keys() == [str(best.number)])
        (run,) = page.session.running()
        assert isinstance(run.job, TuneJob)
        assert run.job.minutes == 3
        assert not part.menu.isEnabled()
        assert not dialog.train.isEnabled(), "one thing at a time"
        qtbot.waitUntil(lambda: "3 of 40" in dialog.progress._words.text())
        click(dialog.progress.stop)
        qtbot.waitUntil(lambda: not page.session.is_running(), timeout=10_000)
        qtbot.waitUntil(lambda: "stopped" in dialog.notice.message.text())
        assert dialog.use_it.isEnabled(), "what was found so far can be used"

    def test_what_ended_while_another_page_was_in_view_is_shown_as_it_is(
        self, page: TrainPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        script_worker(tmp_path, monkeypatch, WAITS)
        part = page.setup.finding
        part.test_rates.trigger()
        open_dialog(part, RatesDialog).reject()
        qtbot.waitUntil(part.progress.isVisible)
        page.hide()
        (run,) = page.session.running()
        page.session.ask(run.folder, Stop())
        qtbot.waitUntil(lambda: not page.session.is_running(), timeout=10_000)
        page.show()
        qtbot.waitUntil(part.menu.isEnabled)
        assert not part.progress.isVisible()

    def test_the_best_is_marked_and_can_be_used(self, session: Session, data: Project, parent: QWidget) -> None:
        folder = findings.put_search(data)
        session.refresh()
        opened = open_finding(session, folder, parent)
        dialog = open_dialog(parent, TrialsDialog)
        assert opened is dialog
        trials = findings.trials()
        best = max((trial for trial in trials if trial.value is not None), key=lambda trial: trial.value or 0)
        assert dialog.table.shown_keys()[0] == dialog.table.selected_keys()[0] == str(best.number)
        assert dialog.table.texts(str(best.number))[2] == "best"
        assert dialog.table.texts("1")[0] == "1 (as it was)"
        assert dialog.table.texts("1")[4] == "automatic"
        assert f"Trial {best.number} did best" in dialog.verdict.text()
        assert "looks better than it is" in dialog.reason.text()
        assert "What learns" in dialog.tried.text()
        click(dialog.use_it)
        drafted = dict(session.draft.settings)
        assert drafted
        assert drafted.items() <= best.settings.items(), "what is as the preset says is no difference"

    def test_another_trial_can_be_chosen_and_a_failed_one_cannot(
        self, session: Session, data: Project, parent: QWidget
    ) -> None:
        folder = findings.put_search(data)
        session.refresh()
        open_finding(session, folder, parent)
        dialog = open_dialog(parent, TrialsDialog)
        dialog.table.select(["5"])
        assert not dialog.use_it.isEnabled()
        dialog.table.select(["7"])
        click(dialog.use_it)
        assert dict(session.draft.settings)["warmup"] == findings.trials()[6].settings["warmup"]

    def test_the_best_is_trained_from_the_dialog(
        self, session: Session, data: Project, parent: QWidget, qtbot: QtBot, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        script_worker(tmp_path, monkeypatch, "tell(RunFinished(result={}))")
        folder = findings.put_search(data)
        session.refresh()
        open_finding(session, folder, parent)
        click(open_dialog(parent, TrialsDialog).train)
        qtbot.waitUntil(lambda: not session.is_running(), timeout=10_000)
        (training,) = session.trainings()
        job = session.runs[training].job
        assert isinstance(job, TrainJob)
        assert job.settings.keys() == findings.trials(1)[0].settings.keys()

    def test_a_stopped_search_goes_on(
        self, session: Session, data: Project, parent: QWidget, qtbot: QtBot, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        script_worker(tmp_path, monkeypatch, "tell(RunFinished(result={}))")
        folder = findings.put_search(data, 6, is_stopped=True)
        session.refresh()
        open_finding(session, folder, parent)
        dialog = open_dialog(parent, TrialsDialog)
        assert dialog.go_on.isVisible()
        click(dialog.go_on)
        qtbot.waitUntil(lambda: not session.is_running(), timeout=10_000)
        qtbot.waitUntil(lambda: not dialog.go_on.isVisible())
        assert session.shown is None, "a search is no training to be shown"


class TestFolds:
    def test_folds_are_asked_and_shown(
        self, page: TrainPage, data: Project, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        script_worker(tmp_path, monkeypatch, script_of(data, findings.put_folds))
        part = page.setup.finding
        part.validate.trigger()
        click(open_dialog(part, FindingStart).start)
        dialog = open_dialog(part, FoldsDialog)
        qtbot.waitUntil(dialog.save.isVisible, timeout=10_000)
        qtbot.waitUntil(lambda: not page.session.is_running())
        (job,) = [run.job for run in page.session.runs.values() if isinstance(run.job, CrossValidateJob)]
        assert (job.training, job.folds) == (page.setup.job(), 5)
        model = dialog.table.model()
        assert model.rowCount() == 6
        assert model.index(5, 0).data() == "Mean ± spread"
        assert "±" in model.index(5, 2).data()
        qtbot.waitUntil(lambda: "±" in part.words.text())

    def test_predictions_are_saved_where_a_person_wants_them(
        self, session: Session, data: Project, parent: QWidget, qtbot: QtBot, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        target = tmp_path / "mine.csv"
        monkeypatch.setattr(_folds_dialog, "choose_new_file", lambda *_: target)
        folder = findings.put_folds(data)
        session.refresh()
        open_finding(session, folder, parent)
        dialog = open_dialog(parent, FoldsDialog)
        click(dialog.save)
        qtbot.waitUntil(dialog.notice.isVisible)
        assert target.read_bytes() == (folder / "predictions.csv").read_bytes()
        assert "mine.csv" in dialog.notice.message.text()


class TestLater:
    def test_the_train_page_tells_the_newest_and_shows_it_again(
        self, session: Session, data: Project, page: TrainPage
    ) -> None:
        part = page.setup.finding
        assert not part.show_last.isVisible()
        findings.put_rate_test(data)
        session.close_project()
        session.open_project(data.folder)
        assert "suggests a learning rate" in part.words.text()
        click(part.show_last)
        assert open_dialog(part, RatesDialog).use_it.isVisible()

    def test_the_runs_page_opens_each_again(self, session: Session, data: Project, qtbot: QtBot) -> None:
        folders = {RatesDialog: findings.put_rate_test(data), TrialsDialog: findings.put_search(data),
                   FoldsDialog: findings.put_folds(data)}  # fmt: skip
        session.refresh()
        runs = RunsPage(session)
        qtbot.addWidget(runs)
        runs.resize(1100, 800)
        runs.show()
        for kind, folder in folders.items():
            runs.table.select([str(folder)])
            assert runs.primary is not None
            click(runs.primary)
            open_dialog(runs, kind).reject()

    def test_another_project_closes_what_is_open(self, session: Session, data: Project, parent: QWidget) -> None:
        folder = findings.put_search(data)
        session.refresh()
        dialog = open_finding(session, folder, parent)
        assert dialog is not None
        session.close_project()
        assert not dialog.isVisible()

    def test_a_read_only_project_can_only_be_looked_at(
        self, session: Session, data: Project, parent: QWidget, page: TrainPage
    ) -> None:
        folder = findings.put_search(data)
        session.refresh()
        session.is_read_only = True
        page.setup.finding.redraw()
        assert not page.setup.finding.menu.isEnabled()
        open_finding(session, folder, parent)
        dialog = open_dialog(parent, TrialsDialog)
        assert not dialog.use_it.isEnabled()
        assert not dialog.train.isEnabled()


def test_jobs_have_a_command(data: Project, session: Session) -> None:
    folder = findings.put_search(data)
    session.refresh()
    command = command_of(session.runs[folder], data)
    assert command.startswith("ptstudio tune --data ")
    assert command.endswith("--preset balanced --minutes 10")
    rates = findings.put_rate_test(data)
    session.refresh()
    assert command_of(session.runs[rates], data).startswith("ptstudio rate-test --data ")
