"""What was tried for a choice and how fast each was, behind a button; knows nothing of what was chosen for what."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from ptstudio.app import formats
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import boxed, column
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.machine import Timing


class TimingsView(QFrame):
    """A table of ways and speeds, the fastest first, that opens; `chosen` names one of the ways."""

    def __init__(self, name: str, timings: tuple[Timing, ...], chosen: str) -> None:
        super().__init__()
        self.button = Button(tr("What was tried"), "quiet", "search")
        self.button.setAccessibleName(tr("What was tried for “{name}”", name=name))
        self.button.setCheckable(True)
        self.button.toggled.connect(self._open)
        grid = QGridLayout()
        grid.setContentsMargins(Space.medium, 0, 0, Space.small)
        grid.setHorizontalSpacing(Space.medium)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for line, timing in enumerate(sorted(timings, key=lambda one: -one.samples_per_s)):
            way = tr(timing.way)
            is_chosen = timing.way == chosen
            shown = label(tr("{way} (chosen)", way=way) if is_chosen else way, "body" if is_chosen else "small")
            speed = label(tr("{speed} a second", speed=_speed(timing.samples_per_s)), "body" if is_chosen else "small")
            speed.setWordWrap(False)
            grid.addWidget(shown, line, 0)
            grid.addWidget(speed, line, 1, Qt.AlignmentFlag.AlignRight)
        self.table = boxed(grid)
        top = column(self.button, self.table, gap=0)
        top.setAlignment(self.button, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(top)
        self.table.hide()

    def _open(self, is_open: bool) -> None:
        self.table.setVisible(is_open)


def _speed(samples_per_s: float) -> str:
    return f"{samples_per_s:.1f}" if samples_per_s < 10 else formats.count(round(samples_per_s))
