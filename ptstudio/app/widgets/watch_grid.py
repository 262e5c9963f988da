"""A dozen samples and what the network says of them after an epoch; knows no run."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget
from typing_extensions import override

from ptstudio.app import formats
from ptstudio.app.icons import pixmap
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import label, set_role

THUMBNAIL = 96
CELL = 150
"""The least width of a cell."""


@dataclass(frozen=True)
class Answer:
    """A sample, what it is, what the network takes it for and how sure it is (0 to 1)."""

    sample: str
    truth: str
    answer: str
    probability: float

    @property
    def is_right(self) -> bool:
        """Whether it was recognised."""
        return self.truth == self.answer


class ProbabilityBar(QWidget):
    """How sure the network is, as a bar."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(6)
        self._value = 0.0
        self._colour = "good"

    def show_value(self, value: float, colour: str) -> None:
        """Show a value from 0 to 1 in a colour of the theme."""
        self._value, self._colour = value, colour
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the groove and the value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for width, colour in ((self.width(), "raised"), (self.width() * self._value, self._colour)):
            painter.setBrush(theme().colour(colour))
            painter.drawRoundedRect(QRectF(0, 0, width, self.height()), 3, 3)


class WatchCell(QFrame):
    """One sample."""

    def __init__(self) -> None:
        super().__init__()
        self._is_right = False
        self.picture = QLabel()
        self.picture.setFixedSize(THUMBNAIL, THUMBNAIL)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self._sign = QLabel()
        self.verdict = label("", "good")
        self.answer = label("")
        self.bar = ProbabilityBar()
        self.truth = label("", "small")
        self.setLayout(
            column(
                row(self.picture, None),
                row(self._sign, self.verdict, None, gap=Space.tight),
                self.answer,
                self.bar,
                self.truth,
                None,
                gap=Space.tight,
            )
        )
        theme().changed.connect(self._redraw)

    def show_answer(self, shown: Answer) -> None:
        """Show what the network says now."""
        self._is_right = shown.is_right
        self.verdict.setText(tr("Right") if shown.is_right else tr("Wrong"))
        set_role(self.verdict, "good" if shown.is_right else "bad")
        self.answer.setText(
            tr("{answer}, {probability}", answer=shown.answer, probability=formats.share(shown.probability, 0))
        )
        self.truth.setText(tr("It is: {truth}", truth=shown.truth))
        self.bar.show_value(shown.probability, "good" if shown.is_right else "bad")
        self.setAccessibleName(f"{self.verdict.text()}: {self.answer.text()}. {self.truth.text()}")
        self._redraw()

    def show_picture(self, picture: QPixmap) -> None:
        """Show the sample's thumbnail."""
        ratio = self.devicePixelRatioF()
        side = round(THUMBNAIL * ratio)
        scaled = picture.scaled(
            side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        scaled.setDevicePixelRatio(ratio)
        self.picture.setPixmap(scaled)

    def _redraw(self) -> None:
        self._sign.setPixmap(pixmap("done", "good", 16) if self._is_right else pixmap("failed", "bad", 16))


class WatchGrid(QWidget):
    """The samples in as many columns as there is room for; pictures are given once, answers after every epoch."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[WatchCell] = []
        self._samples: list[str] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.medium)

    def show_answers(self, answers: Sequence[Answer]) -> list[str]:
        """Show answers; gives the samples whose pictures are still wanted, by `show_picture`."""
        while len(self.cells) > len(answers):
            cell = self.cells.pop()
            self._grid.removeWidget(cell)
            cell.deleteLater()
        while len(self.cells) < len(answers):
            self.cells.append(WatchCell())
            self._columns = 0
        self._arrange()
        for cell, shown in zip(self.cells, answers, strict=True):
            cell.show_answer(shown)
        samples = [shown.sample for shown in answers]
        wanted = [] if samples == self._samples else samples
        self._samples = samples
        return wanted

    def show_picture(self, sample: str, data: bytes) -> None:
        """Show a sample's thumbnail (JPEG or PNG)."""
        picture = QPixmap()
        if sample in self._samples and picture.loadFromData(data):
            self.cells[self._samples.index(sample)].show_picture(picture)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    @override
    def minimumSizeHint(self) -> QSize:
        """Narrow enough for two columns, so that the page and not the grid decides."""
        return QSize(2 * CELL, super().minimumSizeHint().height())

    def _arrange(self) -> None:
        room = self.width() // CELL
        columns = next((count for count in (6, 4, 3) if count <= min(room, len(self.cells))), 2) if self.cells else 0
        if columns in (0, self._columns):
            return
        for column_ in range(max(columns, self._columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column_, 1 if column_ < columns else 0)
        self._columns = columns
        for place, cell in enumerate(self.cells):
            self._grid.addWidget(cell, place // columns, place % columns)
