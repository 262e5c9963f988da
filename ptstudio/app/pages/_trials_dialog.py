"""A search for settings: the trials so far, the best of them, and buttons that use or train it."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from ptstudio.app import finding, formats
from ptstudio.app.pages._finding_dialog import FindingDialog
from ptstudio.app.session import Session
from ptstudio.app.settings_words import value_words
from ptstudio.app.translation import tr
from ptstudio.app.widgets.chart_plot import Scale
from ptstudio.app.widgets.line_chart import LineChart
from ptstudio.app.widgets.row_table import Cell, Row, RowTable
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.events import TrialEnded
from ptstudio.core.jobs import SettingValue
from ptstudio.core.metric import MetricFacts
from ptstudio.core.run import Run
from ptstudio.core.settings import SettingFacts
from ptstudio.core.tuning import Tuning, searched_names

HEIGHT = 150
LESSER_FROM = 4
"""The settings' columns go before those of the result where there is no room."""


class TrialsDialog(FindingDialog):
    """The table and the chart grow while the search goes on. Any trial's settings can be used, not only the best's."""

    def __init__(self, session: Session, folder: Path, parent: QWidget) -> None:
        super().__init__(session, folder, parent, tr("Search settings"))
        self._best = ""
        run = session.runs[folder]
        training = finding.training_of(run.job)
        self._facts: dict[str, SettingFacts] = finding.facts_of(training) if training is not None else {}
        self._names = self._searched(run)
        metric = finding.metric_of(training) if training is not None else None
        title = tr(metric.title) if metric is not None else ""
        self.chart = LineChart(title, tr("Trial"), height=HEIGHT, scale=_scale(metric))
        self.chart.pointed.connect(self.chart.point)
        headers = [tr("Trial"), title, tr("State"), tr("Time"), *(tr(self._facts[name].label) for name in self._names)]
        lesser = tuple(range(len(headers) - 1, LESSER_FROM, -1))
        self.table = RowTable(tr("Trials"), headers, stretched=2, least=90, lesser=lesser)
        self.table.selected.connect(self._offer)
        self.table.opened.connect(lambda _: self.attempt(self._use))
        self.use_it = Button(tr("Use these settings"), "plain", "done")
        self.use_it.clicked.connect(lambda: self.attempt(self._use))
        self.train = Button(tr("Train with them"), "primary", "play", tr("Trains and measures on the test samples"))
        self.train.clicked.connect(lambda: self.attempt(self._train))
        self.tried = label("", "muted", is_selectable=True)
        self.make(self.chart, self.table, self.tried, growing=self.table, buttons=(self.use_it, self.train))

    def show_run(self, run: Run) -> None:
        """The trials so far."""
        found = finding.tuning_of(run, self.session.project)
        if found is None:
            return
        self.chart.show_series(finding.trial_series(found.trials, found.metric))
        self.table.show_rows([self._row(trial, found) for trial in found.ranked] + self._without_value(found))
        self._follow_best(found.best)
        self.say(
            found.verdict.say(tr) if found.best is not None else "",
            found.caution.say(tr) if len(found.trials) > 1 else tr("The settings as they are now are tried first."),
        )
        self._offer()

    def _follow_best(self, best: TrialEnded | None) -> None:
        """Select the best trial, unless a person has selected another."""
        if best is not None and self.table.selected_keys() in ([], [self._best]):
            self._best = str(best.number)
            self.table.select([self._best])

    def _searched(self, run: Run) -> list[str]:
        """The settings that a search varies, as far as they are known before its first trial has ended."""
        if run.trials:
            return [name for name in searched_names(run.trials) if name in self._facts]
        training = finding.training_of(run.job)
        return finding.to_be_searched(training) if training is not None else []

    def _row(self, trial: TrialEnded, found: Tuning) -> Row:
        is_best = trial is found.best
        state = {"finished": "", "pruned": tr("given up early"), "failed": tr("failed")}[trial.state]
        written = found.metric.written(trial.value) if trial.value is not None else "–"
        first = tr("{number} (as it was)", number=1) if trial.number == 1 else str(trial.number)
        cells = [
            Cell(first, trial.number, "done" if is_best else "", "good"),
            Cell(written, trial.value if trial.value is not None else -1.0),
            Cell(tr("best") if is_best else state),
            Cell(formats.duration(trial.seconds), trial.seconds),
            *(self._cell(name, trial.settings.get(name)) for name in self._names),
        ]
        return Row(str(trial.number), tuple(cells))

    def _cell(self, name: str, value: SettingValue) -> Cell:
        order = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
        return Cell(value_words(self._facts[name], value), order)

    def _without_value(self, found: Tuning) -> list[Row]:
        return [self._row(trial, found) for trial in found.trials if trial.value is None]

    def _chosen(self) -> TrialEnded | None:
        keys, run = self.table.selected_keys(), self.run
        trials = run.trials if run is not None else []
        return next((trial for trial in trials if keys and str(trial.number) == keys[0]), None)

    def _offer(self) -> None:
        """Switch on what can be done with the selected trial."""
        trial = self._chosen()
        self.tried.setText(self._said_of(trial) if trial is not None else "")
        is_possible = trial is not None and trial.value is not None and not self.session.is_read_only
        self.use_it.setEnabled(is_possible)
        is_busy = self.session.is_running()
        self.train.setEnabled(is_possible and not is_busy)
        self.train.setToolTip(tr("Wait until the search has ended, or stop it.") if is_busy else
                              tr("Trains and measures on the test samples"))  # fmt: skip

    def _said_of(self, trial: TrialEnded) -> str:
        """All that a trial tried: the table has no room for every setting."""
        tried = [
            tr("{setting}: {value}", setting=tr(self._facts[name].label), value=value_words(self._facts[name], value))
            for name, value in trial.settings.items()
            if name in self._facts
        ]
        return tr("Trial {number}: {settings}", number=trial.number, settings=", ".join(tried))

    def _settings(self) -> dict[str, SettingValue]:
        trial, run = self._chosen(), self.run
        training = finding.training_of(run.job) if run is not None else None
        if trial is None or training is None:
            return {}
        return finding.settings_with(training, {} if trial.number == 1 else trial.settings)

    def _use(self) -> None:
        run = self.run
        training = finding.training_of(run.job) if run is not None else None
        if training is not None and self.use_it.isEnabled():
            self.use(training, self._settings())

    def _train(self) -> None:
        run = self.run
        training = finding.training_of(run.job) if run is not None else None
        if training is not None:
            self.session.start(training.model_copy(update={"settings": self._settings(), "command": ""}))
            self.used.emit()
            self.accept()


def _scale(metric: MetricFacts | None) -> Scale:
    if metric is not None and metric.scale == "share":
        return Scale(100, "%", ".1f", 100, is_rising=metric.higher_is_better)
    return Scale()
