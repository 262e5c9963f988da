"""One sample that is watched and what the network says of it; painted, since twelve change together; knows no run."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ptstudio.app import formats
from ptstudio.app.icons import icon
from ptstudio.app.overlay import Layer
from ptstudio.app.passage import Passage
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.box_painting import paint_boxes
from ptstudio.app.widgets.text_lines import paint_lines
from ptstudio.core.class_colours import ClassColours

SIDE, PLACED_SIDE = 60, 104
"""Height of a cell and side of its picture, and of one in which it is drawn what was found."""
LEAST, LEAST_READABLE = 124, 260
"""The least width of a cell with a picture, and with a text."""
TEXT_SHARE = 0.52
"""How much of the width a text takes."""
LINES = 3
"""In so many each it is said what was found and what is there."""
SIGN = 16
BAR = 6


@dataclass(frozen=True)
class Answer:
    """A sample, what it is, what the network takes it for and how sure it is (0 to 1); what was found in it is drawn,
    and not called right or wrong as a whole, where it `is_drawn`.
    """

    sample: str
    truth: str
    answer: str
    probability: float
    is_drawn: bool = False

    @property
    def is_right(self) -> bool:
        """Whether it was recognised."""
        return self.truth == self.answer


class WatchCell(QWidget):
    """The picture, or how the text begins; beside it the answer with a sign, how sure it is, and what it really is."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.shown: Answer | None = None
        self.side = SIDE
        self.picture = QImage()
        self.passage: Passage | None = None
        self._layer, self._colours = Layer(QImage()), ClassColours(())
        self._scaled = QPixmap()
        theme().changed.connect(self.update)

    def show_answer(self, shown: Answer) -> None:
        """Show what the network says now."""
        if shown == self.shown:
            return
        self.shown = shown
        self._describe()
        self.update()

    def show_picture(self, picture: QImage) -> None:
        """Show the sample's thumbnail."""
        self.show_layer(Layer(picture), ClassColours(()))

    def show_layer(self, layer: Layer, colours: ClassColours) -> None:
        """Show the thumbnail with what is found in it by now."""
        self.picture, self.passage, self._scaled = layer.image, None, QPixmap()
        self._layer, self._colours = layer, colours
        self._describe()
        self.update()

    def enlarge(self) -> None:
        """Take the room in which it can be seen what is drawn over a picture."""
        self.side = PLACED_SIDE
        self.updateGeometry()

    def show_passage(self, passage: Passage) -> None:
        """Show how the sample's text begins."""
        self.passage = passage
        self._describe()
        self.update()

    @property
    def verdict(self) -> str:
        """Whether the answer is right, in a word."""
        if self.shown is None or self.shown.is_drawn:
            return ""
        return tr("Right") if self.shown.is_right else tr("Wrong")

    @property
    def answer(self) -> str:
        """The answer and how sure the network is."""
        if self.shown is None:
            return ""
        sure = formats.share(self.shown.probability, 0)
        return tr("{answer}, {probability}", answer=self.shown.answer, probability=sure)

    @property
    def least_width(self) -> int:
        """How wide it must be to be of use."""
        return LEAST + self.side - SIDE if self.passage is None else LEAST_READABLE

    @override
    def sizeHint(self) -> QSize:
        """Wide enough for a short word."""
        return QSize(self.least_width, self.side)

    @override
    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.passage is None:
            self._paint_picture(painter)
        else:
            self._paint_passage(painter, self.passage)
        if self.shown is not None and self.shown.is_drawn:
            self._paint_found(painter, self.shown)
        elif self.shown is not None:
            self._paint_answer(painter, self.shown)

    def _paint_picture(self, painter: QPainter) -> None:
        place = QRectF(0, 0, self.side, self.side)
        outline = QPainterPath()
        outline.addRoundedRect(place, Space.tight, Space.tight)
        painter.fillPath(outline, theme().colour("raised"))
        if self.picture.isNull():
            return
        ratio = self.devicePixelRatioF()
        if self._scaled.isNull() or self._scaled.devicePixelRatio() != ratio:
            self._scaled = QPixmap.fromImage(self.picture.scaled(_size(self.side * ratio), _KEEP, _SMOOTH))
            self._scaled.setDevicePixelRatio(ratio)
        drawn = QRectF(QPointF(0, 0), self._scaled.deviceIndependentSize())
        drawn.moveCenter(place.center())
        painter.setClipPath(outline)
        painter.drawPixmap(drawn.topLeft(), self._scaled)
        if self._layer.boxes is not None:
            paint_boxes(painter, self._layer.boxes, self._layer.boxes.threshold, drawn, self._colours)
        painter.setClipping(False)

    def _paint_passage(self, painter: QPainter, passage: Passage) -> None:
        painter.setPen(theme().colour("text"))
        font = theme().font("small")
        line = QFontMetrics(font).lineSpacing()
        most = SIDE // line // len(passage.openings)
        for number, opening in enumerate(passage.openings):
            place = QRect(0, number * most * line, self._beside - Space.medium, most * line)
            paint_lines(painter, place, opening, font, most)

    @property
    def _beside(self) -> int:
        """Where the answer begins."""
        return self.side + Space.small if self.passage is None else round(TEXT_SHARE * self.width())

    def _describe(self) -> None:
        if self.shown is None:
            return
        said = (self.verdict, self.answer, tr("It is: {truth}", truth=self.shown.truth))
        words = ". ".join(filter(None, said))
        openings = self.passage.openings if self.passage is not None else ()
        self.setAccessibleName(". ".join((words, *openings)))
        self.setToolTip("\n".join((words, *openings)))

    def _paint_answer(self, painter: QPainter, shown: Answer) -> None:
        colour = "good" if shown.is_right else "bad"
        left = self._beside
        room = self.width() - left
        icon("done" if shown.is_right else "failed", colour).paint(painter, QRect(left, 2, SIGN, SIGN))
        painter.setPen(theme().colour("text"))
        painter.setFont(theme().font(is_bold=True))
        self._write(painter, QRect(left + SIGN + Space.tight, 0, room - SIGN - Space.tight, 20), shown.answer)
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("muted"))
        sure = formats.share(shown.probability, 0)
        wide = painter.fontMetrics().horizontalAdvance("100 %")
        painter.drawText(QRect(left + room - wide, 20, wide, 18), _RIGHT, sure)
        truth = tr("Right") if shown.is_right else tr("It is: {truth}", truth=shown.truth)
        self._write(painter, QRect(left, 40, room, 18), truth)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = room - wide - Space.tight
        for width, ground in ((groove, "raised"), (max(BAR, groove * shown.probability), colour)):
            painter.setBrush(theme().colour(ground))
            painter.drawRoundedRect(QRectF(left, 26, width, BAR), BAR / 2, BAR / 2)

    def _paint_found(self, painter: QPainter, shown: Answer) -> None:
        """What was found, and below it what is there, in as many lines as there is room for."""
        left, half = self._beside, self.side // 2
        room = self.width() - left
        painter.setPen(theme().colour("text"))
        paint_lines(painter, QRect(left, 0, room, half), shown.answer, theme().font("small", is_bold=True), LINES)
        painter.setPen(theme().colour("muted"))
        truth = tr("It is: {truth}", truth=shown.truth)
        paint_lines(painter, QRect(left, half, room, half), truth, theme().font("small"), LINES)

    def _write(self, painter: QPainter, place: QRect, text: str) -> None:
        shortened = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, _LEFT, shortened)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_KEEP, _SMOOTH = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation


def _size(side: float) -> QSize:
    return QSize(round(side), round(side))
