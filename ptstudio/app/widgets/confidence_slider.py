"""From what probability on something counts as found: a slider, and its value in words; knows no picture."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QSlider, QWidget
from typing_extensions import override

from ptstudio.app.formats import share
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.own_keys import claims_arrow
from ptstudio.app.widgets.text import label

STEPS = 100
WIDTH = 96


class ConfidenceSlider(QWidget):
    """`chosen(probability)` while a person moves it, in hundredths; at the place where it began it is just as then."""

    chosen = Signal(float)

    def __init__(self, least: float) -> None:
        super().__init__()
        self._first = least
        self.slider = _Slider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(10)
        self.slider.setMinimumWidth(WIDTH)
        self.slider.setAccessibleName(tr("How sure it must be"))
        self.slider.setToolTip(tr("Farther to the left it finds more, and more that is not there (arrow keys)."))
        self.words = label("", "muted")
        self.words.setWordWrap(False)
        self.words.setMinimumWidth(self.words.fontMetrics().horizontalAdvance(_words(1.0)) + Space.small)
        inside = row(self.slider, self.words)
        inside.setStretch(0, 1)
        self.setLayout(inside)
        self.show_least(least)
        self.slider.valueChanged.connect(self._tell)

    @property
    def least(self) -> float:
        """What is chosen (0 to 1)."""
        place = self.slider.value()
        return self._first if place == round(self._first * STEPS) else place / STEPS

    def show_least(self, least: float) -> None:
        """Show another one without telling of it."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(least * STEPS))
        self.slider.blockSignals(False)
        self.words.setText(_words(least))

    def _tell(self) -> None:
        self.words.setText(_words(self.least))
        self.chosen.emit(self.least)


class _Slider(QSlider):
    @override
    def event(self, event: QEvent) -> bool:
        """Arrow keys move it, also where they leaf through pictures."""
        return claims_arrow(event) or super().event(event)


def _words(least: float) -> str:
    return tr("at least {share} sure", share=share(least, 0))
