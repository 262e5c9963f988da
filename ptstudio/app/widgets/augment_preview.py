"""Samples as the network will see them: each as it is, and beside it how it will be varied."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel
from typing_extensions import override

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import boxed, clear, column, row
from ptstudio.app.widgets.text import Button, label, set_role

SIDE = 80
MOST_VIEWS = 8


@dataclass(frozen=True)
class Varied:
    """A sample: what it is, its picture (PNG) as it is, and its variations."""

    truth: str
    plain: bytes
    varied: tuple[bytes, ...]


class AugmentPreview(QFrame):
    """Empty until pictures are shown; `wanted` when a person asks for them."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.ask = Button(tr("Show examples"), icon_name="picture")
        self.ask.clicked.connect(self.wanted)
        self.state = label("", "muted")
        self._pictures: list[tuple[int, QLabel]] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(Space.tight)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._table = boxed(self._grid)
        top = row(label(tr("How samples are varied"), "heading"), self.ask)
        top.setStretch(0, 1)
        self.setLayout(column(top, self.state, self._table, None, margin=Space.medium))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say what could be seen here."""
        self._empty()
        self._say(
            tr(
                "Each time a sample is shown to the network it looks a little different, so that it learns the "
                "thing and not the photograph. See some of yours."
            )
        )

    def show_busy(self) -> None:
        """Others are on their way."""
        self._say(tr("Varying some samples…"))

    def show_failure(self, message: str, hint: str) -> None:
        """Say why there are none."""
        self._empty()
        self._say(f"{message} {hint}", "warning")

    def show_samples(self, samples: Sequence[Varied], *, is_varied: bool) -> None:
        """Show samples; with `is_varied` false, say that such a training shows them as they are."""
        self._empty()
        self._table.show()
        if is_varied:
            self._say(tr("As it is, and how it is shown in the first epochs. This follows the settings below."))
        else:
            self._say(tr("With these settings only a new last layer learns, and it sees every sample as it is."))
        for column_, text in ((0, tr("As it is")), (1, tr("Varied") if is_varied else "")):
            self._grid.addWidget(label(text, "small"), 0, column_, 1, 1 if column_ == 0 else -1)
        for number, sample in enumerate(samples, 1):
            shown = (sample.plain, *(sample.varied[:MOST_VIEWS] if is_varied else ()))
            for place, data in enumerate(shown):
                picture = _picture(data, sample.truth, place)
                self._pictures.append((place, picture))
                self._grid.addWidget(picture, number, place)
        self._fit(self.width())
        self._grid.setColumnStretch(1 + MOST_VIEWS, 1)

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
        return QSize(3 * (SIDE + Space.tight) + 2 * Space.medium, super().minimumSizeHint().height())

    def _fit(self, width: int) -> None:
        room = (width - 2 * Space.medium) // (SIDE + Space.tight)
        for place, picture in self._pictures:
            picture.setVisible(place < max(room, 2))

    def _empty(self) -> None:
        clear(self._grid)
        self._pictures = []
        self._table.hide()

    def _say(self, text: str, role: str = "muted") -> None:
        self.state.setText(text)
        set_role(self.state, role)


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
