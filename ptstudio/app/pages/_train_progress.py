"""How a training goes: the sentence, what can be done about it, its curves, what it learns, and its log."""

from functools import partial
from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ptstudio.app import chart_series
from ptstudio.app.background import Background
from ptstudio.app.event_words import RunLog, printed
from ptstudio.app.pages._train_charts import TrainCharts
from ptstudio.app.pages._train_state import TrainState
from ptstudio.app.pages._train_watch import TrainWatch
from ptstudio.app.run_titles import training_title
from ptstudio.app.scratch_twin import twin_of
from ptstudio.app.session import Session
from ptstudio.app.theme import Space, theme
from ptstudio.app.throttle import Throttle
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.log_view import LogView
from ptstudio.app.widgets.notice import Notice
from ptstudio.app.widgets.plan_view import PlanView
from ptstudio.app.widgets.usage_strip import UsageStrip
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import RunFailed
from ptstudio.core.jobs import TrainJob
from ptstudio.core.machine import Plan
from ptstudio.core.report import Report
from ptstudio.core.run import Run
from ptstudio.tasks import all_tasks

LOG_MS = 1000


class TrainProgress(QWidget):
    """Shows the session's shown training. `failed(PTStudioError)`; `leave_for(key)` asks for another page."""

    failed = Signal(object)
    leave_for = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._shown: Path | None = None
        self._compared: dict[Path, Path | None] = {}
        self._baselines: dict[str, float] = {}
        self._has_report = False
        self._told_failure: RunFailed | None = None
        self._plan: Plan | None = None
        self._log: RunLog | None = None
        self._background = Background(self, threads=1)
        self._throttle, self._log_throttle = Throttle(self), Throttle(self, LOG_MS)
        self._throttle.due.connect(self._redraw_if_seen)
        self._log_throttle.due.connect(self._read_log)
        self.state = TrainState(session)
        self.state.failed.connect(self.failed)
        self.state.leave_for.connect(self.leave_for)
        self.watch, self.log = TrainWatch(), LogView()
        self.charts = TrainCharts(self.watch)
        self.charts.pointed.connect(self.watch.glance_at)
        self.watch.looked_back.connect(self.charts.point)
        self.charts.compared.connect(self._compare)
        self.charts.failed.connect(self.failed)
        self.log.printed_wanted.connect(self._log_throttle.ask)
        self.plan = PlanView(can_ask=False)
        self.failure, self.usage = Notice(), UsageStrip()
        beside = row(self.log, self.plan, gap=Space.medium)
        beside.setStretch(0, 3)
        beside.setStretch(1, 2)
        self.setLayout(column(self.state, self.failure, self.usage, self.charts, beside, gap=Space.medium))
        theme().changed.connect(self.redraw)

    # ------------------------------------------------------------------ what is shown

    def update_soon(self) -> None:
        """Something happened in a run that is shown; redraws at most ten times a second."""
        self._throttle.ask()
        self._log_throttle.ask()

    def redraw(self) -> None:
        """Show the session's shown training as it stands."""
        run = self.session.shown_run
        if run is None or not isinstance(run.job, TrainJob):
            return
        if run.folder != self._shown:
            self._begin(run)
        self._refresh_baselines(run, run.job)
        task = all_tasks()[run.job.task]
        decides = task.deciding_metric
        self.state.show_run(run, decides, self._baselines.get(decides.key))
        self._show_failure(run)
        self.usage.show_usage(run.usage, is_running=self.session.is_running(run.folder))
        self.charts.show_run(run, self._beside(run), self._baselines)
        self.charts.setVisible(bool(run.epochs or run.steps))
        self.watch.show_epochs(run.epochs, self.session.project, run.job.dataset)
        self.plan.setVisible(run.plan is not None)
        if run.plan is not None and run.plan != self._plan:
            self._plan = run.plan
            self.plan.show_plan(run.plan)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """What happened while it was out of sight was not drawn."""
        super().showEvent(event)
        self.redraw()
        self._read_log()

    def show_trainings(self) -> None:
        """Fill the lists of trainings."""
        runs = [self.session.runs[folder] for folder in self.session.trainings()]
        self.state.show_trainings(runs)
        shown = self.session.shown_run
        others = [(training_title(one), one.folder) for one in reversed(runs) if one.folder != self.session.shown]
        beside = self._beside(shown) if shown else None
        self.charts.tools.show_others(others, beside.folder if beside else None)

    def let_go(self) -> None:
        """Read and draw no more; waits."""
        self._throttle.drop()
        self._log_throttle.drop()
        self.charts.let_go()
        self._background.wait()
        self.watch.let_go()

    def is_shown(self, folder: Path | None) -> bool:
        """Whether what happens in that run is to be seen here."""
        shown = self.session.shown_run
        beside = self._beside(shown) if shown else None
        return folder is not None and folder in (self.session.shown, beside.folder if beside else None)

    # ------------------------------------------------------------------ inside

    def _redraw_if_seen(self) -> None:
        if self.isVisible():
            self.redraw()

    def _begin(self, run: Run) -> None:
        """Another training is shown."""
        self._shown, self._has_report, self._baselines = run.folder, False, {}
        self._plan, self._told_failure = None, None
        self.failure.hide()
        self.log.start_anew()
        self._background.drop()
        self._log = RunLog(run.folder)
        if isinstance(run.job, TrainJob):
            task = all_tasks()[run.job.task]
            self.charts.show_metrics(task.metrics, task.best_metric)
        self.charts.show_all()
        self.show_trainings()
        self._read_log()

    def _show_failure(self, run: Run) -> None:
        final = run.final if isinstance(run.final, RunFailed) else None
        if final == self._told_failure:
            return
        self._told_failure = final
        if final is None:
            self.failure.hide()
        else:
            self.failure.show_message("error", tr(final.message), tr(final.hint), final.details)

    def _refresh_baselines(self, run: Run, job: TrainJob) -> None:
        """From the data at first, from the report once there is one."""
        path = run.folder / "report.json"
        if self._baselines and (self._has_report or not path.exists()):
            return
        report = None
        if path.exists():
            try:
                report = Report.from_text(path.read_bytes())
            except (ValidationError, OSError):
                report = None  # a damaged report is the Evaluate page's to tell of
            self._has_report = True
        try:
            revision = self.session.project.revision(job.dataset) if self.session.project else None
        except PTStudioError:
            revision = None  # the data may have been taken away since
        found = {
            facts.key: chart_series.baseline_of(facts.key, report, revision) for facts in all_tasks()[job.task].metrics
        }
        self._baselines = {key: value for key, value in found.items() if value is not None}

    def _beside(self, run: Run) -> Run | None:
        if run.folder in self._compared:
            chosen = self._compared[run.folder]
            return self.session.runs.get(chosen) if chosen else None
        return twin_of(run, [self.session.runs[folder] for folder in self.session.trainings()])

    def _read_log(self) -> None:
        if self._log is not None and self._shown is not None and self.isVisible():
            self._background.do(self._log.new_lines, self._add_lines)
            if self.log.switch.isChecked():
                self._background.do(partial(printed, self._shown), self._show_printed)

    def _add_lines(self, lines: object) -> None:
        if isinstance(lines, list):
            self.log.add_lines(lines)

    def _show_printed(self, text: object) -> None:
        self.log.show_printed(str(text))

    def _compare(self, folder: Path | None) -> None:
        if self._shown is not None:
            self._compared[self._shown] = folder
            self.redraw()
