"""Watch it learn: what the network says of a dozen validation samples after each epoch, and how it got there."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QSlider

from ptstudio.app import formats
from ptstudio.app.background import Background
from ptstudio.app.overlay import Layer, load_layer
from ptstudio.app.passage import Passage
from ptstudio.app.picture_loading import load_picture
from ptstudio.app.sample_files import SampleFiles
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import IconButton, label
from ptstudio.app.widgets.watch_cell import PLACED_SIDE, SIDE, Answer
from ptstudio.app.widgets.watch_grid import WatchGrid
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.events import EpochEnded, Watched
from ptstudio.core.prediction import Boxes, Mask
from ptstudio.core.project import Project

SHARPEST = 2
"""Screens with more pixels than this for one of ours show thumbnails a little soft."""


class TrainWatch(QFrame):
    """Follows the newest epoch until a person looks back, and again once they are at the newest.

    `looked_back(epoch or None)` is emitted when a person moves the slider; None means the newest.
    """

    looked_back = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._background = Background(self, threads=1)
        self._epochs: list[EpochEnded] = []
        self._files: SampleFiles | None = None
        self._dataset = ""
        self._glance: float | None = None
        self._placed: dict[str, Boxes | Mask] = {}
        self.summary = label("", "muted")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Epoch that is shown"))
        self.slider.setMinimum(1)
        self.slider.setPageStep(1)
        self.slider.valueChanged.connect(self._look_back)
        back, ahead = IconButton("back", tr("An epoch back")), IconButton("next", tr("An epoch on"))
        back.clicked.connect(partial(self._step, -1))
        ahead.clicked.connect(partial(self._step, 1))
        self.slider.setFixedWidth(180)
        self.slider.setToolTip(tr("Look back, or point at the curves."))
        self.grid = WatchGrid()
        heading = label(tr("Watch it learn"), "heading")
        heading.setWordWrap(False)
        top = row(heading, self.summary, back, self.slider, ahead)
        top.setStretch(1, 1)
        self.setLayout(column(top, self.grid, margin=Space.medium))
        self.hide()

    def show_epochs(self, epochs: list[EpochEnded], project: Project | None, dataset: str) -> None:
        """Show epochs; the samples are those of a revision of the project, such as `name/0001`."""
        shown = [epoch for epoch in epochs if epoch.watched]
        if shown == self._epochs and dataset == self._dataset:
            return
        was_newest = self.slider.value() >= len(self._epochs) or shown[:1] != self._epochs[:1]
        self._epochs = shown
        self._files, self._dataset = SampleFiles(project, dataset) if project is not None else None, dataset
        self.setVisible(bool(self._epochs))
        if not self._epochs:
            return
        self.slider.blockSignals(True)
        self.slider.setMaximum(len(self._epochs))
        if was_newest:
            self.slider.setValue(len(self._epochs))
        self.slider.blockSignals(False)
        self._redraw()

    def glance_at(self, place: float | None) -> None:
        """Show how it was at a place of the epochs, such as 2.5, until this is None again."""
        if place != self._glance and self._epochs:
            self._glance = place
            self._redraw()

    def let_go(self) -> None:
        """Read no more thumbnails; waits."""
        self._background.wait()

    def _look_back(self, number: int) -> None:
        self._glance = None
        self._redraw()
        self.looked_back.emit(self._epochs[number - 1].epoch if number < len(self._epochs) else None)

    def _epoch(self) -> EpochEnded:
        """The one that is to be shown."""
        if self._glance is None:
            return self._epochs[min(self.slider.value(), len(self._epochs)) - 1]
        ended = [epoch for epoch in self._epochs if epoch.epoch <= self._glance]
        return ended[-1] if ended else self._epochs[0]

    def _redraw(self) -> None:
        epoch = self._epoch()
        answers = [_answer(watched) for watched in epoch.watched]
        self.summary.setText(_summary(epoch, answers))
        wanted = self.grid.show_answers(answers)
        self._show_found(epoch)
        if self._files is None:
            return
        for sample in wanted:
            match self._files.sight(sample):
                case Passage() as passage:
                    self.grid.show_passage(sample, passage)
                case file if sample not in self._placed:
                    load = partial(load_picture, file, SHARPEST * SIDE)
                    self._background.do(load, partial(self._show_picture, sample))

    def _show_found(self, epoch: EpochEnded) -> None:
        """Draw what is found in pictures by now; an epoch is another picture then."""
        found = {watched.sample: watched.prediction for watched in epoch.watched}
        self._placed = {sample: each for sample, each in found.items() if isinstance(each, Boxes | Mask)}
        if self._files is None or not self._placed:
            return
        self._background.drop()
        colours = ClassColours(self._files.classes)
        for sample, overlay in self._placed.items():
            load = partial(load_layer, (self._files.thumbnail(sample),), SHARPEST * PLACED_SIDE, overlay, colours)
            self._background.do(load, partial(self._show_layer, sample, colours))

    def _show_layer(self, sample: str, colours: ClassColours, layer: object) -> None:
        if isinstance(layer, Layer):
            self.grid.show_layer(sample, layer, colours)

    def _show_picture(self, sample: str, picture: object) -> None:
        if isinstance(picture, QImage):
            self.grid.show_picture(sample, picture)

    def _step(self, by: int) -> None:
        self.slider.setValue(self.slider.value() + by)


def _answer(watched: Watched) -> Answer:
    prediction = watched.prediction
    is_drawn = isinstance(prediction, Boxes | Mask)
    return Answer(watched.sample, watched.truth, prediction.said, prediction.confidence, is_drawn)


def _summary(epoch: EpochEnded, answers: Sequence[Answer]) -> str:
    if any(answer.is_drawn for answer in answers):
        return tr(
            "What it finds after epoch {epoch} in {some} that it never learns from.",
            some=formats.samples(len(answers)),
            epoch=epoch.epoch,
        )
    return tr(
        "After epoch {epoch} it is right about {right} of {some} that it never learns from.",
        some=formats.samples(len(answers)),
        epoch=epoch.epoch,
        right=sum(answer.is_right for answer in answers),
    )
