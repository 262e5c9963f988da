"""Which colour is which class, in a line of text."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ptstudio.app.translation import tr
from ptstudio.core.class_colours import ClassColours

SWATCH = "■"
BETWEEN = " &nbsp; "
MOST = 24
"""Of more classes there would be more names than anybody reads."""


class ColourLine(QLabel):
    """Words, each with the colour of its class before it."""

    def __init__(self, colours: ClassColours) -> None:
        super().__init__()
        self._colours = colours
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setProperty("role", "body")

    def show_words(self, words: Iterable[tuple[str, str]], otherwise: str = "") -> None:
        """Show classes and the words for each, or what to say where there are none."""
        lines = [_line(self._colours, label_, said) for label_, said in list(words)[:MOST]]
        self.setText(BETWEEN.join(lines) or escape(otherwise))


class ClassKey(ColourLine):
    """All classes of the data."""

    def __init__(self, colours: ClassColours) -> None:
        super().__init__(colours)
        self.setProperty("role", "small")
        self.setAccessibleName(tr("Which colour is which class"))
        self.show_words((name, name) for name in colours.classes)


def _line(colours: ClassColours, name: str, words: str) -> str:
    red, green, blue = colours.of(name)
    spaced = escape(words).replace(" ", "&nbsp;")
    return f'<span style="color: rgb({red}, {green}, {blue})">{SWATCH}</span>&nbsp;{spaced}'
