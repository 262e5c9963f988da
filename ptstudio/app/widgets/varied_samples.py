"""Samples as the network will see them: each as it is, and beside it how it will be varied."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel
from typing_extensions import override

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import clear
from ptstudio.app.widgets.preview_view import PreviewView, PreviewWords
from ptstudio.app.widgets.text import label
from ptstudio.core.preview import Preview, Variations

SIDE = 80
MOST_VIEWS = 8


class VariedSamples(PreviewView):
    """A row for each sample, with as many variations as there is room for."""

    shows = Variations

    def __init__(self) -> None:
        super().__init__()
        self._pictures: list[tuple[int, QLabel]] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(Space.tight)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._grid)

    @override
    def words(self) -> PreviewWords:
        return PreviewWords(
            heading=tr("How samples are varied"),
            ask=tr("Show examples"),
            icon="picture",
            nothing=tr(
                "Each time a sample is shown to the network it looks a little different, so that it learns the "
                "thing and not the photograph. See some of yours."
            ),
            busy=tr("Varying some samples…"),
        )

    @override
    def show_preview(self, preview: Preview) -> tuple[str, str]:
        if not isinstance(preview, Variations):
            raise TypeError(f"Variations expected, not {type(preview).__name__}")
        clear(self._grid)
        self._pictures = []
        is_varied = preview.is_varied
        for column_, text in ((0, tr("As it is")), (1, tr("Varied") if is_varied else "")):
            self._grid.addWidget(label(text, "small"), 0, column_, 1, 1 if column_ == 0 else -1)
        for number, sample in enumerate(preview.samples, 1):
            shown = (sample.plain, *(sample.varied[:MOST_VIEWS] if is_varied else ()))
            for place, file in enumerate(shown):
                picture = _picture(Path(file).read_bytes(), sample.truth, place)
                self._pictures.append((place, picture))
                self._grid.addWidget(picture, number, place)
        self._fit(self.width())
        self._grid.setColumnStretch(1 + MOST_VIEWS, 1)
        if is_varied:
            return tr("As it is, and how it is shown in the first epochs. This follows the settings below."), "muted"
        return tr("With these settings only a new last layer learns, and it sees every sample as it is."), "muted"

    def names(self) -> list[str]:
        """What each picture shows, as it is read aloud."""
        return [picture.accessibleName() for _, picture in self._pictures]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many variations as there is room for."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    @override
    def minimumSizeHint(self) -> QSize:
        """Room for the sample and two variations; the others are left out where there is less."""
        return QSize(3 * (SIDE + Space.tight), super().minimumSizeHint().height())

    def _fit(self, width: int) -> None:
        room = width // (SIDE + Space.tight)
        for place, picture in self._pictures:
            picture.setVisible(place < max(room, 2))


def _picture(data: bytes, truth: str, place: int) -> QLabel:
    made = QLabel()
    ratio = made.devicePixelRatioF()
    pixmap = QPixmap()
    pixmap.loadFromData(data)
    side = round(SIDE * ratio)
    scaled = pixmap.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    scaled.setDevicePixelRatio(ratio)
    made.setPixmap(scaled)
    made.setFixedSize(SIDE, SIDE)
    made.setToolTip(truth)
    name = tr("{truth}, varied {number}", truth=truth, number=place) if place else truth
    made.setAccessibleName(name)
    return made
