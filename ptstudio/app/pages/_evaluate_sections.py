"""A card for each section of a report, by the section's type; knows no task and no run."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ptstudio.app import sample_words
from ptstudio.app.background import Background
from ptstudio.app.confusion_order import by_confusion, by_name, matrix
from ptstudio.app.formats import share
from ptstudio.app.lazy_list import LazyList
from ptstudio.app.sample_files import Sight
from ptstudio.app.sample_words import TEXT
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.beside import Beside
from ptstudio.app.widgets.calibration_view import CalibrationView
from ptstudio.app.widgets.class_table import ClassTable
from ptstudio.app.widgets.confusion_view import ConfusionView, Unit
from ptstudio.app.widgets.gallery import Gallery, GallerySample
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.sample_dialog import LargeSample
from ptstudio.app.widgets.segments import Segments
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.text_gallery import TextGallery
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.report import Calibration, Confusion, Mistake, Mistakes, PerClass
from ptstudio.core.sentence import say_all
from ptstudio.core.trust import ABOUT_THRESHOLDS, confidence

MOST_EXPLAINED = 24
"""How many heat maps a gallery asks for at once; each takes the network about as long as ten answers."""
ORDERS = {"confusion": by_confusion, "name": by_name}


class SectionCard(QFrame):
    """`opened(samples, place)` for a sample to be shown large; `explained(ids)` where their heat maps are wanted;
    `least_chosen(probability)` where a person tries from what probability on things are found.

    Two narrow ones stand side by side where there is room.
    """

    is_narrow: ClassVar[bool] = False
    opened = Signal(object, int)
    explained = Signal(object)
    least_chosen = Signal(float)

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.parts = column(label(title, "heading"), margin=Space.medium)
        if sentence:
            self.parts.addWidget(label(sentence, "muted"))
        self.setLayout(self.parts)

    def show_heat_map(self, sample: str, picture: Path) -> None:
        """Where the network looked at a sample; a card that never asked for it has no use for it."""

    def show_least(self, least: float) -> None:
        """From what probability on things are found; of no use to a card that shows none."""


class Album:
    """What cards need to show samples of a kind: what is seen of each, its file, the classes of the data in their
    colours, and the threads that load pictures.
    """

    def __init__(
        self,
        kind: str,
        sight: Callable[[str], Sight],
        background: Background,
        file: Callable[[str], Path | None] = lambda _: None,
        classes: Sequence[str] = (),
    ) -> None:
        self.kind, self.sight, self.file = kind, sight, file
        self.colours = ClassColours(classes)
        self._background = background

    def pairs(self, name: str) -> Gallery:
        """A place for pictures of which each is shown twice, with different things drawn over it."""
        return Gallery(name, self._background, across=2, colours=self.colours)

    def gallery(self, name: str, most_rows: int = 2) -> Gallery | TextGallery:
        """A place for some of them; of pictures, several stand in a row."""
        if self.kind == TEXT:
            return TextGallery(name, 2 * most_rows)
        return Gallery(name, self._background, most_rows)


class ConfusionCard(SectionCard):
    """The matrix, and the samples behind the cell that is chosen."""

    def __init__(self, section: Confusion, album: Album) -> None:
        super().__init__(
            tr("What it mixes up"),
            tr(
                "Each row is a class as it really is, each column what the network said. Choose a cell to see its "
                "samples."
            ),
        )
        self._section, self._album = section, album
        self._cell = (0, 0)
        units = [(Unit.COUNTS, tr("Counts")), (Unit.PERCENT, tr("Per cent"))]
        orders = [("confusion", tr("Most confused first")), ("name", tr("By name"))]
        self.unit = Segments(tr("What stands in the cells"), units)
        self.order = Segments(tr("Order of the classes"), orders)
        self.view = ConfusionView(matrix(section, by_confusion(section)))
        self.chosen = label("", "heading")
        self.gallery = album.gallery(tr("Samples behind the chosen cell"), most_rows=3)
        left, right = QWidget(), QWidget()
        left.setLayout(column(row(self.unit, self.order, None, gap=Space.large), self.view, None))
        self._hint = label(sample_words.look_hint(album.kind), "small")
        right.setLayout(column(self.chosen, self._hint, self.gallery, None))
        self.parts.addWidget(Beside(left, right, (3, 2)))
        self.unit.chosen.connect(lambda unit: self.view.show_unit(Unit(unit)))
        self.order.chosen.connect(self._sort)
        self.view.chosen.connect(self._show_cell)
        self.view.activated.connect(lambda _: self.gallery.setFocus())
        self.gallery.opened.connect(self._open)
        self.view.choose(*(self.view.matrix.worst() or (0, 0)))

    def _sort(self, order: str) -> None:
        self.view.show_matrix(matrix(self._section, ORDERS[order](self._section)))

    def _show_cell(self, truth: int, said: int) -> None:
        self._cell = (truth, said)
        self.chosen.setText(self.view.matrix.words(truth, said))
        ids, sight = self.view.matrix.samples(truth, said), self._album.sight
        self.gallery.show_samples(LazyList(ids, lambda sample: GallerySample(sample, sight(sample))))
        for part in (self._hint, self.gallery):
            part.setVisible(bool(ids))

    def _open(self, place: int) -> None:
        truth, said = (self.view.matrix.classes[at] for at in self._cell)
        shown = self.gallery.samples
        self.opened.emit(LazyList(shown, lambda each: LargeSample(each.id, truth, said, each.sight)), place)


class MistakesCard(SectionCard):
    """The wrong answers, the most confident first; pictures on request with what decided laid over them."""

    def __init__(self, section: Mistakes, album: Album) -> None:
        if section.mistakes:
            sentence = sample_words.mistakes_hint(album.kind)
        else:
            sentence = tr("There are none: every sample was recognised.")
        super().__init__(tr("The most confident mistakes"), sentence)
        self._mistakes: Sequence[Mistake] = section.mistakes
        self.gallery = album.gallery(tr("The most confident mistakes"))
        self.looked = Button(tr("Where it looked"), icon_name="look")
        self.looked.setToolTip(tr("Lay over each picture what decided; the brighter, the more it counted."))
        self.looked.setCheckable(True)
        self.looked.toggled.connect(self._look)
        self.gallery.opened.connect(self._open)
        self._sight = album.sight
        self.gallery.show_samples(LazyList(self._mistakes, self._captioned))
        if section.mistakes:
            if isinstance(self.gallery, Gallery):
                self.parts.addLayout(row(self.looked, None))
            self.parts.addWidget(self.gallery)

    def show_heat_map(self, sample: str, picture: Path) -> None:
        """Lay a heat map over a mistake, as long as that is wanted."""
        if self.looked.isChecked() and isinstance(self.gallery, Gallery):
            self.gallery.show_instead(sample, picture)

    def _look(self, is_wanted: bool) -> None:
        ids = [mistake.sample for mistake in self._mistakes[:MOST_EXPLAINED]]
        if is_wanted:
            self.explained.emit(ids)
        elif isinstance(self.gallery, Gallery):
            for sample in ids:
                self.gallery.show_instead(sample, None)

    def _open(self, place: int) -> None:
        self.opened.emit(LazyList(self._mistakes, self._large), place)

    def _captioned(self, mistake: Mistake) -> GallerySample:
        said = tr("{share} “{said}”", said=mistake.prediction.said, share=share(mistake.confidence, 0))
        truth = tr("really {truth}", truth=mistake.truth)
        return GallerySample(mistake.sample, self._sight(mistake.sample), said, truth)

    def _large(self, mistake: Mistake) -> LargeSample:
        said = mistake.prediction.said
        return LargeSample(mistake.sample, mistake.truth, said, self._sight(mistake.sample))


class ClassCard(SectionCard):
    """The classes one by one."""

    is_narrow = True

    def __init__(self, section: PerClass) -> None:
        super().__init__(tr("Class by class"), tr("The weakest class first; click a column’s head to sort by it."))
        self.table = ClassTable(section.rows)
        self.parts.addWidget(self.table)
        if section.has_thresholds:
            self.parts.addWidget(label(ABOUT_THRESHOLDS.say(tr), "small"))
        self.parts.addStretch(1)


class CalibrationCard(SectionCard):
    """Whether its confidence can be taken at its word."""

    is_narrow = True

    def __init__(self, section: Calibration) -> None:
        super().__init__(tr("Can its confidence be believed?"), say_all(confidence(section), tr))
        self.parts.addWidget(CalibrationView(section), 1)
        self.parts.addStretch()
