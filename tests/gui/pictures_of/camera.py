"""Takes pictures of windows and dialogs in one theme and size, once they are drawn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from ptstudio.app.main_window import MainWindow
from ptstudio.app.session import Session
from tests.helpers.windows import grab

PATIENCE_MS = 350
D = TypeVar("D", bound=QDialog)


@dataclass(frozen=True)
class Camera:
    """Pictures come into `folder`, named theme-width-name.png; windows have this `size` in pixels."""

    folder: Path
    theme: str
    size: tuple[int, int]

    @contextmanager
    def window(self, session: Session, page: str = "") -> Iterator[MainWindow]:
        """A window of the session, at this page."""
        window = MainWindow(session)
        window.resize(*self.size)
        window.show()
        window.setFocus()  # away from the first button, whose frame would be on every picture
        if page:
            window.show_page(page)
            wait()
        yield window
        for each in window.pages.values():
            each.close()
        window.deleteLater()
        wait()

    def take(self, widget: QWidget, name: str) -> None:
        """Take a picture of this."""
        wait()
        grab(widget, self.folder / f"{self.theme}-{self.size[0]}-{name}.png")


def opened(parent: QWidget, kind: type[D]) -> D:
    """The dialog of this kind that was opened last."""
    return [dialog for dialog in parent.findChildren(kind) if dialog.isVisible()][-1]


def wait(milliseconds: int = PATIENCE_MS) -> None:
    """Let the window work for a moment: thumbnails and charts come in the background."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(holds: Callable[[], bool], seconds: int = 60) -> None:
    """Let the window work until something holds, or the time is up."""
    for _ in range(10 * seconds):
        if holds():
            return
        wait(100)
