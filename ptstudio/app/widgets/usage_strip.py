"""What a job takes of the machine: a line of small gauges while it runs, and a sentence when it is over."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QWidget

from ptstudio.app import usage_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.usage_words import Gauge
from ptstudio.app.widgets.beside import Beside
from ptstudio.app.widgets.layout import boxed, column, row
from ptstudio.app.widgets.text import label
from ptstudio.core.usage import Usage

FULL = 1000
ROOM = 620
_STRETCH = {"processor": 3, "memory": 4, "cards": 6, "power": 2, "energy": 5}
"""How the width is shared: by how long their words are."""


class UsageStrip(QFrame):
    """Empty, and not there, until something is shown. What each figure means is in its tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(tr("What this job takes of the machine"))
        self.gauges = {key: _GaugeView(key) for key in _STRETCH}
        self.over = label("", "muted")
        self._shown: Usage | None = None
        self._line = Beside(
            self._part("processor", "memory", "cards"), self._part("power", "energy"), shares=(13, 8), room=ROOM
        )
        self.setLayout(column(self._line, self.over, gap=0, margin=Space.medium))
        self.hide()

    def show_usage(self, usage: Usage | None, *, is_running: bool) -> None:
        """Show what a job takes, or has taken; nothing where that is not known."""
        self.setVisible(usage is not None)
        if usage is None:
            return
        self._line.setVisible(is_running)
        self.over.setVisible(not is_running)
        if is_running and usage != self._shown:
            self._shown = usage
            self._show_gauges(usage_words.gauges(usage))
        elif not is_running:
            self.over.setText(usage_words.taken(usage))
            self.over.setToolTip(usage_words.origin(usage))
            self.setAccessibleDescription(self.over.text())

    def texts(self) -> list[str]:
        """Everything that it says."""
        return [shown.text() for shown in self.findChildren(QLabel) if shown.isVisibleTo(self)]

    def _part(self, *keys: str) -> QFrame:
        """Some of the gauges side by side."""
        line = row(*(self.gauges[key] for key in keys), gap=Space.medium)
        for place, key in enumerate(keys):
            line.setStretch(place, _STRETCH[key])
        return boxed(line)

    def _show_gauges(self, gauges: tuple[Gauge, ...]) -> None:
        told = {gauge.key: gauge for gauge in gauges}
        for key, view in self.gauges.items():
            view.show_gauge(told.get(key))
        self.setAccessibleDescription("; ".join(f"{gauge.name}: {gauge.value}" for gauge in gauges))


class _GaugeView(QWidget):
    """A name, a value below it, and a bar where there is a share."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.name, self.value = label("", "small"), label("")
        self.name.setWordWrap(False)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, FULL)
        made = column(self.name, self.value, self.bar, None, gap=Space.tight)
        made.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setLayout(made)
        self.hide()

    def show_gauge(self, gauge: Gauge | None) -> None:
        """Show it; nothing where the machine does not tell it."""
        self.setVisible(gauge is not None)
        if gauge is None:
            return
        self.name.setText(gauge.name)
        self.value.setText(gauge.value)
        self.setToolTip(gauge.tip)
        self.bar.setVisible(gauge.share is not None)
        if gauge.share is not None:
            self.bar.setValue(round(FULL * min(1.0, max(0.0, gauge.share))))
            self.bar.setAccessibleName(gauge.name)
            self.bar.setAccessibleDescription(gauge.value)
