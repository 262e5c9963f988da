"""Which moments of a video are looked at, chosen in plain words; knows no video."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app.translation import tr
from ptstudio.app.widgets.chooser import Chooser
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import label
from ptstudio.core.requests import Moments


class MomentsChoice(QWidget):
    """`chosen(Moments)`; no more than `most` have room."""

    chosen = Signal(object)

    def __init__(self, most: int) -> None:
        super().__init__()
        self.choice = Chooser(tr("Of a video"))
        self.choice.box.setToolTip(tr("Which moments of the next video are looked at"))
        self.choice.show_choices(_choices(most), Moments(most=most))
        self.choice.chosen.connect(self.chosen)
        room = label(tr("{number} answers have room on this page.", number=most), "muted")
        inside = row(self.choice, room)
        inside.setStretch(1, 1)
        self.setLayout(inside)


def _choices(most: int) -> list[tuple[Moments, str]]:
    """Spread over all of it, or dense from its beginning."""
    few = most // 5
    return [
        (Moments(most=most), tr("up to {number} moments, spread over all of it", number=most)),
        (Moments(most=few), tr("up to {number} moments, spread over all of it", number=few)),
        (Moments(every_s=60, most=None), tr("a moment each minute")),
        (Moments(every_s=10, most=None), tr("a moment each 10 seconds")),
        (Moments(every_s=1, most=None), tr("a moment each second")),
        (Moments(every_s=0.2, most=None), tr("5 moments each second")),
    ]
