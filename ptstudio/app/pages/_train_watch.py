"""Watch it learn: what the network says of a dozen validation samples after each epoch, and how it got there."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSlider

from ptstudio.app.background import Background
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import IconButton, label
from ptstudio.app.widgets.watch_grid import Answer, WatchGrid
from ptstudio.core.events import EpochEnded, Watched
from ptstudio.core.project import Project


class TrainWatch(QFrame):
    """Follows the newest epoch until a person looks back, and again once they are at the newest."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._background = Background(self, threads=1)
        self._epochs: list[EpochEnded] = []
        self._project: Project | None = None
        self._dataset = ""
        self.summary = label("", "muted")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Epoch that is shown"))
        self.slider.setMinimum(1)
        self.slider.setPageStep(1)
        self.slider.valueChanged.connect(self._redraw)
        back, ahead = IconButton("back", tr("An epoch back")), IconButton("next", tr("An epoch on"))
        back.clicked.connect(partial(self._step, -1))
        ahead.clicked.connect(partial(self._step, 1))
        self.grid = WatchGrid()
        slide = row(back, self.slider, ahead)
        slide.setStretch(1, 1)
        self.setLayout(
            column(
                label(tr("Watch it learn"), "heading"),
                self.summary,
                slide,
                self.grid,
                gap=Space.small,
                margin=Space.medium,
            )
        )
        self.hide()

    def show_epochs(self, epochs: list[EpochEnded], project: Project | None, dataset: str) -> None:
        """Show epochs; the thumbnails are those of a dataset of the project."""
        shown = [epoch for epoch in epochs if epoch.watched]
        if shown == self._epochs and dataset == self._dataset:
            return
        was_newest = self.slider.value() >= len(self._epochs)
        self._epochs = shown
        self._project, self._dataset = project, dataset
        self.setVisible(bool(self._epochs))
        if not self._epochs:
            return
        self.slider.blockSignals(True)
        self.slider.setMaximum(len(self._epochs))
        if was_newest:
            self.slider.setValue(len(self._epochs))
        self.slider.blockSignals(False)
        self._redraw()

    def let_go(self) -> None:
        """Read no more thumbnails; waits."""
        self._background.wait()

    def _redraw(self) -> None:
        epoch = self._epochs[min(self.slider.value(), len(self._epochs)) - 1]
        answers = [_answer(watched) for watched in epoch.watched]
        right = sum(answer.is_right for answer in answers)
        self.summary.setText(
            tr(
                "The same {count} samples that training never sees, after epoch {epoch}: {right} are recognised. "
                "Move the slider to look back.",
                count=len(answers),
                epoch=epoch.epoch,
                right=right,
            )
        )
        wanted = self.grid.show_answers(answers)
        if self._project is not None:
            for sample in wanted:
                file = self._project.thumbnail(self._dataset, sample)
                self._background.do(partial(_bytes_of, file), partial(self._show_picture, sample))

    def _show_picture(self, sample: str, data: object) -> None:
        if isinstance(data, bytes):
            self.grid.show_picture(sample, data)

    def _step(self, by: int) -> None:
        self.slider.setValue(self.slider.value() + by)


def _answer(watched: Watched) -> Answer:
    best = watched.prediction.best
    return Answer(watched.sample, watched.truth, best.label, best.probability)


def _bytes_of(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""
