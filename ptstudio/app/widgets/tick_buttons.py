"""A heading above a table of ticks, with buttons to tick all of its rows or none."""

from functools import partial

from PySide6.QtWidgets import QWidget

from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.tick_table import TickTable


class TickButtons(QWidget):
    """Its heading is the table's accessible name."""

    def __init__(self, table: TickTable) -> None:
        super().__init__()
        self.all, self.none = Button(tr("Tick all"), "quiet"), Button(tr("Tick none"), "quiet")
        self.all.clicked.connect(partial(table.tick_all, True))
        self.none.clicked.connect(partial(table.tick_all, False))
        heading = label(table.accessibleName(), "heading")
        heading.setWordWrap(False)
        self.setLayout(row(heading, None, self.all, self.none))
