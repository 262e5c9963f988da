"""Pictures large, one at a time, with what is in them drawn over them; knows no dataset and no model."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from ptstudio.app.background import Background
from ptstudio.app.file_opening import open_folder_of
from ptstudio.app.overlay import Layer, Overlay, least_of, load_layer, overlay_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.found_view import FoundView
from ptstudio.app.widgets.layout import boxed, clear, column, row
from ptstudio.app.widgets.leafing import Leafing
from ptstudio.app.widgets.placed_picture import PlacedPicture, Sector
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.titled_dialog import TitledDialog
from ptstudio.app.widgets.zoom_bar import ZoomBar
from ptstudio.core.class_colours import ClassColours

LOADED_SIDE = 2400
BESIDE = 280


@dataclass(frozen=True)
class PlacedSample:
    """A picture's file, what is laid over it, and what else there is to say of it."""

    file: Path
    overlay: Overlay | None
    words: str = ""


class FoundDialog(TitledDialog):
    """One can be gone into, and the others leafed through; `least_chosen(probability)` for the one in view."""

    least_chosen = Signal(float)

    def __init__(
        self, parent: QWidget, title: str, samples: Sequence[PlacedSample], place: int, colours: ClassColours
    ) -> None:
        super().__init__(parent, title, (1040, 700))
        self._samples, self._colours = samples, colours
        self._background = Background(self, threads=1)
        self.picture = PlacedPicture()
        self.view: FoundView | None = None
        self._found = QVBoxLayout()
        self._words = label("", "muted")
        self._missing = label(tr("This picture is no longer there, or it cannot be read."), "warning")
        self._missing.hide()
        self._name = ElidedLabel("", "small")
        self.plain = Button(tr("Picture alone"), icon_name="look", tip=tr("Hide what is drawn over it (H)"))
        self.plain.setCheckable(True)
        self.plain.toggled.connect(lambda _: self._load())
        self._folder = Button(tr("Open its folder"), icon_name="open")
        self._folder.clicked.connect(lambda: open_folder_of(self.sample.file))
        self.leafing = Leafing(self, len(samples), place)
        self.leafing.turned.connect(self._show)
        QShortcut(QKeySequence(Qt.Key.Key_H), self).activated.connect(self.plain.click)
        self._arrange()
        self._show()
        self.picture.setFocus()

    @property
    def sample(self) -> PlacedSample:
        """The one in view."""
        return self._samples[self.leafing.place]

    @override
    def done(self, result: int) -> None:
        """Wait for what is being loaded."""
        self._background.wait()
        super().done(result)

    def _arrange(self) -> None:
        beside = boxed(
            column(
                self._found, self._words, self._missing, row(self.plain, None), None, self._name,
                row(self._folder, None),
                gap=Space.medium, margin=Space.medium,
            ),
            "card",
        )  # fmt: skip
        beside.setFixedWidth(BESIDE)
        above = row(self.picture, beside, gap=Space.medium)
        above.setStretch(0, 1)
        close = Button(tr("Close"))
        close.clicked.connect(self.close)
        below = row(self.leafing, None, ZoomBar([self.picture]), None, close)
        self.lay_out(above, buttons=below, growing=0)

    def _show(self) -> None:
        sample = self.sample
        clear(self._found)
        self.view = None
        if sample.overlay is not None:
            self.view = FoundView(sample.overlay, self._colours)
            self.view.chosen.connect(self.picture.show_least)
            self.view.chosen.connect(self.least_chosen)
            self._found.addWidget(self.view)
            self.picture.show_least(least_of(sample.overlay))
            self.picture.setAccessibleName(tr("A picture with {list}", list=overlay_words(sample.overlay)))
        self._words.setText(sample.words)
        self._words.setVisible(bool(sample.words))
        self._name.show_text(str(sample.file))
        self.picture.show_sector(Sector())
        self._load()

    def _load(self) -> None:
        """Load the picture as it is wanted."""
        overlay = None if self.plain.isChecked() else self.sample.overlay
        self._background.drop()
        load = partial(load_layer, (self.sample.file,), LOADED_SIDE, overlay, self._colours)
        self._background.do(load, self._take)

    def _take(self, layer: object) -> None:
        if isinstance(layer, Layer):
            self.picture.show_layer(layer, self._colours)
            self._missing.setVisible(layer.image.isNull())
