"""Presets as tiles with plain descriptions, one of which is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import label, pressed_by_enter
from ptstudio.core.training import Preset


class PresetTile(QPushButton):
    """One preset: its title and what it does; as high as its words need."""

    def __init__(self, preset: Preset) -> None:
        super().__init__()
        self.key = preset.key
        self.setProperty("kind", "tile")
        self.setCheckable(True)
        self.setAccessibleName(tr(preset.title))
        self.setAccessibleDescription(tr(preset.summary))
        self._chosen = label(tr("Chosen"), "good")
        self._chosen.setWordWrap(False)
        title = label(tr(preset.title), "heading")
        summary = label(tr(preset.summary), "muted")
        inside = column(row(title, None, self._chosen), summary, None, margin=Space.medium)
        self.setLayout(inside)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.toggled.connect(self._chosen.setVisible)
        self._chosen.hide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return does as Space does."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        """What the words need at the present width; a button's own hint knows only its text."""
        inside = self.layout()
        width = max(self.width(), 160)
        return QSize(160, inside.totalHeightForWidth(width) if inside is not None else 72)

    @override
    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()


class PresetPicker(QWidget):
    """`chosen(key)` when a person picks another preset."""

    chosen = Signal(str)

    def __init__(self, presets: Sequence[Preset]) -> None:
        super().__init__()
        self.tiles = {preset.key: PresetTile(preset) for preset in presets}
        self._group = QButtonGroup(self)
        for tile in self.tiles.values():
            self._group.addButton(tile)
            tile.clicked.connect(self._tell)
        self.setLayout(row(*self.tiles.values(), gap=Space.medium))

    def choose(self, key: str) -> None:
        """Show a preset as the chosen one."""
        if key in self.tiles:
            self.tiles[key].setChecked(True)

    def _tell(self) -> None:
        pressed = self._group.checkedButton()
        if isinstance(pressed, PresetTile):
            self.chosen.emit(pressed.key)
