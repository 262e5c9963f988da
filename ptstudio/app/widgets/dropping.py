"""Files and folders that are dragged over a widget and dropped on it."""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent


def welcome_files(event: QDragEnterEvent) -> bool:
    """Take files and folders; gives whether there are any."""
    has_files = event.mimeData().hasUrls()
    if has_files:
        event.acceptProposedAction()
    return has_files


def dropped_files(event: QDropEvent) -> list[Path]:
    """What was dropped from this machine; empty for anything else."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    if paths:
        event.acceptProposedAction()
    return paths
