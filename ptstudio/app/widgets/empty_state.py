"""What stands on a page that has nothing to show yet: why, and what to do about it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel

from ptstudio.app.icons import pixmap
from ptstudio.app.theme import Space, theme
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label


class EmptyState(QFrame):
    """An icon, a heading, a sentence and buttons, in the middle; the buttons are the caller's."""

    def __init__(self, icon_name: str, title: str, text: str, buttons: tuple[Button, ...] = ()) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._icon_name = icon_name
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.heading, self.text = label(title, "heading"), label(text, "muted")
        for words in (self.heading, self.text):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        parts = column(self._picture, self.heading, self.text, margin=Space.huge)
        if buttons:
            parts.addSpacing(Space.small)
            parts.addLayout(row(None, *buttons, None))
        self.setLayout(parts)
        theme().changed.connect(self._redraw)
        self._redraw()

    def _redraw(self) -> None:
        self._picture.setPixmap(pixmap(self._icon_name, "accent", 40))
