"""The train page, as a person uses it: choosing, starting, watching, stopping, resuming, comparing."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.train import TrainPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.varied_samples import VariedSamples
from ptstudio.core.events import StepEnded
from ptstudio.core.folders import remember_library
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from ptstudio.core.run import RunStatus
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import dataset, training


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def shown(qtbot: QtBot, session: Session) -> TrainPage:
    page = TrainPage(session)
    qtbot.addWidget(page)
    page.resize(1100, 800)
    page.show()
    qtbot.waitExposed(page)
    return page


@pytest.fixture
def fresh(session: Session, tmp_path: Path) -> Session:
    """A session with data, and nothing trained yet."""
    project = Project.create(tmp_path / "fresh")
    dataset(project)
    session.open_project(project.folder)
    return session


class TestBeforeTheStart:
    def test_without_data_it_says_what_to_do(self, session: Session, qtbot: QtBot, tmp_path: Path) -> None:
        session.open_project(tmp_path / "new", is_new=True)
        page = shown(qtbot, session)
        assert page.primary is not None
        assert not page.primary.isEnabled()
        with qtbot.waitSignal(page.leave_for) as left:
            click(page.way_out)
        assert left.args == ["data"]

    def test_without_weights_it_leads_to_the_models(self, fresh: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, fresh)
        assert page.primary is not None
        assert page.primary.isEnabled()
        fresh.choose_model("resnet50")
        assert not page.primary.isEnabled()
        assert page.empty.isVisible()
        with qtbot.waitSignal(page.leave_for) as left:
            click(page.way_out)
        assert left.args == ["model"]

    def test_weights_that_may_be_on_a_drive_that_is_gone_are_not_called_missing(
        self, fresh: Session, qtbot: QtBot, tmp_path: Path
    ) -> None:
        remember_library(tmp_path / "drive")
        fresh.choose_model("resnet50")
        page = shown(qtbot, fresh)
        assert "is not there now" in page._missing.text()
        assert "Connect the drive" in page._missing_hint.text()

    def test_a_preset_is_a_click_and_part_of_the_command(self, fresh: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, fresh)
        click(page.setup.presets.tiles["thorough"])
        assert fresh.draft.preset == "thorough"
        assert "--preset thorough" in str(page.command())
        assert page.setup.form.rows["epochs"].input.value() == 30

    def test_a_changed_setting_is_marked_told_and_reset(self, fresh: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, fresh)
        click(page.setup.every)
        row = page.setup.form.rows["epochs"]
        box = row.findChild(QSpinBox)
        assert box is not None
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, "7")
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert dict(fresh.draft.settings) == {"epochs": 7}
        assert row.mark.isVisible()
        assert "15" in row.mark.text()
        assert page.setup.differences.text() == "One setting differs from the preset."
        assert "--set epochs=7" in str(page.command())
        click(row.reset)
        assert fresh.draft.settings == ()
        assert not row.mark.isVisible()

    def test_all_is_reset_together(self, fresh: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, fresh)
        fresh.choose_settings("balanced", {"epochs": 3, "seed": 4})
        click(page.setup.every)
        click(page.setup.form.reset_all)
        assert fresh.draft.settings == ()

    def test_what_differs_survives_another_preset_unless_that_says_the_same(self, fresh: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, fresh)
        fresh.choose_settings("balanced", {"epochs": 30, "seed": 4})
        click(page.setup.presets.tiles["thorough"])
        assert dict(fresh.draft.settings) == {"seed": 4}

    def test_from_scratch_shows_its_own_number_of_epochs_and_does_not_call_it_changed(
        self, fresh: Session, qtbot: QtBot
    ) -> None:
        page = shown(qtbot, fresh)
        fresh.choose_settings("balanced", {"from_scratch": True})
        assert page.setup.form.rows["epochs"].input.value() == 60
        assert page.setup.form.summary.text() == "One setting differs from the preset."


PLANS = """
tell(PlanMade(plan={"stages": [{"key": "head", "title": "Learning the new last layer", "seconds": 42}],
    "choices": [{"name": "batch_size", "value": 16, "reason": "It fits."}], "seconds": 42, "memory_mb": 700}))
tell(RunFinished(result={}))
"""


class TestThePlan:
    def planned(self, fresh: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainPage:
        """The page with a plan that was measured."""
        script_worker(tmp_path, monkeypatch, PLANS)
        page = shown(qtbot, fresh)
        click(page.setup.plan.ask)
        qtbot.waitUntil(lambda: "42 s" in page.setup.plan.state.text(), timeout=20_000)
        return page

    def test_it_is_measured_when_asked_for_and_again_when_settings_change(
        self, fresh: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = self.planned(fresh, qtbot, tmp_path, monkeypatch)
        assert not fresh.running()
        script_worker(tmp_path, monkeypatch, PLANS.replace('"seconds": 42', '"seconds": 77'))
        click(page.setup.presets.tiles["quick"])
        qtbot.waitUntil(lambda: "77 s" in page.setup.plan.state.text(), timeout=20_000)
        assert page.primary is not None
        assert page.primary.isEnabled()
        assert fresh.project is not None
        cache = fresh.project.cache_folder()
        qtbot.waitUntil(lambda: not list(cache.iterdir()), timeout=20_000)
        assert fresh.runs == {}

    def test_one_for_other_settings_is_taken_away_while_something_is_under_way(
        self, fresh: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = self.planned(fresh, qtbot, tmp_path, monkeypatch)
        is_asked = 'while not (folder / "requests.jsonl").exists():\n    time.sleep(0.02)\n'
        qtbot.waitUntil(lambda: not fresh.queue.is_busy, timeout=20_000)
        script_worker(tmp_path, monkeypatch, is_asked + 'tell(RunStopped(message="Stopped."))')
        assert page.primary is not None
        click(page.primary)
        qtbot.waitUntil(fresh.is_running, timeout=20_000)
        click(page.setup_tab)
        assert "42 s" in page.setup.plan.state.text(), "it holds for what is shown"
        click(page.setup.presets.tiles["thorough"])
        assert "42 s" not in page.setup.plan.state.text()
        fresh.stop_all()
        qtbot.waitUntil(lambda: not fresh.is_running(), timeout=20_000)

    def test_a_plan_that_cannot_be_made_says_why(
        self, fresh: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        script_worker(tmp_path, monkeypatch, 'tell(RunFailed(message="The memory ran out.", hint="Choose smaller."))')
        page = shown(qtbot, fresh)
        click(page.setup.plan.ask)
        qtbot.waitUntil(lambda: "The memory ran out. Choose smaller." in page.setup.plan.state.text(), timeout=20_000)

    def test_varied_samples_are_shown(
        self, fresh: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        picture = next(tmp_path.glob("rubbish-pictures/*/*.jpg"))
        script_worker(
            tmp_path,
            monkeypatch,
            f"picture = {str(picture)!r}\n"
            "tell(RunFinished(result={'preview': {'type': 'Variations', 'is_varied': True, 'samples': [{'sample': 'a', "
            "'truth': 'glass', 'plain': picture, 'varied': [picture, picture]}]}}))",
        )
        page = shown(qtbot, fresh)
        click(page.setup.preview.ask)
        view = page.setup.preview.view
        assert isinstance(view, VariedSamples)
        qtbot.waitUntil(lambda: len(view.names()) == 3, timeout=20_000)
        assert view.names() == ["glass", "glass, varied 1", "glass, varied 2"]


LEARNS = """
from tests.helpers.windows import training_events
requests = folder / "requests.jsonl"
for event in training_events(5, is_finished=False, planned=9)[1:]:
    tell(event)
told = ""
while True:
    text = requests.read_text() if requests.exists() else ""
    if '"Pause"' in text and told != "paused" and '"Continue"' not in text:
        told = "paused"
        tell(Waiting(reason="Paused."))
    if '"Continue"' in text and told == "paused":
        told = "on"
        tell(StageChanged(stage="last", title="Adjusting the last third of the network"))
    if '"Stop"' in text:
        (folder / "checkpoints" / "epoch-5").mkdir(parents=True, exist_ok=True)
        tell(RunStopped(message="Stopped.", can_resume=True))
        break
    time.sleep(0.05)
"""


class TestWhileItRuns:
    def test_it_is_started_watched_paused_continued_stopped_and_resumed(
        self, fresh: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
        script_worker(tmp_path, monkeypatch, LEARNS)
        page = shown(qtbot, fresh)
        assert page.primary is not None
        click(page.primary)
        progress = page.progress
        assert progress.isVisible()
        assert not page.setup.isVisible()
        assert page.primary.text() == "Add to the queue"
        qtbot.waitUntil(lambda: "Still improving" in progress.state.sentence.text(), timeout=20_000)
        assert progress.charts.isVisible()
        assert len(progress.watch.grid.cells) == 12
        click(progress.state.pause)
        qtbot.waitUntil(lambda: progress.state.sentence.text().startswith("Paused."), timeout=20_000)
        assert progress.state.pause.text() == "Continue"
        click(progress.state.pause)
        qtbot.waitUntil(lambda: progress.state.pause.text() == "Pause", timeout=20_000)
        click(progress.state.stop)
        qtbot.waitUntil(progress.state.resume.isVisible, timeout=20_000)
        assert progress.state.sentence.text().startswith("Stopped. The best epoch is kept: 5")
        assert not progress.state.stop.isVisible()
        qtbot.waitUntil(lambda: page.primary is not None and page.primary.text() == "Start training", timeout=20_000)
        script_worker(tmp_path, monkeypatch, "tell(RunFinished())")
        click(progress.state.resume)
        qtbot.waitUntil(lambda: progress.state.sentence.text().startswith("Finished."), timeout=20_000)
        assert not progress.state.resume.isVisible()
        qtbot.waitUntil(lambda: not fresh.is_running(), timeout=20_000)

    def test_a_worker_that_dies_leaves_a_message_and_a_way_on(
        self, fresh: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dies = '(folder / "checkpoints" / "epoch-1").mkdir(parents=True)\nos.kill(os.getpid(), signal.SIGKILL)'
        script_worker(tmp_path, monkeypatch, dies)
        page = shown(qtbot, fresh)
        assert page.primary is not None
        click(page.primary)
        qtbot.waitUntil(page.progress.failure.isVisible, timeout=20_000)
        assert "memory ran out" in page.progress.failure.message.text()
        assert page.progress.failure.hint.text()
        assert page.progress.state.resume.isVisible()
        qtbot.waitUntil(page.primary.isEnabled, timeout=20_000)


class TestAfterwards:
    def test_a_training_whose_worker_is_long_gone_can_be_resumed(self, fresh: Session, qtbot: QtBot) -> None:
        assert fresh.project is not None
        folder = training(fresh.project, epochs=5, is_finished=False)
        told = (folder / "events.jsonl").read_text()
        (folder / "events.jsonl").write_text(told.replace('"pid":1,', '"pid":999999999,'))
        (folder / "checkpoints" / "epoch-5").mkdir(parents=True)
        fresh.refresh()
        fresh.show_run(folder)
        page = shown(qtbot, fresh)
        assert page.progress.state.sentence.text().startswith("It broke off. The best epoch is kept: 5")
        assert page.progress.state.resume.isEnabled()
        assert not page.progress.state.stop.isVisible()

    def test_a_finished_training_leads_to_how_good_it_is(self, opened: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, opened)
        assert page.progress.isVisible()
        assert page.progress.state.sentence.text().startswith("Finished.")
        with qtbot.waitSignal(page.leave_for) as left:
            click(page.progress.state.onward)
        assert left.args == ["evaluate"]
        qtbot.waitUntil(lambda: "Finished." in page.progress.log.words.toPlainText(), timeout=5000)

    def test_the_twin_is_laid_beside_and_another_can_be_chosen(self, opened: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, opened)
        first, _ = opened.trainings()
        opened.show_run(first)
        charts = page.progress.charts
        assert charts.tools.beside.currentText().split(" · ")[0].endswith("from scratch")
        assert "Validation, from scratch" in charts.loss.legend.accessibleName()
        charts.tools.beside.setCurrentIndex(0)
        charts.tools.beside.activated.emit(0)
        assert "from scratch" not in charts.loss.legend.accessibleName()

    def test_the_same_from_scratch_is_one_click(
        self, fresh: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert fresh.project is not None
        folder = training(fresh.project, seed=5)
        fresh.refresh()
        fresh.show_run(folder)
        script_worker(tmp_path, monkeypatch, "tell(RunFinished())")
        page = shown(qtbot, fresh)
        click(page.progress.state.scratch)
        run = fresh.shown_run
        assert run is not None
        assert isinstance(run.job, TrainJob)
        assert run.job.settings == {"seed": 5, "from_scratch": True}
        qtbot.waitUntil(lambda: run.status is RunStatus.FINISHED and not fresh.is_running(), timeout=20_000)
        assert page.progress.charts.tools.beside.currentData() == folder

    def test_one_can_look_back_at_every_epoch(self, opened: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, opened)
        watch = page.progress.watch
        late = [cell.answer for cell in watch.grid.cells]
        assert {cell.verdict for cell in watch.grid.cells} == {"Right", "Wrong"}
        watch.slider.setFocus()
        QTest.keyClick(watch.slider, Qt.Key.Key_Home)
        assert watch.summary.text().startswith("After epoch 1 ")
        assert [cell.answer for cell in watch.grid.cells] != late
        assert page.progress.charts.loss.place.text() == "Epoch 1"
        QTest.keyClick(watch.slider, Qt.Key.Key_End)
        assert page.progress.charts.loss.place.text() == "lower is better"
        qtbot.waitUntil(lambda: not watch.grid.cells[0].picture.isNull(), timeout=5000)

    def test_pointing_at_the_curves_shows_what_it_said_then(self, opened: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, opened)
        watch, loss = page.progress.watch, page.progress.charts.loss
        loss.pointed.emit(3.4)
        assert watch.summary.text().startswith("After epoch 3 ")
        loss.pointed.emit(0.2)
        assert watch.summary.text().startswith("After epoch 1 ")
        loss.pointed.emit(None)
        assert watch.summary.text().startswith("After epoch 20 ")

    def test_curves_and_watched_samples_are_seen_together(self, opened: Session, qtbot: QtBot) -> None:
        window = MainWindow(opened)
        qtbot.addWidget(window)
        window.show()
        window.resize(1440, 900)
        window.show_page("train")
        page = window.pages["train"]
        assert isinstance(page, TrainPage)

        def is_seen(part: QWidget) -> bool:
            return page.viewport().rect().contains(part.rect().translated(part.mapTo(page.viewport(), QPoint(0, 0))))

        for part in (page.progress.charts.loss, page.progress.charts.quality, page.progress.watch):
            qtbot.waitUntil(partial(is_seen, part), timeout=5000)

    def test_every_metric_can_be_chosen_and_its_baseline_is_drawn(self, opened: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, opened)
        charts = page.progress.charts
        which = charts.tools.which
        assert [which.itemText(place) for place in range(which.count())] == [
            "Accuracy", "Balanced accuracy", "Macro F1", "Log loss", "Calibration error",
        ]  # fmt: skip
        assert charts.quality.place.text() == "on the validation split, higher is better"
        assert charts.quality.legend.accessibleName().startswith("Accuracy 8")
        which.setFocus()
        QTest.keyClicks(which, "Log")
        assert charts.quality.title.text() == "Log loss"
        assert charts.quality.place.text() == "on the validation split, lower is better"
        assert charts.quality.legend.accessibleName().startswith("Log loss 0.4")
        assert charts.quality.plot.widget.getPlotItem().viewRange()[1][1] > 1.58

    def test_single_steps_are_drawn_saved_and_zoomed_together(
        self, opened: Session, qtbot: QtBot, tmp_path: Path
    ) -> None:
        folder, _ = opened.trainings()
        for number in range(1, 41):
            opened.runs[folder].apply(
                StepEnded(stage="head", done=number, loss=2 / number, learning_rate=0.001, samples_per_s=100 + number,
                          epochs_done=number / 10)
            )  # fmt: skip
        opened.show_run(folder)
        page = shown(qtbot, opened)
        charts = page.progress.charts
        assert "Training, each step 0.050" in charts.loss.legend.accessibleName()
        assert "Each step 0.001" in charts.rate.legend.accessibleName()
        assert "Each step 140" in charts.speed.legend.accessibleName()
        charts.save_table(tmp_path / "steps.csv", of_steps=True)
        lines = (tmp_path / "steps.csv").read_text().splitlines()
        assert lines[0] == 'Epoch,Loss,Learning rate,"Throughput, in samples a second"'
        assert lines[1] == "0.1,2.0,0.001,101.0"
        assert len(lines) == 41
        charts.save_table(tmp_path / "epochs.csv")
        assert len((tmp_path / "epochs.csv").read_text().splitlines()) == 21
        charts.loss.zoom(4)
        assert charts.speed.plot.range == pytest.approx(charts.loss.plot.range)
        assert charts.speed.plot.range[0] > 3

    def test_curves_are_saved_as_table_and_picture(self, opened: Session, qtbot: QtBot, tmp_path: Path) -> None:
        page = shown(qtbot, opened)
        page.progress.charts.save_table(tmp_path / "curves.csv")
        lines = (tmp_path / "curves.csv").read_text().splitlines()
        assert lines[0].startswith("Epoch,Training,Validation,")
        assert len(lines) == 21
        page.progress.charts.save_picture(tmp_path / "curves.png")
        assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")
        with qtbot.waitSignal(page.progress.failed):
            page.progress.charts.save_picture(tmp_path / "no such folder" / "curves.png")

    def test_another_training_is_shown_when_it_is_chosen(self, opened: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, opened)
        first, second = opened.trainings()
        chooser = page.progress.state.chooser
        assert chooser.currentData() == second
        chooser.setFocus()
        QTest.keyClick(chooser, Qt.Key.Key_Down)
        assert opened.shown == first

    def test_the_command_is_that_of_the_training_that_is_looked_at(self, opened: Session, qtbot: QtBot) -> None:
        page, own = shown(qtbot, opened), "ptstudio train --data rubbish --model starter --out project"
        opened.choose_settings("thorough", {"epochs": 7})
        assert page.command() == own
        click(page.setup_tab)
        assert "epochs=7" in str(page.command())
        opened.show_run(opened.trainings()[0])
        assert page.command() == own

    def test_closing_the_project_leaves_nothing_of_it(self, opened: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, opened)
        opened.close_project()
        assert not page.progress.isVisible()
        assert page.empty.isVisible()


def test_a_model_of_another_task_is_not_trained(opened: Session, qtbot: QtBot) -> None:
    opened.task = "text-classification"
    page = TrainPage(opened)
    qtbot.addWidget(page)
    page.show()
    opened.choose_model("starter")
    assert page._missing.text() == "Starter is made for another task"
    assert page.primary is not None
    assert not page.primary.isEnabled()
    opened.choose_model("")
    assert page._missing.text() == "No pretrained model is chosen yet."
