"""What somebody pastes: files, or pictures that are no files yet and get a place until the program ends."""

import tempfile
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage


class Clipboard:
    """Pasted pictures lie in a folder of their own, which `forget` removes."""

    def __init__(self) -> None:
        self._home: tempfile.TemporaryDirectory[str] | None = None
        self._number = 0

    def files(self) -> list[Path]:
        """The files on the clipboard, as a file manager puts them there."""
        content = QGuiApplication.clipboard().mimeData()
        if content is None:  # on some platforms, where nothing was ever copied
            return []
        return [Path(url.toLocalFile()) for url in content.urls() if url.isLocalFile()]

    def text(self) -> str:
        """The text on the clipboard; empty where there is none."""
        return QGuiApplication.clipboard().text()

    def picture(self) -> QImage:
        """The picture on the clipboard; a null one where there is none."""
        return QGuiApplication.clipboard().image()

    def new_file(self) -> Path:
        """Where the next pasted picture can be written. Raises OSError where there is no room."""
        if self._home is None:
            self._home = tempfile.TemporaryDirectory(prefix="ptstudio-", ignore_cleanup_errors=True)
        self._number += 1
        return Path(self._home.name) / f"pasted-{self._number}.png"

    def forget(self) -> None:
        """Remove what was pasted."""
        if self._home is not None:
            self._home.cleanup()
        self._home, self._number = None, 0
