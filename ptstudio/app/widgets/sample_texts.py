"""Texts of a dataset in a list, with what says which of them are shown; it knows neither project nor dataset."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ptstudio.app import sample_words
from ptstudio.app.sample_words import TEXT
from ptstudio.app.text_rows import TextRows
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import label
from ptstudio.app.widgets.text_list import TextList


class SampleTexts(QWidget):
    """`opened(TextRow)` is emitted for a text that was clicked, or chosen by Enter."""

    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.view = TextList(name)
        self.view.opened.connect(self._open)
        self._words = ElidedLabel("", "muted")
        self._empty = label(sample_words.none_here(TEXT), "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._filters = row()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        above = row(self._filters, self._words)
        above.setStretch(1, 1)
        self.setLayout(column(above, self._stack))
        self._count()

    @property
    def shown(self) -> TextRows | None:
        """What is shown."""
        return self.view.rows.shown

    def add_filter(self, widget: QWidget) -> None:
        """Put something above the texts that says which of them are shown."""
        self._filters.addWidget(widget)

    def set_rows(self, rows: TextRows | None) -> None:
        """Show these texts from their beginning."""
        self.view.set_rows(rows)
        self._count()

    def grow(self) -> None:
        """Show those that were added to what is shown."""
        self.view.rows.grow()
        self._count()

    def _count(self) -> None:
        number = self.view.rows.rowCount()
        self._words.show_text(sample_words.count(TEXT, number) if number else "")
        self._stack.setCurrentWidget(self.view if number else self._empty)

    def _open(self, place: int) -> None:
        opened = self.view.row(place)
        if opened is not None:
            self.opened.emit(opened)
