"""Showing a file or its folder in the programs of the system."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_file(path: Path) -> None:
    """Show a file, or a folder, in the program that the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def open_folder_of(path: Path) -> None:
    """Show the folder that holds a file in the file manager; a folder itself where it is one."""
    open_file(path if path.is_dir() else path.parent)
