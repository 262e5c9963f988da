"""Files and folders that are dragged over a widget and dropped on it."""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent


def welcome_files(event: QDragEnterEvent) -> bool:
    """Take files and folders of this machine; gives whether there are any."""
    has_files = bool(held_files(event))
    if has_files:
        event.acceptProposedAction()
    return has_files


def held_files(event: QDropEvent) -> list[Path]:
    """What is held or dropped from this machine; empty for anything else."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def dropped_files(event: QDropEvent) -> list[Path]:
    """What was dropped, which is then done with; empty for anything that is not from this machine."""
    paths = held_files(event)
    if paths:
        event.acceptProposedAction()
    return paths
