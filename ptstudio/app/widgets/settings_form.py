"""A form made from settings that describe themselves; what differs from its usual value is marked and can be reset."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import boxed, column, row
from ptstudio.app.widgets.setting_inputs import input_for
from ptstudio.app.widgets.text import Button, IconButton, label, line
from ptstudio.core import amount
from ptstudio.core.jobs import SettingValue
from ptstudio.core.settings import SettingFacts

WIDE = 760
"""From this width on, settings stand in two columns."""
INPUT_WIDTH = 172


class SettingRow(QFrame):
    """One setting: what it is called, its input, help, and whether it differs; `edited` is for the form."""

    edited = Signal()

    def __init__(self, facts: SettingFacts) -> None:
        super().__init__()
        self.facts = facts
        self.input = input_for(facts)
        self.input.setFixedWidth(INPUT_WIDTH)
        self.input.edited.connect(self.edited)
        self._usual: SettingValue = facts.default
        self.reset = IconButton("undo", tr("Reset “{setting}” to what the preset says", setting=tr(facts.label)))
        self.reset.clicked.connect(self._reset)
        kept = self.reset.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(kept)
        self.mark = label("", "warning")
        name = label(tr(facts.label))
        name.setBuddy(self.input)
        words = column(name, label(tr(facts.help), "small"), self.mark, None, gap=2)
        inside = row(words, column(row(self.input, self.reset, gap=Space.tight), None), gap=Space.medium)
        inside.setStretch(0, 1)
        self.setLayout(inside)

    def show_value(self, value: SettingValue, usual: SettingValue) -> None:
        """Show a value, and say where it differs from the usual one."""
        self._usual = usual
        self.input.set_value(value)
        differs = value != usual
        self.mark.setText(tr("Changed; the preset says {value}.", value=_written(usual, self.facts)) if differs else "")
        self.mark.setVisible(differs)
        self.reset.setVisible(differs)

    def _reset(self) -> None:
        self.input.set_value(self._usual)
        self.input.setFocus()
        self.edited.emit()


class SettingsForm(QWidget):
    """Every setting of a task; `edited(values)` carries what differs. The special ones lie behind a button."""

    edited = Signal(object)

    def __init__(self, facts: Sequence[SettingFacts]) -> None:
        super().__init__()
        self.rows = {one.name: SettingRow(one) for one in facts}
        self._columns = 0
        self._usual_grid, self._special_grid = QGridLayout(), QGridLayout()
        self._special = boxed(self._special_grid)
        for one in self.rows.values():
            one.edited.connect(self._tell)
        self.more = Button(tr("Show the special settings"), "quiet", "down")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._show_special)
        self.reset_all = Button(tr("Reset all"), icon_name="undo", tip=tr("Every setting as the preset says"))
        self.reset_all.clicked.connect(partial(self.edited.emit, {}))
        self.summary = label("", "muted")
        top = row(self.summary, self.reset_all, gap=Space.medium)
        top.setStretch(0, 1)
        self._inside: QVBoxLayout = column(
            top, line(), self._usual_grid, row(self.more, None), self._special, gap=Space.medium
        )
        self.setLayout(self._inside)
        for grid in (self._usual_grid, self._special_grid):
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(Space.huge)
            grid.setVerticalSpacing(Space.large)
        self._special.hide()
        self._arrange(1)

    def show_values(self, values: Mapping[str, SettingValue], usual: Mapping[str, SettingValue]) -> None:
        """Show every setting, and which differ from the usual ones."""
        for name, one in self.rows.items():
            one.show_value(values.get(name), usual.get(name))
        count = sum(values.get(name) != usual.get(name) for name in self.rows)
        self.summary.setText(
            tr("Everything is as the preset says.")
            if not count
            else tr("One setting differs from the preset.")
            if count == 1
            else tr("{count} settings differ from the preset.", count=count)
        )
        self.reset_all.setEnabled(count > 0)
        if any(one.facts.advanced and values.get(name) != usual.get(name) for name, one in self.rows.items()):
            self.more.setChecked(True)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        self._arrange(2 if event.size().width() >= WIDE else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for grid, is_special in ((self._usual_grid, False), (self._special_grid, True)):
            shown = [one for one in self.rows.values() if one.facts.advanced is is_special]
            for place, one in enumerate(shown):
                grid.addWidget(one, place // columns, place % columns)
            grid.setColumnStretch(0, 1)
            grid.setColumnStretch(1, 1 if columns == 2 else 0)

    def _show_special(self, is_wanted: bool) -> None:
        self._special.setVisible(is_wanted)
        self.more.setText(tr("Hide the special settings") if is_wanted else tr("Show the special settings"))

    def _tell(self) -> None:
        self.edited.emit({name: one.input.value() for name, one in self.rows.items()})


def _written(value: SettingValue, facts: SettingFacts) -> str:
    if value is None:
        return tr("automatic")
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    titles = dict(zip(facts.choices, facts.titles, strict=True))
    return tr(titles.get(value, value)) if isinstance(value, str) else amount.number(value)
