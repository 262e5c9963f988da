"""A text that is too long, around the place where it is cut: what is read, and dimmed and struck out what is not."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ptstudio.app import lengths_words
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.text import label
from ptstudio.core.lengths import CutPart, CutText


class CutTextView(QWidget):
    """One of them, of which `limit` tokens are read."""

    def __init__(self, text: CutText, limit: int) -> None:
        super().__init__()
        self._parts = [(_CutLabel(), part) for part in text.parts]
        shown = column(label(lengths_words.about(text, limit), "small"), gap=Space.tight)
        for view, _ in self._parts:
            shown.addWidget(view)
        self.setLayout(shown)
        theme().changed.connect(self._colour)
        self._colour()

    def _colour(self) -> None:
        for view, part in self._parts:
            view.show_part(part)


class _CutLabel(QLabel):
    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)

    def show_part(self, part: CutPart) -> None:
        style = f"color: {theme().colours.muted}; text-decoration: line-through;"
        self.setText(f'{escape(part.read)}<span style="{style}">{escape(part.unread)}</span>')
        words = tr("Read: {read} Not read: {unread}", read=part.read, unread=part.unread)
        self.setAccessibleName(words)
