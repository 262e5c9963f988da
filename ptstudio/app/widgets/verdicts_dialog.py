"""What a check of the library has found, model by model; checks nothing itself."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ptstudio.app import library_words
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.row_table import Row, RowTable
from ptstudio.app.widgets.text import Button
from ptstudio.app.widgets.titled_dialog import TitledDialog

SIZE = (820, 460)


class VerdictsDialog(TitledDialog):
    """The rows of `library_words.verdict_rows`; it does not block the window."""

    def __init__(self, parent: QWidget, rows: Sequence[Row]) -> None:
        title = tr("What the check has found")
        super().__init__(parent, title, SIZE)
        self.table = RowTable(title, library_words.verdict_headers(), stretched=2, least=200)
        self.table.show_rows(rows)
        close = Button(tr("Close"), "primary")
        close.clicked.connect(self.accept)
        self.lay_out(self.table, buttons=row(None, close), growing=0)
        close.setFocus()
