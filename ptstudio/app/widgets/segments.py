"""A few choices side by side of which one is made; arrow keys go from one to the next."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget
from typing_extensions import override

from ptstudio.app.theme import Space
from ptstudio.app.widgets.layout import clear, row
from ptstudio.app.widgets.own_keys import claims_arrow
from ptstudio.app.widgets.text import Button


class Segments(QWidget):
    """`chosen(key)` is emitted when a person makes another choice; each choice is a key and its words."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(lambda button: self.chosen.emit(button.property("key")))
        self._row = row(gap=Space.tight)
        self.setLayout(self._row)
        self.set_choices(choices)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What is offered: keys and words."""
        return [(str(button.property("key")), button.text()) for button in self._group.buttons()]

    @property
    def choice(self) -> str:
        """The key of the choice that is made; empty where there are none."""
        made = self._group.checkedButton()
        return str(made.property("key")) if made is not None else ""

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these; the first is made."""
        for old in self._group.buttons():
            self._group.removeButton(old)
        clear(self._row)
        for key, words in choices:
            button = _Segment(words)
            button.setCheckable(True)
            button.setProperty("key", key)
            self._group.addButton(button)
            self._row.addWidget(button)
        if choices:
            self.choose(choices[0][0])

    def choose(self, key: str) -> None:
        """Make a choice without telling of it."""
        for button in self._group.buttons():
            if button.property("key") == key:
                button.setChecked(True)

    def button(self, key: str) -> Button | None:
        """The button of a choice."""
        found = [button for button in self._group.buttons() if button.property("key") == key]
        return found[0] if found and isinstance(found[0], Button) else None


class _Segment(Button):
    @override
    def event(self, event: QEvent) -> bool:
        """Arrow keys go to its neighbours, also where they leaf through pictures."""
        return claims_arrow(event) or super().event(event)
