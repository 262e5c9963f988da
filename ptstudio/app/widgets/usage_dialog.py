"""What takes how much disk, and what of it is left over and can go; deletes nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from ptstudio.app import library_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import clear, column, row
from ptstudio.app.widgets.row_table import Row, RowTable
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.titled_dialog import TitledDialog
from ptstudio.library.leftovers import Leftover

SIZE = (820, 600)


class UsageDialog(TitledDialog):
    """`unwanted(list of Leftover)` is emitted when a person wants what is ticked deleted for good."""

    unwanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        title = tr("What takes how much disk")
        super().__init__(parent, title, SIZE)
        self.table = RowTable(title, library_words.usage_headers(), stretched=3)
        self.words = label(tr("Counting…"), "muted")
        self._ticks: list[tuple[QCheckBox, Leftover]] = []
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(Space.tight)
        self.left = self._left()
        close = Button(tr("Close"), "primary")
        close.clicked.connect(self.accept)
        self.lay_out(self.words, self.table, self.left, buttons=row(None, close), growing=1)
        close.setFocus()

    @property
    def ticks(self) -> list[QCheckBox]:
        """The boxes of what is left over."""
        return [box for box, _ in self._ticks]

    def show_usage(self, rows: Sequence[Row], words: str, left: Sequence[Leftover], note: str = "") -> None:
        """Show the rows of `library_words.usage_rows`, and what is left over."""
        self.table.show_rows(rows)
        self.words.setText(words)
        clear(self._boxes)
        self._ticks = []
        for each in left:
            box = QCheckBox(library_words.leftover(each))
            box.toggled.connect(lambda _: self._allow())
            self._boxes.addWidget(box)
            self._ticks.append((box, each))
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.left.setVisible(bool(left or note))
        self._allow()

    def _left(self) -> QFrame:
        self.note = label("", "muted")
        self.delete = Button(tr("Delete what is ticked…"), "danger", "remove")
        self.delete.clicked.connect(lambda: self.unwanted.emit([each for box, each in self._ticks if box.isChecked()]))
        made = QFrame()
        made.setProperty("kind", "card")
        made.setLayout(column(label(tr("Left over"), "heading"), self._boxes, self.note, row(self.delete, None),
                              margin=Space.medium))  # fmt: skip
        made.hide()
        return made

    def _allow(self) -> None:
        self.delete.setVisible(bool(self._ticks))
        self.delete.setEnabled(any(box.isChecked() for box in self.ticks))
