"""One of several named things, chosen from a list; knows nothing of what they are."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ptstudio.app.widgets.drop_down import DropDown
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import label

LEAST_WIDTH, MOST_WIDTH = 200, 400
"""To what long titles may be cut off where there is no room, and where there is."""


class Chooser(QWidget):
    """`chosen(key)` is emitted when a person picks another one."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        words = label(name)
        words.setWordWrap(False)
        self.box = DropDown()
        self.box.setAccessibleName(name)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.setMaximumWidth(MOST_WIDTH)
        words.setBuddy(self.box)
        self.box.activated.connect(self._choose)
        self._keys: list[object] = []
        self.setLayout(row(words, self.box))

    def show_choices(self, choices: Sequence[tuple[object, str]], current: object) -> None:
        """List these keys with their titles."""
        keys, titles = [key for key, _ in choices], [title for _, title in choices]
        if (keys, titles) != (self._keys, [self.box.itemText(place) for place in range(self.box.count())]):
            self._keys = keys
            self.box.clear()
            self.box.addItems(titles)
            self.box.setMinimumWidth(min(LEAST_WIDTH, self.box.sizeHint().width()))
        self.box.setCurrentIndex(keys.index(current) if current in keys else -1)

    def _choose(self, place: int) -> None:
        self.chosen.emit(self._keys[place])
