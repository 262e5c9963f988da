"""What one export wrote: the verdict, a certificate for each file, the files explained, and how to use them."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ptstudio.app import export_words
from ptstudio.app.file_opening import open_file
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.card_grid import CardGrid
from ptstudio.app.widgets.certificate_view import LEAST_WIDTH, CertificateView
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.file_list import FileList
from ptstudio.app.widgets.layout import boxed, card, column, row
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.verdict_banner import VerdictBanner
from ptstudio.core.certificate import ExportResult
from ptstudio.core.metric import MetricFacts


class ExportView(QWidget):
    """`folder` is where the files lie by now, or nothing where they are gone."""

    def __init__(
        self,
        result: ExportResult,
        folder: Path | None,
        metrics: tuple[MetricFacts, ...],
        *,
        answers_questions: bool = False,
    ) -> None:
        super().__init__()
        self._answers_questions = answers_questions
        self.result, self.folder = result, folder
        grid = CardGrid(LEAST_WIDTH)
        self.certificates = [CertificateView(certificate, metrics) for certificate in result.certificates]
        grid.show_cards(self.certificates)
        self.verdict = self._verdict()
        parts = column(self.verdict, grid, gap=Space.medium)
        if result.notes:
            parts.addWidget(card(*(label(tr(note), "muted", is_selectable=True) for note in result.notes)))
        if folder is not None:
            parts.addWidget(self._use(folder))
            parts.addWidget(self._files(folder))
        self.setLayout(parts)

    def _verdict(self) -> VerdictBanner:
        if self.folder is None:
            gone = tr("The folder of this export is no longer there: {folder}", folder=self.result.folder)
            hint = tr("It was moved or deleted. What was measured is kept here; export again to have the files.")
            return VerdictBanner("warning", gone, hint)
        self.open = Button(tr("Open folder"), icon_name="open")
        self.open.clicked.connect(self._open)
        return VerdictBanner(*export_words.summary(self.result), (self.open,))

    def _use(self, folder: Path) -> QWidget:
        reads_texts = export_words.reads(self.result.files)
        answers_questions = self._answers_questions
        command = export_words.predict_command(folder, reads_texts=reads_texts, answers_questions=answers_questions)
        self.copy = Button(tr("Copy command"), icon_name="copy")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(command))
        shown = row(ElidedLabel(command), self.copy)
        shown.setStretch(0, 1)
        needs = export_words.packages(reads_texts=reads_texts)
        return card(label(tr("Try it without PTStudio"), "heading"), boxed(shown), label(needs, "small"))

    def _files(self, folder: Path) -> QWidget:
        reads_texts = export_words.reads(self.result.files)
        files = [(folder / name, export_words.file_help(name, reads_texts=reads_texts)) for name in self.result.files]
        return card(label(tr("The files"), "heading"), FileList(files))

    def _open(self) -> None:
        if self.folder is not None:
            open_file(self.folder)
