"""What will be done with files that are held over a page, shown above its content; knows no page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from ptstudio.app.theme import Space
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.text import Sign, label

_WIDTH, _HEIGHT = 420, 120


class DropHint(QFrame):
    """Lies in the middle of its parent and lets everything through to what lies below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.setProperty("kind", "drop")
        self.setProperty("isOver", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = label("", "heading")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(None, Sign("drop", "accent", 32), self.words, None, gap=Space.small, margin=Space.medium))
        self.hide()

    def show_words(self, words: str) -> None:
        """Show what will be done."""
        self.words.setText(words)
        around = self._around.rect()
        self.setGeometry(0, 0, min(_WIDTH, around.width()), _HEIGHT)
        self.move(around.center() - self.rect().center())
        self.raise_()
        self.show()
