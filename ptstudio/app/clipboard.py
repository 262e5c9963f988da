"""What somebody pastes: files, or pictures that are no files yet and get a place until the program ends."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage

from ptstudio.app.kept_files import KeptFiles


class Clipboard:
    """Pasted pictures lie in a folder of their own, which `forget` removes."""

    def __init__(self) -> None:
        self._kept = KeptFiles()
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
        self._number += 1
        return self._kept.folder() / f"pasted-{self._number}.png"

    def forget(self) -> None:
        """Remove what was pasted."""
        self._kept.forget()
        self._number = 0
