"""What one can do with the curves of a training: choose, smooth, zoom, save; knows no run and no chart."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.beside import Beside
from ptstudio.app.widgets.drop_down import DropDown
from ptstudio.app.widgets.layout import boxed, row
from ptstudio.app.widgets.text import IconButton, label

CLOSER = 1.5
LEAST_BESIDE = 140
ROOM = 1100
"""From this width on everything stands in one row."""


class TrainTools(QWidget):
    """Signals say what a person has chosen; `compared(folder or None)` is what is to be laid beside."""

    metric_chosen = Signal()
    compared = Signal(object)
    smoothing_chosen = Signal()
    log_switched = Signal(bool)
    zoomed = Signal(float)
    whole_wanted = Signal()
    picture_wanted = Signal()
    table_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.which, self.beside, self.strength = DropDown(), DropDown(), DropDown()
        self.which.currentIndexChanged.connect(self.metric_chosen)
        self.beside.setMinimumContentsLength(36)
        self.beside.setMinimumWidth(LEAST_BESIDE)
        self.beside.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.beside.activated.connect(lambda: self.compared.emit(self.beside.currentData()))
        for text, strength in ((tr("none"), 0.0), (tr("a little"), 0.5), (tr("strong"), 0.85)):
            self.strength.addItem(text, strength)
        self.strength.currentIndexChanged.connect(self.smoothing_chosen)
        self.log = QCheckBox(tr("Logarithmic loss"))
        self.log.toggled.connect(self.log_switched)
        closer, farther = IconButton("zoom-in", tr("Zoom in")), IconButton("zoom-out", tr("Zoom out"))
        whole = IconButton("undo", tr("Show the whole curves"))
        closer.clicked.connect(partial(self.zoomed.emit, CLOSER))
        farther.clicked.connect(partial(self.zoomed.emit, 1 / CLOSER))
        whole.clicked.connect(self.whole_wanted)
        picture = IconButton("picture", tr("Save the charts as a picture (PNG)"))
        table = IconButton("save", tr("Save the curves as a table (CSV)"))
        picture.clicked.connect(self.picture_wanted)
        table.clicked.connect(self.table_wanted)
        choices = row(
            *_labelled(tr("Metric"), self.which),
            *_labelled(tr("Beside"), self.beside),
            *_labelled(tr("Smoothing"), self.strength),
            None,
        )
        buttons = row(self.log, None, closer, farther, whole, picture, table, gap=Space.tight)
        place = QVBoxLayout(self)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(Beside(boxed(choices), boxed(buttons), (1, 0), ROOM))

    @property
    def metric_key(self) -> str:
        """The key of the metric that is chosen."""
        return str(self.which.currentData() or "")

    @property
    def smoothing(self) -> float:
        """How much curves are to be smoothed, from 0 to 1."""
        return float(self.strength.currentData())

    def show_metrics(self, metrics: Sequence[tuple[str, str]], chosen: str) -> None:
        """Which metrics can be chosen, by title and key."""
        _fill(self.which, metrics, chosen)

    def show_others(self, others: Sequence[tuple[str, Path]], chosen: Path | None) -> None:
        """Which trainings can be laid beside, by title and folder."""
        _fill(self.beside, [(tr("nothing"), None), *others], chosen)


def _fill(box: QComboBox, entries: Sequence[tuple[str, object]], chosen: object) -> None:
    box.blockSignals(True)
    box.clear()
    for text, data in entries:
        box.addItem(text, data)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)


def _labelled(text: str, box: QComboBox) -> tuple[QWidget, QComboBox]:
    name = label(text)
    name.setWordWrap(False)
    name.setBuddy(box)
    box.setAccessibleName(text)
    return name, box
