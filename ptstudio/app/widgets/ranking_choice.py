"""Which models are to be tried on somebody's data: all that are ready, with ticks to leave some out."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label

ROW_HEIGHT = 30
_KEY = Qt.ItemDataRole.UserRole
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@dataclass(frozen=True)
class Choice:
    """A model that can be tried, and what is said of it in a line."""

    key: str
    words: str


class RankingChoice(QWidget):
    """`changed` is emitted when a person ticks or clears a model."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.purpose, self.expected = label(""), label("", "muted")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Models to try"))
        self.list.setTabKeyNavigation(False)
        self.list.setSelectionMode(QListWidget.SelectionMode.NoSelection)  # what counts is ticked
        self.list.itemChanged.connect(lambda _: self.changed.emit())
        self.all, self.none = Button(tr("All"), "quiet"), Button(tr("None"), "quiet")
        self.all.setAccessibleName(tr("Tick all models"))
        self.none.setAccessibleName(tr("Tick no model"))
        self.all.clicked.connect(lambda: self._tick({self.list.item(at).data(_KEY) for at in self._places()}))
        self.none.clicked.connect(lambda: self._tick(set()))
        heading = label(tr("Models to try"), "heading")
        heading.setWordWrap(False)
        top = row(heading, None, self.all, self.none)
        whole = column(self.purpose, top, self.list, self.expected, None, gap=Space.small)
        whole.setStretch(2, 100)
        self.setLayout(whole)

    @property
    def ticked(self) -> list[str]:
        """The keys of the models that are to be tried."""
        items = [self.list.item(at) for at in self._places()]
        return [str(item.data(_KEY)) for item in items if item.checkState() is _CHECKED]

    def show_choices(self, choices: Sequence[Choice], ticked: Set[str]) -> None:
        """Offer these, some of them ticked."""
        self.list.blockSignals(True)
        self.list.clear()
        for choice in choices:
            item = QListWidgetItem(choice.words)
            item.setData(_KEY, choice.key)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self.list.setMaximumHeight(max(1, len(choices)) * ROW_HEIGHT + Space.medium)
        self._tick(ticked)

    def lock(self, *, is_locked: bool) -> None:
        """Let nothing be changed while models are tried."""
        for part in (self.list, self.all, self.none):
            part.setEnabled(not is_locked)

    def _tick(self, keys: Set[str]) -> None:
        self.list.blockSignals(True)
        for at in self._places():
            item = self.list.item(at)
            item.setCheckState(_CHECKED if item.data(_KEY) in keys else _UNCHECKED)
        self.list.blockSignals(False)
        self.changed.emit()

    def _places(self) -> range:
        return range(self.list.count())
