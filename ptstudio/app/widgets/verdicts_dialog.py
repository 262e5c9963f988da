"""What a check of the library has found, model by model; checks nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from ptstudio.app import library_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.row_table import Row, RowTable
from ptstudio.app.widgets.text import Button, label

WIDTH, HEIGHT = 820, 460


class VerdictsDialog(QDialog):
    """The rows of `library_words.verdict_rows`; it does not block the window."""

    def __init__(self, parent: QWidget, rows: Sequence[Row]) -> None:
        super().__init__(parent)
        title = tr("What the check has found")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(WIDTH, HEIGHT)
        self.table = RowTable(title, library_words.verdict_headers(), stretched=2, least=200)
        self.table.show_rows(rows)
        close = Button(tr("Close"), "primary")
        close.clicked.connect(self.accept)
        inside = column(label(title, "title"), self.table, row(None, close), gap=Space.medium, margin=Space.large)
        inside.setStretch(1, 1)
        self.setLayout(inside)
