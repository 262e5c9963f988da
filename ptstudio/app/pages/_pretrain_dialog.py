"""A model that reads texts before it is trained: its own curve, and at the end what that has changed."""

from pathlib import Path

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ptstudio.app import axis_range, chart_series, finding
from ptstudio.app.pages._finding_dialog import FindingDialog
from ptstudio.app.session import Session
from ptstudio.app.translation import tr
from ptstudio.app.widgets.line_chart import LineChart
from ptstudio.app.widgets.text import Button
from ptstudio.core.run import Run

HEIGHT = 190


class PretrainDialog(FindingDialog):
    """The curve grows while it reads."""

    def __init__(self, session: Session, folder: Path, parent: QWidget) -> None:
        super().__init__(session, folder, parent, tr("Adapt to your texts first"))
        self.chart = LineChart(
            tr("How much hidden words surprise it"), tr("Times read"), height=HEIGHT, hint=tr("loss; lower is better")
        )
        self.chart.pointed.connect(self.chart.point)
        self.use_it = Button(tr("Train with the adapted model"), "primary", "done")
        self.use_it.clicked.connect(lambda: self.attempt(self._use))
        below = QWidget()
        self.make(self.chart, below, growing=below, buttons=(self.use_it,))

    @override
    def kept(self) -> str:
        return tr("What it has learned so far is kept, and “Go on with it” continues from there.")

    @override
    def show_run(self, run: Run) -> None:
        """The curve so far, or all of it with what it came to."""
        names = tr("In the texts that it reads"), tr("In the validation texts")
        self.chart.plot.name_places(axis_range.whole_numbers(len(run.epochs)))
        self.chart.show_series(chart_series.loss_series(run.epochs, names))
        found = finding.familiarity_of(run)
        self.use_it.setVisible(found is not None)
        self.use_it.setEnabled(not self.session.is_read_only)
        if found is None:
            self.say("", tr("Words are hidden in your texts, and it learns to guess them. Stopped, it can go on."))
        else:
            said = "\n".join(each.say(tr) for each in (found.read, found.words, found.use))
            self.say(tr("In your library: {title}", title=found.title), said)

    def _use(self) -> None:
        run = self.run
        found = finding.familiarity_of(run) if run is not None else None
        if found is not None:
            self.session.choose_model(found.model)
            self.used.emit()
            self.accept()
