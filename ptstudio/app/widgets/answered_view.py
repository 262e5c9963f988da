"""What came of asking a model about every row of a table: how many, of which classes, and where it lies."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ptstudio.app import asked_words
from ptstudio.app.file_opening import open_file, open_folder_of
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.class_bars import ClassBar, ClassBars
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, IconButton, Sign, label
from ptstudio.core.answered import Answered

MOST_BARS = 8


class AnsweredView(QFrame):
    """`closed` when a person puts it aside; the file stays."""

    closed = Signal()

    def __init__(self, answered: Answered) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.heading = label(asked_words.outcome(answered), "heading")
        self.rest = label(asked_words.notes(answered), "muted")
        self.place = label(answered.file, "small", is_selectable=True)
        self.setAccessibleName(f"{self.heading.text()}. {self.rest.text()} {answered.file}")
        self.bars = ClassBars(tr("Answers of each class"))
        self.bars.show_bars([ClassBar(name, (number,)) for name, number in answered.classes.items()])
        self.bars.setFixedHeight(self.bars.height_for(min(MOST_BARS, len(answered.classes))))
        self.folder = Button(tr("Open folder"), icon_name="open")
        self.folder.clicked.connect(lambda: open_folder_of(Path(answered.file)))
        self.table = Button(tr("Open table"), icon_name="file")
        self.table.clicked.connect(lambda: open_file(Path(answered.file)))
        close = IconButton("close", tr("Put this result aside; the file stays"))
        close.clicked.connect(self.closed)
        top = row(Sign("done", "good"), self.heading, close)
        top.setStretch(1, 1)
        below = row(self.place, self.folder, self.table)
        below.setStretch(0, 1)
        self.setLayout(column(top, self.rest, self.bars, below, gap=Space.small, margin=Space.medium))
        self.rest.setVisible(bool(self.rest.text()))
        self.bars.setVisible(bool(answered.classes))
