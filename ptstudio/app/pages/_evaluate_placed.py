"""Cards of pictures with mistakes: what is there beside what was found in each; knows no task and no run."""

from collections.abc import Sequence
from pathlib import Path

from typing_extensions import override

from ptstudio.app.formats import count, share
from ptstudio.app.lazy_list import LazyList
from ptstudio.app.overlay import least_of, overlay_words
from ptstudio.app.pages._evaluate_sections import Album, SectionCard
from ptstudio.app.translation import tr
from ptstudio.app.widgets.class_key import ClassKey
from ptstudio.app.widgets.compared_dialog import ComparedDialog, ComparedSample
from ptstudio.app.widgets.gallery import GallerySample
from ptstudio.core.box_words import NO_MISTAKES
from ptstudio.core.prediction import Boxes
from ptstudio.core.report import BoxMistake, BoxMistakes, MaskMistake, MaskMistakes


class PlacedCard(SectionCard):
    """Pictures, each twice: left with what is there, right with what was said. A click shows one large."""

    def __init__(self, title: str, sentence: str, album: Album, samples: Sequence[ComparedSample]) -> None:
        super().__init__(title, sentence)
        self._colours, self._samples = album.colours, samples
        self._least = least_of(samples[0].said) if samples else 0.0
        self.gallery = album.pairs(title)
        self.gallery.opened.connect(self._open)
        if samples:
            self.gallery.show_least(self._least)
            self.gallery.show_samples(LazyList(samples, self._captioned))
            self.parts.addWidget(ClassKey(album.colours))
            self.parts.addWidget(self.gallery)

    def show_least(self, least: float) -> None:
        """Draw what is found from another probability on."""
        self._least = least
        self.gallery.show_least(least, LazyList(self._samples, self._captioned))

    def _captioned(self, shown: ComparedSample) -> GallerySample:
        said = tr("said: {list}", list=overlay_words(shown.said, self._least))
        truth = tr("really: {list}", list=overlay_words(shown.truth))
        return GallerySample(shown.id, shown.files[-1], said, truth, (shown.truth, shown.said))

    def _open(self, place: int) -> None:
        ComparedDialog(self, self._samples, place, self._colours, self._least).open()


class BoxMistakesCard(PlacedCard):
    """The pictures in which most is wrong come first."""

    def __init__(self, section: BoxMistakes, album: Album) -> None:
        sentence = tr(
            "Each picture twice: left what is there, right what was found. Choose one to compare both, large."
        )
        samples = LazyList(section.mistakes, lambda mistake: _of_boxes(mistake, section.threshold, album))
        title = tr("Pictures with mistakes")
        super().__init__(title, sentence if section.mistakes else tr(NO_MISTAKES), album, samples)


class MaskMistakesCard(PlacedCard):
    """The pictures that were told worst come first."""

    def __init__(self, section: MaskMistakes, album: Album) -> None:
        sentence = tr(
            "The worst first, each twice: left what is there, right what was said. The overlap (IoU) is the share of "
            "pixels that are the same, of those that are of a class or were said to be, mean over the classes. "
            "Choose a picture to compare both large."
        )
        samples = LazyList(section.mistakes, lambda mistake: _of_mask(mistake, album))
        super().__init__(
            tr("Pictures it gets wrong"), sentence if section.mistakes else tr(NO_MISTAKES), album, samples
        )

    @override
    def _captioned(self, shown: ComparedSample) -> GallerySample:
        truth = tr("really: {list}", list=overlay_words(shown.truth))
        return GallerySample(shown.id, shown.files[-1], shown.words, truth, (shown.truth, shown.said))


def _of_boxes(mistake: BoxMistake, threshold: float, album: Album) -> ComparedSample:
    truth, said = (
        Boxes(width=mistake.width, height=mistake.height, boxes=boxes, threshold=least)
        for boxes, least in ((mistake.truth, 0.0), (mistake.said, threshold))
    )
    words = tr("1 mistake") if mistake.wrong == 1 else tr("{count} mistakes", count=count(mistake.wrong))
    return ComparedSample(mistake.sample, _files(mistake.sample, album), truth, said, words)


def _of_mask(mistake: MaskMistake, album: Album) -> ComparedSample:
    words = tr("overlap (IoU): {share}", share=share(mistake.iou))
    return ComparedSample(mistake.sample, _files(mistake.sample, album), mistake.truth, mistake.said, words)


def _files(sample: str, album: Album) -> tuple[Path, ...]:
    """The picture's own file where it is known, and its thumbnail."""
    found = (album.file(sample), album.sight(sample))
    return tuple(each for each in found if isinstance(each, Path))
