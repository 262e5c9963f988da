"""Draws a prediction by its type; knows no task."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ptstudio.app.formats import share
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.answer_places import AnswerPlaces
from ptstudio.app.widgets.span_list import SpanList
from ptstudio.core.prediction import Answers, Classes, Prediction, Spans

LABEL_SHARE = 0.36
"""How much of the width the names of the classes may take."""
BAR = 12
LEAST_WIDTH = 220


def prediction_view(prediction: Prediction, text: str = "") -> QWidget:
    """A widget that shows what a network says, of a text, where that is what it was asked about."""
    match prediction:
        case Classes():
            return ProbabilityBars(prediction)
        case Spans():
            return SpanList(prediction, text)
        case Answers():
            return AnswerPlaces(prediction, text)


class ProbabilityBars(QWidget):
    """The classes, the most probable first, each with a bar and a figure."""

    def __init__(self, classes: Classes) -> None:
        super().__init__()
        self._classes = classes.classes
        said = [tr("{label}: {share}", label=each.label, share=share(each.probability)) for each in self._classes]
        self.setAccessibleName(tr("Answer with probabilities: {list}", list=", ".join(said)))
        self.setToolTip("\n".join(said))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(2 * LEAST_WIDTH, self._row_height() * len(self._classes))

    @override
    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(LEAST_WIDTH, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows; the best answer stands out by weight, not by colour alone."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(len(self._classes)):
            self._paint_row(painter, place)
        painter.end()

    def _paint_row(self, painter: QPainter, place: int) -> None:
        each, is_best = self._classes[place], place == 0
        height, top = self._row_height(), place * self._row_height()
        widest = QFontMetrics(theme().font("body", is_bold=True))
        figure_width = widest.horizontalAdvance(share(1.0)) + Space.small
        wanted = max(widest.horizontalAdvance(other.label) for other in self._classes) + Space.medium
        label_width = min(wanted, round(LABEL_SHARE * self.width()))
        painter.setFont(theme().font("body", is_bold=is_best))
        painter.setPen(theme().colour("text"))
        room = label_width - Space.small
        label = painter.fontMetrics().elidedText(each.label, Qt.TextElideMode.ElideRight, room)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, label_width, height), Qt.AlignmentFlag.AlignLeft | middle, label)
        figure = QRectF(self.width() - figure_width, top, figure_width, height)
        painter.drawText(figure, Qt.AlignmentFlag.AlignRight | middle, share(each.probability))
        track = QRectF(label_width, top + (height - BAR) / 2, self.width() - label_width - figure_width, BAR)
        self._paint_bar(painter, track, each.probability, "accent" if is_best else "muted")

    def _paint_bar(self, painter: QPainter, track: QRectF, filled: float, colour: str) -> None:
        rounded = QPainterPath()
        rounded.addRoundedRect(track, BAR / 2, BAR / 2)
        painter.fillPath(rounded, theme().colour("raised"))
        painter.save()
        painter.setClipPath(rounded)
        painter.fillRect(QRectF(track.left(), track.top(), track.width() * filled, BAR), theme().colour(colour))
        painter.restore()

    def _row_height(self) -> int:
        return self.fontMetrics().height() + Space.medium
