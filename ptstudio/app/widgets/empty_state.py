"""What stands on a page that has nothing to show yet: why, and what to do about it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from ptstudio.app.theme import Space
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, Sign, label


class EmptyState(QFrame):
    """An icon, a heading, a sentence and buttons, in the middle; the buttons are the caller's."""

    def __init__(self, icon_name: str, title: str, text: str, buttons: tuple[Button, ...] = ()) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._picture = Sign(icon_name, "accent", 40)
        self.heading, self.text = label(title, "heading"), label(text, "muted")
        for words in (self.heading, self.text):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        parts = column(None, self._picture, self.heading, self.text, margin=Space.huge)
        if buttons:
            parts.addSpacing(Space.small)
            parts.addLayout(row(None, *buttons, None))
        parts.addStretch(1)
        self.setLayout(parts)
