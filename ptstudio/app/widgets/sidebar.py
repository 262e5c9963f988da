"""The list of steps at the left, each with its state in words and by an icon."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton

from ptstudio.app.icons import icon, pixmap
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import label, line


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
        self._picture = QLabel()
        self._name = label(step.title)
        self._state = label("", "small")
        self._mark = QLabel()
        inside = row(
            self._picture, column(self._name, self._state, gap=0), None, self._mark, gap=Space.small, margin=Space.tight
        )
        self.setLayout(inside)
        for part in (self._picture, self._name, self._state, self._mark):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._name.setWordWrap(False)
        self._state.setWordWrap(False)
        theme().changed.connect(self._redraw)
        self._redraw()

    def set_state(self, state: StepState) -> None:
        """Asked for at every event of every run, so only a change is drawn."""
        if state is not self.state:
            self.state = state
            self._redraw()

    def _redraw(self) -> None:
        self._picture.setPixmap(pixmap(self._step.icon_name))
        words = state_words(self.state)
        self._state.setText(words)
        self._state.setVisible(bool(words))
        if self.state is StepState.PLAIN:
            self._mark.clear()
        else:
            self._mark.setPixmap(icon(self.state.value, _COLOURS[self.state]).pixmap(16, 16))
        self.setAccessibleName(f"{self._step.title}, {words}" if words else self._step.title)
