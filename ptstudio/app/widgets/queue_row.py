"""One waiting run: what it is, when it starts, and what can be done about it; it does nothing itself."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app.queue_words import QueueLine
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import IconButton, Sign, label, set_role


class QueueRow(QWidget):
    """Each signal says what a person wants of it."""

    move_wanted = Signal(int)
    start_wanted = Signal()
    again_wanted = Signal()
    time_wanted = Signal()
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sign = Sign("later", "muted", 18)
        self.title = ElidedLabel("")
        self.when, self.reason = label("", "muted"), label("", "bad", is_selectable=True)
        self.when.setWordWrap(False)
        self.up, self.down = IconButton("up", ""), IconButton("down", "")
        self.start, self.again = IconButton("play", ""), IconButton("undo", "")
        self.time, self.remove = IconButton("later", ""), IconButton("remove", "")
        self.up.clicked.connect(partial(self.move_wanted.emit, -1))
        self.down.clicked.connect(partial(self.move_wanted.emit, 1))
        self.start.clicked.connect(self.start_wanted)
        self.again.clicked.connect(self.again_wanted)
        self.time.clicked.connect(self.time_wanted)
        self.remove.clicked.connect(self.removed)
        self._buttons = (self.up, self.down, self.start, self.again, self.time, self.remove)
        said = row(self.sign, self.title, self.when, gap=Space.small)
        said.setStretch(1, 1)
        top = row(said, *self._buttons, gap=Space.tight)
        top.setStretch(0, 1)
        self.setLayout(column(top, self.reason, gap=0))

    def show_line(self, line: QueueLine, *, is_first: bool, is_last: bool, can_change: bool) -> None:
        """Show how the run stands by now."""
        self.title.show_text(line.title)
        self.when.setText(line.when)
        set_role(self.when, "bad" if line.is_failed else "muted")
        self.sign.show_icon(*(("failed", "bad") if line.is_failed else ("todo", "muted")))
        self.reason.setText(line.reason)
        self.reason.setVisible(line.is_failed and bool(line.reason))
        self.setAccessibleName(f"{line.title}, {line.when}")
        for button, name, is_wanted, can_be in (
            (self.up, tr("Earlier: {title} (Alt+Up)", title=line.title), True, not is_first),
            (self.down, tr("Later: {title} (Alt+Down)", title=line.title), True, not is_last),
            (self.start, tr("Start as the next one: {title}", title=line.title), not line.is_failed, True),
            (self.again, tr("Try again, from what was saved: {title}", title=line.title), line.is_failed, True),
            (self.time, tr("Start at another time: {title}", title=line.title), not line.is_failed, True),
            (self.remove, tr("Take out of the queue: {title} (Delete)", title=line.title), True, True),
        ):
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.setVisible(is_wanted)
            button.setEnabled(can_change and can_be)
