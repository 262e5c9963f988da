"""A sample as large as there is room, in the widget for what it is, and what decided, by the type of an explanation."""

from abc import abstractmethod
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ptstudio.app.background import Background
from ptstudio.app.passage import Passage
from ptstudio.app.picture_loading import load_picture
from ptstudio.app.sample_files import Sight
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.large_picture import LargePicture
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.passage_view import PassageView
from ptstudio.app.widgets.word_colours import WordLegend
from ptstudio.core.prediction import Explanation, HeatMap, WordWeights

LOADED_SIDE = 1600


@dataclass(frozen=True)
class ExplainingWords:
    """The button that shows what decided, its tool tip, how to read what it shows, and that there is none."""

    button: str
    tip: str
    hint: str
    missing: str


class SampleSight(QWidget):
    """What a sample looks like; other explanations than its own kind leave it as it is."""

    @abstractmethod
    def show_sample(self, sight: Sight, file: Path | None, name: str) -> None:
        """Show a sample, with nothing that decided; `name` is read aloud."""

    @abstractmethod
    def show_explanation(self, explanation: Explanation | None) -> None:
        """Show what decided, or the sample alone."""

    @abstractmethod
    def words(self) -> ExplainingWords:
        """How what decided is called."""

    @abstractmethod
    def end(self) -> None:
        """Wait for what is being loaded."""


class PictureSight(SampleSight):
    """A picture: its file, else its thumbnail, or the map of where the network looked laid over it."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = LargePicture()
        self._background = Background(self, threads=1)
        self._files: tuple[Path, ...] = ()
        self.setLayout(column(self.picture))

    @override
    def show_sample(self, sight: Sight, file: Path | None, name: str) -> None:
        found = (file, sight if isinstance(sight, Path) else None)
        self._files = tuple(each for each in found if each is not None)
        self.picture.setAccessibleName(name)
        self._load(self._files)

    @override
    def show_explanation(self, explanation: Explanation | None) -> None:
        maps = (Path(explanation.file),) if isinstance(explanation, HeatMap) else ()
        self._load((*maps, *self._files))

    @override
    def words(self) -> ExplainingWords:
        return ExplainingWords(
            tr("Where it looked"),
            tr("Lay over the picture what decided (H)"),
            tr("The brighter a place, the more it spoke for the answer."),
            tr("There is no picture of where it looked."),
        )

    @override
    def end(self) -> None:
        self._background.wait()

    def _load(self, files: tuple[Path, ...]) -> None:
        """Load the first of these that can be."""
        self._background.drop()
        if not files:
            self.picture.show_image(QImage())
            return
        load = partial(load_picture, files[0], LOADED_SIDE)
        self._background.do(load, self._take, lambda _: self._load(files[1:]))

    def _take(self, image: object) -> None:
        self.picture.show_image(image if isinstance(image, QImage) else QImage())


class TextSight(SampleSight):
    """A text, on request with its words in the colours of how much they counted."""

    def __init__(self) -> None:
        super().__init__()
        self.view, self.legend = PassageView(), WordLegend()
        kept = self.legend.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.legend.setSizePolicy(kept)
        self.legend.hide()
        inside = column(self.view, self.legend, gap=Space.small)
        inside.setStretch(0, 1)
        self.setLayout(inside)

    @override
    def show_sample(self, sight: Sight, file: Path | None, name: str) -> None:
        self.view.show_passage(sight if isinstance(sight, Passage) else Passage(""))
        self.view.setAccessibleName(name)
        self.legend.hide()

    @override
    def show_explanation(self, explanation: Explanation | None) -> None:
        self.legend.setVisible(isinstance(explanation, WordWeights))
        self.view.show_weights(explanation if isinstance(explanation, WordWeights) else None)

    @override
    def words(self) -> ExplainingWords:
        return ExplainingWords(
            tr("Which words decided"),
            tr("Colour the words by how much they counted (H)"),
            tr("Blue words spoke for the answer, orange words against it; the stronger the colour, the more."),
            tr("It is not known which words decided."),
        )

    @override
    def end(self) -> None:
        pass


def sight_of(sight: Sight) -> SampleSight:
    """The widget for what is seen of a sample."""
    return TextSight() if isinstance(sight, Passage) else PictureSight()
