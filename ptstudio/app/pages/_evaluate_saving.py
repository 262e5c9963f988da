"""The button that saves a report as a web page or a PDF, in a thread; knows nothing of how the report is shown."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from ptstudio.app.background import Background
from ptstudio.app.document_parts import Picture
from ptstudio.app.pages._evaluate_report import metrics_of
from ptstudio.app.passage import Passage
from ptstudio.app.report_document import document_html, shown_of
from ptstudio.app.report_saving import save_page, save_pdf
from ptstudio.app.sample_files import Sight
from ptstudio.app.translation import tr
from ptstudio.app.widgets.file_choosing import choose_new_file
from ptstudio.app.widgets.text import Button
from ptstudio.core.errors import JobFailure, PTStudioError
from ptstudio.core.report import Report


class SaveButton(Button):
    """`saved(Path)` or `failed(PTStudioError)` once a report was to be written where a person chose."""

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__(tr("Save report"), icon_name="save")
        self._background = Background(self, threads=1)
        self._offered: tuple[Path, Report, Callable[[str], Sight]] | None = None
        menu = QMenu(self)
        self.as_page = menu.addAction(tr("As a web page (HTML)…"))
        self.as_page.triggered.connect(self._save_page)
        self.as_pdf = menu.addAction(tr("As a PDF…"))
        self.as_pdf.triggered.connect(self._save_pdf)
        self.setMenu(menu)

    def offer(self, folder: Path, report: Report, sight: Callable[[str], Sight]) -> None:
        """Save this report from now on: the run it lies in, what it says, and what is seen of its samples."""
        self._offered = (folder, report, sight)
        self.as_page.setEnabled((folder / "report.html").is_file())

    def end(self) -> None:
        """Wait for what is being written."""
        self._background.wait()

    def _save_page(self) -> None:
        file = self._asked("html", tr("Web page (*.html)"))
        if file is not None and self._offered is not None:
            self._background.do(partial(save_page, self._offered[0], file), self.saved.emit, self._refuse)

    def _save_pdf(self) -> None:
        file = self._asked("pdf", tr("PDF (*.pdf)"))
        if file is not None and self._offered is not None:
            _, report, sight = self._offered
            self._background.do(partial(shown_of, report, sight), partial(self._print, file, report), self._refuse)

    def _print(self, file: Path, report: Report, shown: Mapping[str, Picture | Passage]) -> None:
        """Laid out here and not in the background, where Qt must not be called; it takes a fifth of a second."""
        try:
            self.saved.emit(save_pdf(document_html(report, metrics_of(report), shown), file))
        except PTStudioError as error:
            self._refuse(error)

    def _asked(self, ending: str, kinds: str) -> Path | None:
        name = f"{self._offered[0].name if self._offered else ''}.{ending}"
        return choose_new_file(self, tr("Save the report"), name, kinds)

    def _refuse(self, error: Exception) -> None:
        known = isinstance(error, PTStudioError)
        reason = JobFailure(
            tr("The report could not be saved."), tr("Try another place. ({reason})", reason=repr(error))
        )
        self.failed.emit(error if known else reason)
