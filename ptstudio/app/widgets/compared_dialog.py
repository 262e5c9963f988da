"""Pictures large, one at a time: what is there beside what was said, or one swiped over the other, in step."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from ptstudio.app.background import Background
from ptstudio.app.overlay import Layer, Overlay, load_layers, overlay_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.class_key import ClassKey
from ptstudio.app.widgets.confidence_slider import ConfidenceSlider
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.leafing import Leafing
from ptstudio.app.widgets.placed_picture import PlacedPicture, Sector
from ptstudio.app.widgets.segments import Segments
from ptstudio.app.widgets.swipe_picture import SwipePicture
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.titled_dialog import TitledDialog
from ptstudio.app.widgets.zoom_bar import ZoomBar
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.prediction import Boxes

LOADED_SIDE = 2400
BESIDE, SWIPE = "beside", "swipe"


@dataclass(frozen=True)
class ComparedSample:
    """A picture's id, its files, the best first, what is there, what was said, and what else there is to say of it."""

    id: str
    files: tuple[Path, ...]
    truth: Overlay
    said: Overlay
    words: str = ""


class ComparedDialog(TitledDialog):
    """Both pictures show the same part; what was said is drawn from `least` on, which a person can change."""

    def __init__(
        self, parent: QWidget, samples: Sequence[ComparedSample], place: int, colours: ClassColours, least: float
    ) -> None:
        super().__init__(parent, tr("What is there, and what was said"), (1120, 720))
        self._samples, self._colours = samples, colours
        self._background = Background(self, threads=1)
        self.truth, self.said = PlacedPicture(), PlacedPicture()
        self.swipe = SwipePicture(tr("what is there"), tr("what was said"))
        self._truth_words, self._said_words = label("", "muted"), label("", "muted")
        self._words = label("", "small")
        self._words.setWordWrap(False)
        self.ways = Segments(tr("How to compare"), ((BESIDE, tr("Side by side")), (SWIPE, tr("Swipe"))))
        self.ways.chosen.connect(self._turn)
        self.slider = ConfidenceSlider(least)
        self.slider.setVisible(isinstance(samples[place].said, Boxes))
        self.slider.chosen.connect(self._show_least)
        self.leafing = Leafing(self, len(samples), place)
        self.leafing.turned.connect(self._show)
        self._arrange()
        self._show()
        self._show_least(least)
        self.truth.setFocus()

    @property
    def sample(self) -> ComparedSample:
        """The one in view."""
        return self._samples[self.leafing.place]

    @override
    def done(self, result: int) -> None:
        """Wait for what is being loaded."""
        self._background.wait()
        super().done(result)

    def _arrange(self) -> None:
        halves = []
        for title, words, picture in (
            (tr("What is there"), self._truth_words, self.truth),
            (tr("What was said"), self._said_words, self.said),
        ):
            half = column(label(title, "heading"), words, picture, gap=Space.tight)
            half.setStretch(2, 1)
            halves.append(half)
        beside = QWidget()
        beside.setLayout(row(*halves, gap=Space.medium))
        self.pages = QStackedWidget()
        self.pages.addWidget(beside)
        self.pages.addWidget(self.swipe)
        above = row(self.ways, None, self.slider, gap=Space.large)
        key = row(ClassKey(self._colours), self._words, gap=Space.large)
        key.setStretch(0, 1)
        close = Button(tr("Close"))
        close.clicked.connect(self.close)
        below = row(self.leafing, None, ZoomBar([self.truth, self.said, self.swipe]), None, close)
        self.lay_out(above, self.pages, key, buttons=below, growing=1)

    def _turn(self, way: str) -> None:
        self.pages.setCurrentIndex(0 if way == BESIDE else 1)
        (self.truth if way == BESIDE else self.swipe).setFocus()

    def _show(self) -> None:
        sample = self.sample
        self._words.setText(sample.words)
        for picture in (self.truth, self.said, self.swipe):
            picture.show_sector(Sector())
        self._show_words()
        self._background.drop()
        load = partial(load_layers, sample.files, LOADED_SIDE, (sample.truth, sample.said), self._colours)
        self._background.do(load, self._take)

    def _show_least(self, least: float) -> None:
        self.said.show_least(least)
        self.swipe.show_least(least)
        self._show_words()

    def _show_words(self) -> None:
        truth, said = overlay_words(self.sample.truth), overlay_words(self.sample.said, self.slider.least)
        self._truth_words.setText(truth)
        self._said_words.setText(said)
        self.truth.setAccessibleName(tr("What is there: {list}", list=truth))
        self.said.setAccessibleName(tr("What was said: {list}", list=said))
        self.swipe.setAccessibleName(
            tr("Left what is there: {truth}; right what was said: {said}", truth=truth, said=said)
        )

    def _take(self, layers: object) -> None:
        if isinstance(layers, tuple) and all(isinstance(layer, Layer) for layer in layers):
            truth, said = layers
            self.truth.show_layer(truth, self._colours)
            self.said.show_layer(said, self._colours)
            self.swipe.show_layers(truth, said, self._colours)
