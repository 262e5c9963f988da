"""What waits in the queue, below each other; hidden while there is nothing. It knows no queue and starts nothing."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame

from ptstudio.app.queue_words import QueueLine
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.queue_row import QueueRow
from ptstudio.app.widgets.text import Button, Sign, label
from ptstudio.app.widgets.trash_line import TrashLine

MOST_SHOWN = 3
"""The others are shown when a person asks for them: what they wait for is the page's main thing."""


class QueueList(QFrame):
    """Each signal carries the id of the entry that a person wants something of; `moved(id, by)`.

    Alt+Up, Alt+Down and Delete are for the entry that has the focus.
    """

    moved = Signal(str, int)
    start_wanted = Signal(str)
    again_wanted = Signal(str)
    time_wanted = Signal(str)
    removed = Signal(str)
    back_wanted = Signal()
    hold_wanted = Signal()
    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self.setAccessibleName(tr("The queue"))
        self.rows: dict[str, QueueRow] = {}
        self._shows_all = self._is_held = False
        self.heading, self.words = label("", "heading"), label("", "muted")
        self.heading.setWordWrap(False)
        self.turn = Button("", "plain", "pause")
        self.turn.clicked.connect(self._take_turn)
        self.every = Button("", "quiet")
        self.every.clicked.connect(self._show_every)
        self.undo = TrashLine(tr("Put it back where it was in the queue"), can_end=False)
        self.undo.back_requested.connect(self.back_wanted)
        head = row(Sign("queue", "accent"), self.heading, self.words, self.every, self.turn, gap=Space.medium)
        head.setStretch(2, 1)
        self._lines = column(gap=Space.tight)
        self.setLayout(column(head, self._lines, self.undo, gap=Space.small, margin=Space.small))
        self._add_keys()
        self.hide()

    def show_lines(self, heading: str, words: str, lines: Sequence[QueueLine], *, can_change: bool) -> None:
        """Show these entries, and no others."""
        self.heading.setText(heading)
        self.words.setText(words)
        for gone in set(self.rows) - {line.key for line in lines}:
            self._drop(gone)
        for place, line in enumerate(lines):
            made = self._row_of(line.key)
            is_last = place == len(lines) - 1
            made.show_line(line, is_first=place == 0, is_last=is_last, can_change=can_change)
            if self._lines.indexOf(made) != place:
                self._lines.insertWidget(place, made)
        self.turn.setEnabled(can_change)
        self.turn.setVisible(any(not line.is_failed for line in lines))
        self._show_as_many([line.key for line in lines])
        self.setVisible(bool(lines) or not self.undo.isHidden())

    def show_hold(self, is_held: bool) -> None:
        """Whether the queue is on hold: what the button then does."""
        self._is_held = is_held
        words = tr("Go on with the queue") if is_held else tr("Hold the queue")
        if self.turn.text() != words:
            self.turn.setText(words)
            self.turn.set_icon("play" if is_held else "pause")

    def show_removed(self, title: str) -> None:
        """Offer to bring back what was taken out; nothing where the title is empty."""
        self.undo.words.setText(tr("Taken out of the queue: {title}", title=title))
        self.undo.setVisible(bool(title))
        self.setVisible(bool(self.rows) or bool(title))

    def _show_as_many(self, keys: Sequence[str]) -> None:
        """A few, or all; one that a person is at is never hidden from them."""
        hidden = keys[MOST_SHOWN:]
        if any(self.rows[key].isAncestorOf(at) for key in hidden if (at := QApplication.focusWidget())):
            self._shows_all = True
        for key in hidden:
            self.rows[key].setVisible(self._shows_all)
        for key in keys[:MOST_SHOWN]:
            self.rows[key].setVisible(True)
        self.every.setText(tr("Show fewer") if self._shows_all else tr("Show all {number}", number=len(keys)))
        self.every.setVisible(bool(hidden))

    def _show_every(self) -> None:
        self._shows_all = not self._shows_all
        self._show_as_many(sorted(self.rows, key=lambda key: self._lines.indexOf(self.rows[key])))

    def _row_of(self, key: str) -> QueueRow:
        if key not in self.rows:
            made = QueueRow()
            made.move_wanted.connect(partial(self.moved.emit, key))
            made.start_wanted.connect(partial(self.start_wanted.emit, key))
            made.again_wanted.connect(partial(self.again_wanted.emit, key))
            made.time_wanted.connect(partial(self.time_wanted.emit, key))
            made.removed.connect(partial(self.removed.emit, key))
            self.rows[key] = made
        return self.rows[key]

    def _drop(self, key: str) -> None:
        """The focus goes on to the next line, or to the button above where there is none."""
        gone = self.rows.pop(key)
        at = QApplication.focusWidget()
        if at is not None and gone.isAncestorOf(at):
            place = self._lines.indexOf(gone)
            after = sorted(self.rows.values(), key=lambda made: abs(self._lines.indexOf(made) - place - 0.5))
            (after[0].remove if after else self.turn).setFocus()
        self._lines.removeWidget(gone)
        gone.hide()
        gone.deleteLater()

    def _take_turn(self) -> None:
        (self.more_wanted if self._is_held else self.hold_wanted).emit()

    def _add_keys(self) -> None:
        for keys, do in (
            ("Alt+Up", partial(self._move, -1)),
            ("Alt+Down", partial(self._move, 1)),
            ("Delete", self._remove),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _at(self) -> str:
        """The entry that has the focus."""
        at = QApplication.focusWidget()
        return next((key for key, made in self.rows.items() if at is not None and made.isAncestorOf(at)), "")

    def _move(self, by: int) -> None:
        if (key := self._at()) and (self.rows[key].up if by < 0 else self.rows[key].down).isEnabled():
            self.moved.emit(key, by)

    def _remove(self) -> None:
        if (key := self._at()) and self.rows[key].remove.isEnabled():
            self.removed.emit(key)
