"""Goes from one of several things to the next, by buttons and by the arrow keys of its window."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ptstudio.app.formats import count
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button, label


class Leafing(QWidget):
    """`turned(place)` for another one, counted from 0."""

    turned = Signal(int)

    def __init__(self, window: QWidget, number: int, place: int) -> None:
        super().__init__()
        self.place, self._number = place, number
        self.back = Button(tr("Previous"), icon_name="back", tip=tr("The one before (left arrow key)"))
        self.next = Button(tr("Next"), icon_name="next", tip=tr("The one after (right arrow key)"))
        for button, step, key in ((self.back, -1, Qt.Key.Key_Left), (self.next, 1, Qt.Key.Key_Right)):
            button.clicked.connect(lambda _=False, step=step: self.go(step))
            QShortcut(QKeySequence(key), window).activated.connect(button.click)
        self._words = label("", "muted")
        self._words.setWordWrap(False)
        self.setLayout(row(self.back, self._words, self.next))
        self._show()

    def go(self, step: int) -> None:
        """Go on by so many places, as far as there are any."""
        if 0 <= self.place + step < self._number:
            self.place += step
            self._show()
            self.turned.emit(self.place)

    def _show(self) -> None:
        self._words.setText(tr("{place} of {count}", place=count(self.place + 1), count=count(self._number)))
        self.back.setEnabled(self.place > 0)
        self.next.setEnabled(self.place < self._number - 1)
