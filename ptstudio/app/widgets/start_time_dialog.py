"""Asks when something is to start: a day of the next week and a time, 22:00 tonight unless told otherwise."""

from datetime import datetime, time, timedelta

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QTimeEdit, QWidget

from ptstudio.app.queue_words import moment
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.drop_down import DropDown
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.titled_dialog import TitledDialog

DAYS = 7


class StartTimeDialog(TitledDialog):
    """`chosen` is the moment once the dialog was accepted."""

    def __init__(self, parent: QWidget, now: datetime, proposed: datetime, agree: str) -> None:
        """`proposed` is what is chosen at first; `agree` are the words on the button."""
        super().__init__(parent, tr("When is it to start?"))
        self._now = now
        self.chosen = proposed
        self.day, self.clock = DropDown(), QTimeEdit()
        self.day.setAccessibleName(tr("Day"))
        self.clock.setAccessibleName(tr("Time"))
        self.clock.setDisplayFormat("HH:mm")
        today = now.astimezone().date()
        for number in range(DAYS):
            day = today + timedelta(days=number)
            self.day.addItem(_day_words(number, day.strftime("%Y-%m-%d")), day)
        there = proposed.astimezone()
        self.day.setCurrentIndex(min(max(0, (there.date() - today).days), DAYS - 1))
        self.clock.setTime(QTime(there.hour, there.minute))
        self.words = label("")
        self.agree, cancel = Button(agree, "primary", "queue"), Button(tr("Cancel"))
        self.agree.setDefault(True)
        self.agree.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        stays = label(tr("PTStudio has to be open then, and the machine awake. If it is not, the run starts as soon as "
                         "it is again."), "muted")  # fmt: skip
        names = label(tr("Day")), label(tr("Time"))
        for name, field in zip(names, (self.day, self.clock), strict=True):
            name.setWordWrap(False)
            name.setBuddy(field)
        fields = row(names[0], self.day, names[1], self.clock, None, gap=Space.medium)
        self.lay_out(fields, self.words, stays, buttons=row(None, cancel, self.agree))
        self.day.currentIndexChanged.connect(self._redraw)
        self.clock.timeChanged.connect(self._redraw)
        self._redraw()
        self.clock.setFocus()

    def _redraw(self) -> None:
        at = self.clock.time()
        wanted = datetime.combine(self.day.currentData(), time(at.hour(), at.minute())).astimezone()
        is_to_come = wanted > self._now
        self.agree.setEnabled(is_to_come)
        if is_to_come:
            self.chosen = wanted
            self.words.setText(tr("It starts {when}.", when=moment(wanted, self._now)))
        else:
            self.words.setText(tr("That moment has passed: choose a later one."))


def _day_words(number: int, day: str) -> str:
    if number == 0:
        return tr("today")
    return tr("tomorrow") if number == 1 else day
