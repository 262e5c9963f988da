"""The end of a window that a test has opened."""

from PySide6.QtWidgets import QApplication

from ptstudio.app.main_window import MainWindow


def put_away(application: QApplication, window: MainWindow) -> None:
    """End its workers and close it; fails where something runs even so, which a person would be asked about."""
    window.session.end_all()
    running = [run.folder for run in window.session.running()]
    assert running == []
    window.close()
    window.deleteLater()
    application.processEvents()
