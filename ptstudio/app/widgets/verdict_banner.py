"""A verdict across the page: an icon, a heading, a sentence, and what can be done; it cannot be put aside."""

from PySide6.QtWidgets import QFrame, QLabel

from ptstudio.app.icons import pixmap
from ptstudio.app.theme import Space, theme
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label

_LOOK = {"good": ("done", "good"), "warning": ("attention", "warning"), "error": ("failed", "bad")}


class VerdictBanner(QFrame):
    """`kind` is good, warning or error; the buttons are the caller's."""

    def __init__(self, kind: str, heading: str, sentence: str, buttons: tuple[Button, ...] = ()) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self.setAccessibleName(f"{heading} {sentence}")
        self.kind = kind
        self._sign = QLabel()
        self.heading, self.sentence = label(heading, "heading"), label(sentence, is_selectable=True)
        inside = row(
            self._sign,
            column(self.heading, self.sentence, gap=Space.tight),
            *buttons,
            gap=Space.medium,
            margin=Space.medium,
        )
        inside.setStretch(1, 1)
        self.setLayout(inside)
        theme().changed.connect(self._redraw)
        self._redraw()

    def _redraw(self) -> None:
        self._sign.setPixmap(pixmap(*_LOOK[self.kind], side=32))
