"""A place to type or paste a text, or a pair of texts, that a model is to be asked about; asks nobody itself."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ptstudio.app.passage import Passage
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.text import label
from ptstudio.tasks._task import Task

REST_MS = 350
"""How long a person has to pause before what they typed is asked about."""
LINES = 5


class TextAsking(QWidget):
    """`asked(Passage)` once somebody has typed and pauses, `emptied` when nothing is left to ask about."""

    asked = Signal(object)
    emptied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text, self.pair = _field(), _field()
        self._put: Passage | None = None
        self.text.setPlaceholderText(tr("Type or paste a text here. It never leaves this machine."))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._tell)
        self._titles = label("", "small"), label("", "small")
        self._names = Task.text_names
        for field in (self.text, self.pair):
            field.textChanged.connect(self._take_typed)
        self.setLayout(column(self._titles[0], self.text, self._titles[1], self.pair, gap=Space.tight))
        self.ask_for(None)

    @property
    def passage(self) -> Passage:
        """What stands there; what was put there and not changed since is given as it was, to the letter."""
        if self._put is not None:
            return self._put
        return Passage(self.text.toPlainText(), self._beside, self._names)

    @property
    def invitation(self) -> str:
        """What is to be typed for an answer."""
        if self.pair.isHidden():
            return tr("The answer appears here while you type.")
        first, second = map(tr, self._names)
        return tr(
            "Fill in both, “{first}” and “{second}”: the answer appears here while you type.",
            first=first,
            second=second,
        )

    def ask_for(self, names: tuple[str, str] | None) -> None:
        """Ask for two texts by their names, where a model learned from pairs; else for one."""
        self._names = names or Task.text_names
        for title, field, name in zip(self._titles, (self.text, self.pair), self._names, strict=True):
            title.setText(tr(name))
            field.setAccessibleName(tr(name) if names else tr("Text"))
        for part in (self.pair, *self._titles):
            part.setVisible(names is not None)

    def completed(self, passage: Passage) -> Passage:
        """A text with what stands beside it here, a question say, unless it has something of its own there."""
        is_complete = passage.pair or not self._beside
        return passage if is_complete else replace(passage, pair=self._beside, names=self._names)

    def put(self, passage: Passage) -> None:
        """Put a text there, and ask about it at once; what stands beside it stays, unless it brings its own."""
        self._show(self.completed(passage))

    def clear(self) -> None:
        """Empty it."""
        self._show(Passage(""))

    @property
    def _beside(self) -> str:
        """The other text, where one is asked for."""
        return "" if self.pair.isHidden() else self.pair.toPlainText()

    def _show(self, passage: Passage) -> None:
        for field, text in ((self.text, passage.text), (self.pair, passage.pair)):
            with QSignalBlocker(field):
                field.setPlainText(text)
        self._put = None if self.pair.isHidden() and passage.pair else passage
        self._tell()

    def end(self) -> None:
        """Ask nothing any more."""
        self._rest.stop()

    def _take_typed(self) -> None:
        self._put = None
        self._rest.start()

    def _tell(self) -> None:
        self._rest.stop()
        if self.passage.text.strip():
            self.asked.emit(self.passage)
        else:
            self.emptied.emit()


def _field() -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setAcceptDrops(False)  # files that are dropped here are for the page
    made.viewport().setAcceptDrops(False)
    made.setFixedHeight(LINES * made.fontMetrics().lineSpacing() + 2 * Space.medium)
    return made
