"""The list of steps at the left, each with its state in words and by an icon."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton
from typing_extensions import override

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Sign, label, line, pressed_by_enter


class StepState(StrEnum):
    """Where a step of the user's way stands."""

    PLAIN = "plain"
    TODO = "todo"
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    ATTENTION = "attention"


@dataclass(frozen=True)
class Step:
    """A step: its page's key, its name, its icon; `is_apart` puts it below the line."""

    key: str
    title: str
    icon_name: str
    is_apart: bool = False


_COLOURS = {
    StepState.TODO: "muted",
    StepState.READY: "accent",
    StepState.RUNNING: "accent",
    StepState.DONE: "good",
    StepState.ATTENTION: "warning",
}


def state_words(state: StepState) -> str:
    """The state as a person reads it."""
    return {
        StepState.PLAIN: "",
        StepState.TODO: tr("to do"),
        StepState.READY: tr("ready"),
        StepState.RUNNING: tr("running"),
        StepState.DONE: tr("done"),
        StepState.ATTENTION: tr("needs attention"),
    }[state]


class Sidebar(QFrame):
    """`chosen(key)` is emitted when a person picks a step."""

    chosen = Signal(str)

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__()
        self.setProperty("kind", "sidebar")
        self.setFixedWidth(Space.sidebar)
        self.setAccessibleName(tr("Steps"))
        self._group = QButtonGroup(self)
        self._rows = {step.key: _StepButton(step) for step in steps}
        above = [self._rows[step.key] for step in steps if not step.is_apart]
        below = [self._rows[step.key] for step in steps if step.is_apart]
        self.setLayout(column(*above, line(), *below, None, gap=Space.tight, margin=Space.small))
        for key, button in self._rows.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _=False, chosen=key: self.chosen.emit(chosen))

    def select(self, key: str) -> None:
        """Mark the step whose page is shown; none for a page that is no step."""
        self._group.setExclusive(False)
        for other, button in self._rows.items():
            button.setChecked(other == key)
        self._group.setExclusive(True)
        if key in self._rows and any(button.hasFocus() for button in self._rows.values()):
            self._rows[key].setFocus()

    def set_state(self, key: str, state: StepState) -> None:
        """Show how a step stands."""
        self._rows[key].set_state(state)

    def state(self, key: str) -> StepState:
        """How a step stands."""
        return self._rows[key].state


class _StepButton(QPushButton):
    def __init__(self, step: Step) -> None:
        super().__init__()
        self.setProperty("kind", "step")
        self.setCheckable(True)
        self._step = step
        self.state = StepState.PLAIN
        picture = Sign(step.icon_name)
        self._name = label(step.title)
        self._state = label("", "small")
        self._mark = Sign("todo", side=16)
        inside = row(
            picture, column(self._name, self._state, gap=0), None, self._mark, gap=Space.small, margin=Space.tight
        )
        self.setLayout(inside)
        for part in (self._name, self._state):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            part.setWordWrap(False)
        self._show_state()

    def set_state(self, state: StepState) -> None:
        """Asked for at every event of every run, so only a change is drawn."""
        if state is not self.state:
            self.state = state
            self._show_state()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return does as Space does."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def _show_state(self) -> None:
        words = state_words(self.state)
        self._state.setText(words)
        self._state.setVisible(bool(words))
        self._mark.setVisible(self.state is not StepState.PLAIN)
        if self.state is not StepState.PLAIN:
            self._mark.show_icon(self.state.value, _COLOURS[self.state])
        self.setAccessibleName(f"{self._step.title}, {words}" if words else self._step.title)
