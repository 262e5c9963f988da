"""A learning-rate test: the loss over the rate as it is tried, the suggestion marked, and a button that uses it."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from ptstudio.app import finding
from ptstudio.app.pages._finding_dialog import FindingDialog
from ptstudio.app.session import Session
from ptstudio.app.translation import tr
from ptstudio.app.widgets.chart_pens import Mark
from ptstudio.app.widgets.chart_plot import Scale
from ptstudio.app.widgets.line_chart import LineChart
from ptstudio.app.widgets.text import Button
from ptstudio.core.rate_test import RateTest, rate_words
from ptstudio.core.run import Run

FIRST, LAST = 1e-6, 10.0
HEIGHT = 380


class RatesDialog(FindingDialog):
    """The chart grows while rates are tried."""

    def __init__(self, session: Session, folder: Path, parent: QWidget) -> None:
        super().__init__(session, folder, parent, tr("Test learning rates"))
        self._first = FIRST
        self.chart = LineChart(
            tr("Loss at each learning rate"),
            tr("Learning rate"),
            height=HEIGHT,
            scale=Scale(),
            hint=tr("lower is better, until it shoots up"),
            x_words=lambda place: finding.rate_at(place, self._first),
        )
        self.chart.pointed.connect(self.chart.point)
        self.chart.plot.name_places(finding.rate_places(FIRST, LAST))
        self.use_it = Button(tr("Use this rate"), "primary", "done")
        self.use_it.clicked.connect(lambda: self.attempt(self._use))
        below = QWidget()
        self.make(self.chart, below, growing=below, buttons=(self.use_it,))

    def show_run(self, run: Run) -> None:
        """The points so far, or all with the suggestion."""
        found = finding.rate_test_of(run)
        points = found.points if found is not None else run.rates
        if points:
            self._first = points[0].learning_rate
        series = finding.rate_series(points, tr("Smoothed loss"))
        self.chart.show_series([series], self._marks(found), finding.decades(LAST, self._first))
        self.use_it.setVisible(found is not None and found.suggestion is not None)
        self.use_it.setEnabled(not self.session.is_read_only)
        if found is None:
            self.say("", tr("The rate rises a little with every step, until the loss goes out of control. Nothing of "
                            "what is trained here is kept."))  # fmt: skip
        else:
            self.say(_verdict(found), found.reason.say(tr))

    def _marks(self, found: RateTest | None) -> list[Mark]:
        if found is None or found.suggestion is None:
            return []
        lowest = finding.decades(found.lowest.learning_rate, self._first)
        return [
            Mark(tr("lowest"), lowest, "phase"),
            Mark(tr("suggested"), finding.decades(found.suggestion, self._first), "best"),
        ]

    def _use(self) -> None:
        run = self.run
        found = finding.rate_test_of(run) if run is not None else None
        training = finding.training_of(run.job) if run is not None else None
        if found is not None and training is not None:
            self.use(training, finding.settings_with(training, {found.setting: found.suggestion}))


def _verdict(found: RateTest) -> str:
    if found.suggestion is None:
        return tr("No rate stands out")
    return tr("Suggested: {rate}, for “{phase}”", rate=rate_words(found.suggestion), phase=tr(found.phase))
