"""The first rows of a table with a combo box above it for each thing that a column may hold; knows no format."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.drop_down import DropDown
from ptstudio.app.widgets.layout import clear, column, row
from ptstudio.app.widgets.table_writing import TableWriting
from ptstudio.app.widgets.text import label

_MOST_WIDTH = 420
"""Of a column at first, so that a long text hides no other columns (pixels)."""


def field_words(field: str) -> str:
    """What a column may hold."""
    known = {
        "image": tr("Picture"),
        "text": tr("Text"),
        "pair": tr("Second text"),
        "question": tr("Question"),
        "answer": tr("Answer"),
        "answer_start": tr("Where the answer begins"),
        "label": tr("Class"),
        "labels": tr("Labels"),
        "left": tr("Left edge"),
        "top": tr("Top edge"),
        "right": tr("Right edge"),
        "bottom": tr("Bottom edge"),
        "width": tr("Width"),
        "height": tr("Height"),
        "crowd": tr("A crowd"),
        "split": tr("Split"),
        "group": tr("Group"),
    }
    return known.get(field) or field.capitalize()


class TablePreview(QWidget):
    """`mapped(dict)` is emitted when a person says what a column holds: a column's name, or nothing, by field."""

    mapped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, DropDown] = {}
        self.writing = TableWriting()
        self._choices = row(gap=Space.medium)
        self.table = QTableWidget()
        self.table.setAccessibleName(tr("The first rows of the table"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.setLayout(
            column(
                label(tr("Say which column holds what; the guesses are filled in already."), "muted"),
                self._choices,
                self.table,
                self.writing,
                gap=Space.medium,
            )
        )

    def show_table(
        self,
        fields: Sequence[str],
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        mapping: Mapping[str, str],
    ) -> None:
        """Show the first rows of a table, and which column is taken for each of the fields."""
        self._offer(fields)
        for field, box in self.boxes.items():
            box.clear()
            box.addItem(tr("(none)"), "")
            for name in columns:
                box.addItem(name, name)
            box.setCurrentIndex(max(0, box.findData(mapping.get(field, ""))))
        self.table.setColumnCount(len(columns))
        self.table.setRowCount(len(rows))
        held = {name: field_words(field) for field, name in mapping.items()}
        for place, name in enumerate(columns):
            words = tr("{column} · {field}", column=name, field=held[name]) if name in held else name
            self.table.setHorizontalHeaderItem(place, QTableWidgetItem(words))
        for line, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                item = QTableWidgetItem(cell)
                if columns[place] in held:
                    item.setFont(theme().font(is_bold=True))
                self.table.setItem(line, place, item)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.resizeColumnsToContents()
        for place in range(len(columns)):
            self.table.setColumnWidth(place, min(self.table.columnWidth(place), _MOST_WIDTH))

    @property
    def mapping(self) -> dict[str, str]:
        """What a person said: a column's name for each field, nothing where no column holds it."""
        return {field: str(box.currentData() or "") for field, box in self.boxes.items()}

    def _offer(self, fields: Sequence[str]) -> None:
        """A box for each field; those that are there stay, as one of them may have the focus."""
        if tuple(self.boxes) == tuple(fields):
            return
        clear(self._choices)
        self.boxes = {field: DropDown() for field in fields}
        for field, box in self.boxes.items():
            box.setAccessibleName(tr("Column that holds: {field}", field=field_words(field)))
            box.setMinimumWidth(130)
            box.activated.connect(self._tell)
            words = label(field_words(field), "small")
            words.setBuddy(box)
            self._choices.addLayout(column(words, box, gap=Space.tight))
        self._choices.addStretch(1)

    def _tell(self) -> None:
        self.mapped.emit(self.mapping)
