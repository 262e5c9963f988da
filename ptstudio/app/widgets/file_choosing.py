"""Asking for files and folders; each question begins where the last one ended."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

_last: list[Path] = []


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """A folder that is there; nothing where a person thought better of it."""
    return _remembered(QFileDialog.getExistingDirectory(parent, title, str(last_folder())))


def choose_file(parent: QWidget, title: str, kinds: str = "") -> Path | None:
    """A file that is there; `kinds` are Qt's filters, such as “Tables (*.csv)”."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(last_folder()), kinds)
    return _remembered(chosen)


def choose_files(parent: QWidget, title: str, kinds: str = "") -> list[Path]:
    """Some files that are there."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, str(last_folder()), kinds)
    return [path for path in map(_remembered, chosen) if path is not None]


def choose_new_file(parent: QWidget, title: str, name: str, kinds: str = "") -> Path | None:
    """A place to write to, `name` if nothing else is said; the dialog asks before it takes one that is there."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(last_folder() / name), kinds)
    return _remembered(chosen)


def last_folder() -> Path:
    """Where the next question begins."""
    return _last[-1] if _last and _last[-1].is_dir() else Path.home()


def _remembered(chosen: str) -> Path | None:
    if not chosen:
        return None
    _last[:] = [Path(chosen).parent]
    return Path(chosen)
