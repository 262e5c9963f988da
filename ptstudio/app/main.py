"""Starting the window."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from ptstudio import __version__
from ptstudio.app.collecting import Collecting
from ptstudio.app.main_window import MainWindow
from ptstudio.app.preferences import Preferences
from ptstudio.app.session import Session
from ptstudio.app.spare_worker import SpareWorker
from ptstudio.app.steps import landing
from ptstudio.app.theme import theme
from ptstudio.core.folders import check_data_folder

READ_AHEAD_MS = 500
"""How long after the start, when the first page has been painted."""


def main(arguments: Sequence[str]) -> int:
    """Show the window, with the project in the first argument if there is one; gives the exit status."""
    application = QApplication.instance() or QApplication(["ptstudio", *arguments])
    QCoreApplication.setApplicationName("PTStudio")
    QCoreApplication.setApplicationVersion(__version__)
    preferences = Preferences()
    theme().choose(preferences.theme)
    session = Session(preferences)
    window = MainWindow(session)
    window.attempt(check_data_folder)
    if arguments:
        window.attempt(lambda: _open(window, Path(arguments[0])))
    window.show()
    QTimer.singleShot(READ_AHEAD_MS, window, window.read_ahead)
    spare = SpareWorker(session)
    gc.freeze()
    Collecting(application)
    try:
        return application.exec()
    finally:
        spare.end()


def _open(window: MainWindow, project: Path) -> None:
    window.session.open_project(project)
    window.show_page(landing(window.session))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
