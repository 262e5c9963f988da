"""New names for models of a pack whose own are taken here; knows nothing of the pack but those names."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.text import label


class PackNames(QWidget):
    """`changed` is emitted when a name has been changed; `fields` are the names by those in the pack."""

    changed = Signal()

    def __init__(self, suggested: Mapping[str, str]) -> None:
        super().__init__()
        self.fields = {key: QLineEdit(name) for key, name in suggested.items()}
        self._labels = {key: label(tr("“{key}” will be called", key=key)) for key in suggested}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.medium)
        grid.setColumnStretch(1, 1)
        for place, (key, field) in enumerate(self.fields.items()):
            field.setAccessibleName(tr("New name for “{key}”", key=key))
            field.textEdited.connect(lambda _: self.changed.emit())
            self._labels[key].setWordWrap(False)
            grid.addWidget(self._labels[key], place, 0)
            grid.addWidget(field, place, 1)
        self.fault = label("", "bad")
        self.fault.hide()
        words = label(tr("The library has other weights under the same name. Nothing is written over: choose another."))
        self.setLayout(column(words, grid, self.fault, gap=Space.small))

    def names(self, keys: list[str]) -> dict[str, str]:
        """The names given to those of these models that need one."""
        return {key: field.text().strip() for key, field in self.fields.items() if key in keys}

    def ask_for(self, keys: list[str], fault: str) -> None:
        """Show the fields of these models alone, and what is wrong with a name."""
        for key, field in self.fields.items():
            field.setVisible(key in keys)
            self._labels[key].setVisible(key in keys)
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.setVisible(any(key in self.fields for key in keys))
