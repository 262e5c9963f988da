"""A message that does not block: what happened, what to do, details to copy, and a way to put it aside."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, IconButton, Sign, label

_LOOK = {"error": ("failed", "bad"), "warning": ("attention", "warning"), "info": ("info", "accent"),
         "good": ("done", "good")}  # fmt: skip


class Notice(QFrame):
    """Hidden until `show_message`; `closed` is emitted when a person puts it aside."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self._details = ""
        self._sign = Sign(*_LOOK["info"], side=24)
        self.message = label("", "heading", is_selectable=True)
        self.hint = label("", is_selectable=True)
        self._actions = QHBoxLayout()
        self._copy = Button(tr("Copy details"), "quiet", "copy")
        self._copy.clicked.connect(self._copy_details)
        close = IconButton("close", tr("Put this message aside"))
        close.clicked.connect(self._close)
        below = row(self._actions, self._copy, None)
        below.setContentsMargins(0, Space.tight, 0, 0)
        text = column(self.message, self.hint, below, gap=Space.tight)
        inside = row(self._sign, text, close, gap=Space.medium, margin=Space.medium)
        inside.setStretch(1, 1)
        self.setLayout(inside)
        self.hide()

    def show_message(
        self, kind: str, message: str, hint: str = "", details: str = "", actions: tuple[Button, ...] = ()
    ) -> None:
        """Show an error, a warning, an info or good news, with buttons for what can be done about it."""
        self._details = details
        self.message.setText(message)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._copy.setVisible(bool(details))
        while (item := self._actions.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for action in actions:
            self._actions.addWidget(action)
        self.setAccessibleName(f"{message} {hint}")
        self._sign.show_icon(*_LOOK[kind])
        self.show()

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.message.text()}\n{self.hint.text()}\n\n{self._details}")

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
