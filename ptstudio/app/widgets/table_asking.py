"""A table that a model is to be asked about: its first rows, the columns that count, the new file; asks nobody."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from ptstudio.app import asked_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.file_choosing import choose_new_file
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.table_preview import TablePreview
from ptstudio.app.widgets.text import Button, IconButton, label
from ptstudio.data import _format
from ptstudio.data._answers_file import SUFFIXES, free_place

ROWS = 5


class TableAsking(QFrame):
    """`wanted` once a person begins, `mapped(dict)` when they name columns, `closed` when they think better of it."""

    wanted = Signal()
    mapped = Signal(object)
    closed = Signal()

    def __init__(self, table: Path) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.table = table
        name = tr("Answer every row of “{table}”", table=table.name)
        self.setAccessibleName(name)
        close = IconButton("close", tr("Put this table aside"))
        close.clicked.connect(self.closed)
        self.why = label("", "muted")
        self.preview = TablePreview()
        self.preview.mapped.connect(self.mapped)
        self.out = QLineEdit(str(free_place(table)))
        self.out.setAccessibleName(tr("New file for the answers"))
        browse = Button(tr("Choose…"), icon_name="open", tip=tr("Choose where the new file is made"))
        browse.clicked.connect(self._browse)
        self.start = Button(tr("Answer every row"), icon_name="play")
        self.start.clicked.connect(self.wanted)
        words = label(tr("New file"))
        words.setWordWrap(False)
        words.setBuddy(self.out)
        about = label(tr("The same rows with two more columns: the answer, and how sure of it the model is."), "small")
        top = row(ElidedLabel(name, "heading", str(table)), close)
        top.setStretch(0, 1)
        below = column(row(words, self.out, browse, self.start), about, gap=Space.tight)
        self.setLayout(column(top, self.why, self.preview, below, gap=Space.medium, margin=Space.medium))

    @property
    def place(self) -> Path:
        """The file that is to be written; a name alone lies beside the table."""
        typed = self.out.text().strip()
        return self.table.parent / Path(typed).expanduser() if typed else free_place(self.table)

    def show_preview(self, shown: _format.TablePreview, by_hand: dict[str, str]) -> None:
        """Show the first rows, and which columns are asked about."""
        self.preview.show_table(shown.fields, shown.columns, shown.rows[:ROWS], shown.mapping)
        self._fit()
        self.why.setText(asked_words.where_from(shown, by_hand))
        self.start.setEnabled(shown.fields[0] in shown.mapping)

    def _fit(self) -> None:
        """As high as its rows; with a bar below where it is wider than the page."""
        table = self.preview.table
        rows = sum(table.rowHeight(line) for line in range(table.rowCount()))
        bar = table.horizontalScrollBar().sizeHint().height()
        table.setFixedHeight(table.horizontalHeader().sizeHint().height() + rows + bar + 2 * table.frameWidth())

    def _browse(self) -> None:
        kinds = tr("Tables ({endings})", endings=" ".join(f"*{suffix}" for suffix in SUFFIXES))
        chosen = choose_new_file(self, tr("Where the answers are written"), str(self.place), kinds)
        if chosen is not None:
            self.out.setText(str(chosen if chosen.suffix else chosen.with_suffix(".csv")))
