"""Files with what each is for, and a way to copy where it lies; knows nothing of what made them."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from ptstudio.app import formats
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.text import IconButton, label


class FileList(QWidget):
    """A row for each file: its name, its size, what it is for, and a button that copies its path."""

    def __init__(self, files: Sequence[tuple[Path, str]]) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.medium)
        grid.setVerticalSpacing(Space.tight)
        for place, (file, purpose) in enumerate(files):
            copy = IconButton("copy", tr("Copy the path of {file}", file=file.name))
            copy.clicked.connect(partial(_copy, file))
            name, size = label(file.name, is_selectable=True), label(_size(file), "small")
            for part in (name, size):
                part.setWordWrap(False)
            size.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, cell in enumerate((name, size, label(purpose, "muted"), copy)):
                grid.addWidget(cell, place, column)
        grid.setColumnStretch(2, 1)
        self.setLayout(grid)


def _size(file: Path) -> str:
    try:
        kilobytes = file.stat().st_size / 1000
    except OSError:
        return tr("missing")
    return formats.size(kilobytes / 1000) if kilobytes >= 100 else tr("{number} kB", number=max(1, round(kilobytes)))


def _copy(file: Path) -> None:
    QGuiApplication.clipboard().setText(str(file))
