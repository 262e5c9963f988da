"""A place to drop files on, or to click for a file dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from ptstudio.app.theme import Space
from ptstudio.app.widgets.dropping import dropped_files, welcome_files
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, Sign, label, restyle


class DropZone(QFrame):
    """`dropped(list of Path)` is emitted for files and folders that were dropped; buttons are the caller's."""

    dropped = Signal(object)

    def __init__(self, title: str, hint: str, buttons: tuple[Button, ...] = ()) -> None:
        super().__init__()
        self.setProperty("kind", "drop")
        self.setAcceptDrops(True)
        self.setAccessibleName(title)
        self._picture = Sign("drop", "accent", 32)
        words = label(title, "heading")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = label(hint, "muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        parts = column(self._picture, words, self._hint, gap=Space.small, margin=Space.large)
        if buttons:
            parts.addLayout(row(None, *buttons, None))
        self.setLayout(parts)

    def show_hint(self, hint: str) -> None:
        """Say something else below the title."""
        self._hint.setText(hint)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        self._mark(is_over=welcome_files(event))

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is held over it any more."""
        self._mark(is_over=False)
        super().dragLeaveEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped."""
        self._mark(is_over=False)
        paths = dropped_files(event)
        if paths:
            self.dropped.emit(paths)

    def _mark(self, *, is_over: bool) -> None:
        self.setProperty("isOver", "true" if is_over else "false")
        restyle(self)
