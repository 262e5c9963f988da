"""The name of a class, asked for in place with completion; knows nothing of what it is for."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget
from typing_extensions import override

from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button, IconButton


class LabelField(QWidget):
    """`given(label)` when a person has named a class, `left` when they think better of it."""

    given = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("What is it?"))
        self.field.setAccessibleName(tr("The right class"))
        self.confirm = Button(tr("Put in the inbox"), icon_name="done")
        self.confirm.setEnabled(False)
        close = IconButton("close", tr("It is not wrong after all"))
        self.field.textChanged.connect(lambda text: self.confirm.setEnabled(bool(text.strip())))
        self.field.returnPressed.connect(self._give)
        self.confirm.clicked.connect(self._give)
        close.clicked.connect(self.left)
        inside = row(self.field, self.confirm, close)
        inside.setStretch(0, 1)
        self.setLayout(inside)

    def ask(self, labels: Sequence[str]) -> None:
        """Begin anew, completing to one of these."""
        completer = QCompleter(list(labels), self.field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(completer)
        self.field.clear()
        self.field.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _give(self) -> None:
        if text := self.field.text().strip():
            self.given.emit(text)
