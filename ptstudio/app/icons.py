"""Icons by what they stand for, in the colours of the theme: Phosphor icons (MIT), from the font that qtawesome brings.

The font is drawn here and not by qtawesome itself, whose import and dozen of fonts take a third of the window's start.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap
from typing_extensions import override

from ptstudio.app.theme import theme

FONT, NAMES = "phosphor-*.ttf", "phosphor-charmap-*.json"
FILLED = 0.875
"""Which part of its place a glyph fills, as qtawesome has it."""

_NAMES = {
    "start": "house",
    "data": "stack",
    "model": "cube",
    "train": "graduation-cap",
    "evaluate": "chart-bar",
    "try": "sparkle",
    "export": "export",
    "runs": "list-bullets",
    "library": "books",
    "help": "question",
    "close": "x",
    "add": "plus",
    "open": "folder-open",
    "file": "file",
    "copy": "copy",
    "save": "floppy-disk",
    "play": "play",
    "pause": "pause",
    "stop": "stop",
    "resume": "fast-forward",
    "undo": "arrow-counter-clockwise",
    "search": "magnifying-glass",
    "settings": "gear",
    "info": "info",
    "offline": "wifi-slash",
    "online": "wifi-high",
    "device": "cpu",
    "drop": "download-simple",
    "picture": "image",
    "text": "article",
    "todo": "circle",
    "ready": "arrow-circle-right",
    "running": "spinner",
    "done": "check-circle",
    "attention": "warning",
    "failed": "x-circle",
    "wrong": "thumbs-down",
    "look": "eye",
    "terminal": "terminal-window",
    "zoom-in": "magnifying-glass-plus",
    "zoom-out": "magnifying-glass-minus",
    "fit": "arrows-out",
    "remove": "trash",
    "pack": "package",
    "check": "shield-check",
    "licence": "scales",
    "forbidden": "prohibit",
    "disk": "hard-drives",
    "move": "arrows-left-right",
    "more": "dots-three",
    "next": "arrow-right",
    "back": "arrow-left",
    "down": "caret-down",
    "up": "caret-up",
    "queue": "queue",
    "later": "clock",
    "origin": "fingerprint",
    "curves": "chart-line",
    "columns": "columns",
    "again": "arrows-clockwise",
    "rename": "pencil-simple",
    "starred": "star-fill",
    "star": "star",
}


def icon(name: str, colour: str = "text") -> QIcon:
    """The icon of that meaning in a colour of the theme, greyed where its widget is disabled."""
    shown = theme()
    return QIcon(_Glyph(_glyphs()[_NAMES[name]], shown.colour(colour), shown.colour("muted")))


def pixmap(name: str, colour: str = "text", side: int = 20) -> QPixmap:
    """The same as a picture of `side` pixels."""
    return icon(name, colour).pixmap(QSize(side, side))


class _Glyph(QIconEngine):
    """Draws one character of the font, at whatever size and scale it is wanted."""

    def __init__(self, character: str, colour: QColor, greyed: QColor) -> None:
        super().__init__()
        self._character, self._colour, self._greyed = character, colour, greyed

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        font = QFont(_family())
        font.setPixelSize(max(1, round(FILLED * rect.height())))
        painter.save()
        painter.setFont(font)
        painter.setPen(self._greyed if mode is QIcon.Mode.Disabled else self._colour)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._character)
        painter.restore()

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return drawn

    @override
    def clone(self) -> QIconEngine:
        return _Glyph(self._character, self._colour, self._greyed)


@cache
def _glyphs() -> dict[str, str]:
    """The characters of the font by the names of their icons."""
    codes: dict[str, str] = json.loads(_file(NAMES).read_text(encoding="utf-8"))
    return {name: chr(int(codes[name], 16)) for name in _NAMES.values()}


@cache
def _family() -> str:
    """The font's family, once it is loaded."""
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(_file(FONT))))
    return families[0]


def _file(pattern: str) -> Path:
    """A file among qtawesome's fonts; it is not imported for that."""
    found = find_spec("qtawesome")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("qtawesome brings the icons and is not installed")
    return max((Path(found.origin).parent / "fonts").glob(pattern))
