"""Samples to look through, in the widget for what they are; knows neither project nor dataset."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ptstudio.app import sample_words
from ptstudio.app.lazy_list import LazyList
from ptstudio.app.sample_words import PICTURE, TEXT
from ptstudio.app.text_rows import TextRow, TextRows
from ptstudio.app.tiles import Tiles
from ptstudio.app.translation import tr
from ptstudio.app.widgets.found_dialog import FoundDialog, PlacedSample
from ptstudio.app.widgets.passage_dialog import PassageDialog
from ptstudio.app.widgets.sample_grid import SampleGrid
from ptstudio.app.widgets.sample_texts import SampleTexts
from ptstudio.data._picture_problems import UnreadableImageError

Samples = Tiles | TextRows
"""Pictures, or texts."""


class SampleView(QStackedWidget):
    """`opened(Path)` is emitted for a picture that a person wants to see; a text opens here, and a picture with
    something laid over it.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.grid = SampleGrid(sample_words.title(PICTURE))
        self.texts = SampleTexts(sample_words.title(TEXT))
        self.dialog: PassageDialog | None = None
        self.large: FoundDialog | None = None
        self._filters: list[QWidget] = []
        self.grid.opened.connect(self._open_picture)
        self.grid.enlarged.connect(self._enlarge)
        self.texts.opened.connect(self._open_text)
        self.addWidget(self.grid)
        self.addWidget(self.texts)

    def add_filter(self, widget: QWidget) -> None:
        """Put something above the samples that says which of them are shown."""
        self._filters.append(widget)
        self._widget().add_filter(widget)

    def show_kind(self, kind: str) -> None:
        """Make ready for samples of this kind."""
        wanted = {PICTURE: self.grid, TEXT: self.texts}[kind]
        if wanted is self.currentWidget():
            return
        self.setCurrentWidget(wanted)
        for widget in self._filters:
            is_hidden = widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
            self._widget().add_filter(widget)
            widget.setVisible(not is_hidden)

    def set_samples(self, samples: Samples | None) -> None:
        """Show these from their beginning."""
        match samples:
            case Tiles():
                self.show_kind(PICTURE)
                self.grid.set_tiles(samples)
            case TextRows():
                self.show_kind(TEXT)
                self.texts.set_rows(samples)
            case None:
                self.grid.set_tiles(None)
                self.texts.set_rows(None)

    def grow(self) -> None:
        """Show those that were added to what is shown."""
        self._widget().grow()

    def end(self) -> None:
        """Wait for what is being decoded, and close what was opened."""
        self._close()
        self.grid.end()

    def _widget(self) -> SampleGrid | SampleTexts:
        return self.grid if self.currentWidget() is self.grid else self.texts

    def _open_picture(self, file: Path) -> None:
        self.opened.emit(file)

    def _enlarge(self, place: int) -> None:
        tiles = self.grid.model.tiles
        if tiles is not None:
            samples = LazyList(range(len(tiles)), partial(_placed, tiles))
            title = tr("What is in the picture")
            self._close()
            self.large = FoundDialog(self.window(), title, samples, place, tiles.colours)
            self.large.finished.connect(self._forget)
            self.large.show()

    def _open_text(self, shown: TextRow) -> None:
        self._close()
        self.dialog = PassageDialog(self.window(), shown)
        self.dialog.finished.connect(self._forget)
        self.dialog.show()

    def _close(self) -> None:
        for dialog in (self.dialog, self.large):
            if dialog is not None:
                dialog.close()

    def _forget(self) -> None:
        self.dialog = self.large = None  # they delete themselves


def _placed(tiles: Tiles, place: int) -> PlacedSample:
    tile = tiles.tile(place)
    try:
        overlay = tiles.overlay(place)
    except UnreadableImageError:
        overlay = None
    words = tile.detail.partition("\n")[0]
    return PlacedSample(tile.path, overlay, words.removeprefix(tile.caption).removeprefix(", "))
