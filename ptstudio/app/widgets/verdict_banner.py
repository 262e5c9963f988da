"""A verdict across the page: an icon, a heading, a sentence, and what can be done; it cannot be put aside."""

from PySide6.QtWidgets import QFrame

from ptstudio.app.theme import Space
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, Sign, label

_LOOK = {"good": ("done", "good"), "warning": ("attention", "warning"), "error": ("failed", "bad")}


class VerdictBanner(QFrame):
    """`kind` is good, warning or error; the buttons are the caller's."""

    def __init__(self, kind: str, heading: str, sentence: str, buttons: tuple[Button, ...] = ()) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self.setAccessibleName(f"{heading} {sentence}")
        self.kind = kind
        sign = Sign(*_LOOK[kind], side=32)
        self.heading, self.sentence = label(heading, "heading"), label(sentence, is_selectable=True)
        inside = row(
            sign,
            column(self.heading, self.sentence, gap=Space.tight),
            *buttons,
            gap=Space.medium,
            margin=Space.medium,
        )
        inside.setStretch(1, 1)
        self.setLayout(inside)
