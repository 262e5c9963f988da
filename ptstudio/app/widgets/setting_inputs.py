"""An input for each kind of setting: shows a value, tells when a person changed it; knows no setting by name."""

import math
import re

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget
from typing_extensions import override

from ptstudio.app.translation import tr
from ptstudio.app.widgets.drop_down import DropDown
from ptstudio.core.jobs import SettingValue
from ptstudio.core.settings import SettingFacts

LARGEST = 2**31 - 1


class SettingInput(QWidget):
    """What all inputs share: `edited` when a person changed the value; the wheel scrolls the page past them."""

    edited = Signal()

    def __init__(self, facts: SettingFacts, control: QWidget) -> None:
        super().__init__()
        control.setAccessibleName(tr(facts.label))
        control.setAccessibleDescription(tr(facts.help))
        control.setToolTip(tr(facts.help))
        control.installEventFilter(self)
        self.setFocusProxy(control)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(control)

    def value(self) -> SettingValue:
        """What is set; None stands for automatic."""
        raise NotImplementedError

    def set_value(self, value: SettingValue) -> None:
        """Show a value, without `edited`."""
        raise NotImplementedError

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to the page."""
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class WholeInput(SettingInput):
    """A whole number within its limits; one less than the lowest stands for automatic."""

    def __init__(self, facts: SettingFacts) -> None:
        self._box = QSpinBox()
        super().__init__(facts, self._box)
        lowest = int(facts.minimum) if facts.minimum is not None else -LARGEST
        highest = int(facts.maximum) if facts.maximum is not None else LARGEST
        self._automatic = lowest - 1 if facts.automatic else None
        self._box.setRange(lowest - 1 if facts.automatic else lowest, min(highest, LARGEST))
        self._box.setSpecialValueText(tr("automatic") if facts.automatic else "")
        self._box.setSuffix(f" {tr(facts.unit)}" if facts.unit else "")
        self._box.setKeyboardTracking(False)
        self._box.valueChanged.connect(self.edited)

    @override
    def value(self) -> SettingValue:
        return None if self._box.value() == self._automatic else self._box.value()

    @override
    def set_value(self, value: SettingValue) -> None:
        self._box.blockSignals(True)
        self._box.setValue(self._box.minimum() if value is None else int(value))
        self._box.blockSignals(False)


_NUMBER_BEGUN = re.compile(r"[-+]?\d*\.?\d*([eE][-+]?\d*)?")


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


class _PlainNumberBox(QDoubleSpinBox):
    """Writes 0.01 and not 0.010000, and reads 1e-2 and 0,01, too."""

    @override
    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """A number within the limits is acceptable, what could become one is on its way."""
        written = self._plain(text)
        if written == self.specialValueText():
            return QValidator.State.Acceptable, text, place
        if not _NUMBER_BEGUN.fullmatch(written):
            return QValidator.State.Invalid, text, place
        is_within = _is_number(written) and self.minimum() <= float(written) <= self.maximum()
        return (QValidator.State.Acceptable if is_within else QValidator.State.Intermediate), text, place

    @override
    def valueFromText(self, text: str) -> float:
        """The number that is written; the lowest one where none is."""
        written = self._plain(text)
        return float(written) if _is_number(written) else self.minimum()

    def _plain(self, text: str) -> str:
        return text.removesuffix(self.suffix()).strip().replace(",", ".")

    @override
    def textFromValue(self, value: float) -> str:
        """The shortest way to write the number."""
        return f"{value:.6f}".rstrip("0").rstrip(".")


class NumberInput(SettingInput):
    """A number within its limits; the lowest stands for automatic, which such a number cannot be itself."""

    def __init__(self, facts: SettingFacts) -> None:
        self._box = _PlainNumberBox()
        super().__init__(facts, self._box)
        self._is_automatic = facts.automatic
        self._box.setDecimals(6)
        self._box.setRange(
            facts.minimum if facts.minimum is not None else -LARGEST,
            facts.maximum if facts.maximum is not None else LARGEST,
        )
        self._box.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self._box.setSpecialValueText(tr("automatic") if facts.automatic else "")
        self._box.setSuffix(f" {tr(facts.unit)}" if facts.unit else "")
        self._box.setKeyboardTracking(False)
        self._box.valueChanged.connect(self.edited)

    @override
    def value(self) -> SettingValue:
        is_lowest = self._box.value() == self._box.minimum()
        return None if self._is_automatic and is_lowest else self._box.value()

    @override
    def set_value(self, value: SettingValue) -> None:
        self._box.blockSignals(True)
        self._box.setValue(self._box.minimum() if value is None else float(value))
        self._box.blockSignals(False)


class SwitchInput(SettingInput):
    """On or off."""

    def __init__(self, facts: SettingFacts) -> None:
        self._box = QCheckBox()
        super().__init__(facts, self._box)
        self._box.toggled.connect(self._tell)
        self._name()

    @override
    def value(self) -> SettingValue:
        return self._box.isChecked()

    @override
    def set_value(self, value: SettingValue) -> None:
        self._box.blockSignals(True)
        self._box.setChecked(bool(value))
        self._box.blockSignals(False)
        self._name()

    def _tell(self) -> None:
        self._name()
        self.edited.emit()

    def _name(self) -> None:
        self._box.setText(tr("on") if self._box.isChecked() else tr("off"))


class ChoiceInput(SettingInput):
    """One of a few."""

    def __init__(self, facts: SettingFacts) -> None:
        self._box = DropDown()
        super().__init__(facts, self._box)
        if facts.automatic:
            self._box.addItem(tr("automatic"), None)
        for choice, title in zip(facts.choices, facts.titles, strict=True):
            self._box.addItem(tr(title), choice)
        self._box.currentIndexChanged.connect(self.edited)

    @override
    def value(self) -> SettingValue:
        chosen: str | None = self._box.currentData()
        return chosen

    @override
    def set_value(self, value: SettingValue) -> None:
        self._box.blockSignals(True)
        self._box.setCurrentIndex(max(0, self._box.findData(value)))
        self._box.blockSignals(False)


class TextInput(SettingInput):
    """A text."""

    def __init__(self, facts: SettingFacts) -> None:
        self._box = QLineEdit()
        super().__init__(facts, self._box)
        self._box.setPlaceholderText(tr("automatic") if facts.automatic else "")
        self._is_automatic = facts.automatic
        self._box.editingFinished.connect(self.edited)

    @override
    def value(self) -> SettingValue:
        return None if self._is_automatic and not self._box.text() else self._box.text()

    @override
    def set_value(self, value: SettingValue) -> None:
        self._box.setText("" if value is None else str(value))


_INPUTS: dict[str, type[WholeInput | NumberInput | SwitchInput | ChoiceInput | TextInput]] = {
    "whole": WholeInput,
    "number": NumberInput,
    "switch": SwitchInput,
    "choice": ChoiceInput,
    "text": TextInput,
}


def input_for(facts: SettingFacts) -> SettingInput:
    """The input of a setting."""
    return _INPUTS[facts.kind](facts)
