"""Opening trainings side by side, once what that needs is read; knows no table."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app.background import Background
from ptstudio.app.measured import unreadable
from ptstudio.app.run_comparison import Material, compared, read_material
from ptstudio.app.widgets.comparison_dialog import ComparisonDialog
from ptstudio.core.errors import PTStudioError


class RunsComparing(QObject):
    """`failed(PTStudioError)` where a run cannot be read."""

    failed = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._background = Background(self, threads=1)

    def compare(self, folders: Sequence[Path]) -> None:
        """Put these trainings side by side, the first as A; of a single one, show all that it depends on."""
        self._background.do(partial(read_material, list(folders)), self._show, self._fail)

    def drop(self) -> None:
        """Open nothing any more."""
        self._background.drop()

    def wait(self) -> None:
        """The same, and wait for what is being read."""
        self._background.wait()

    def _show(self, found: object) -> None:
        if isinstance(found, Material):
            # The page may be another by now: a training that was to be compared has come to its end.
            parent = self._page if self._page.isVisible() else self._page.window()
            ComparisonDialog(parent, compared(found)).open()

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error if isinstance(error, PTStudioError) else unreadable(error))
