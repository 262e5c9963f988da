"""A bar for each class, divided by split, with its numbers beside it; only bars in view are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from ptstudio.app import formats
from ptstudio.app.theme import SERIES, Space, theme

_ROW, _BAR, _NAME, _LEGEND = 30, 14, 130, 30
_MOST_FOR_NAMES = 0.35
"""How much of the width long names may take."""
_PATTERNS = (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.Dense4Pattern)


@dataclass(frozen=True)
class ClassBar:
    """A class and its samples in each part."""

    name: str
    parts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All its samples."""
        return sum(self.parts)


class ClassBars(QScrollArea):
    """Bars below each other, the parts told apart by colour, by pattern and by their numbers."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._chart = _Chart()
        self.setWidget(self._chart)
        theme().changed.connect(self._chart.update)

    def show_bars(self, bars: Sequence[ClassBar], parts: Sequence[str] = ()) -> None:
        """Show these; `parts` names what each bar is divided into, nothing where it is whole."""
        self._chart.show_bars(bars, parts)
        words = [f"{bar.name}: {formats.count(bar.total)}" for bar in bars]
        self.setAccessibleDescription(", ".join(words))
        self._chart.setAccessibleName(self.accessibleName())

    def height_for(self, bars: int) -> int:
        """How high it is with so many bars in view."""
        return self._chart.height_for(bars) + 2 * self.frameWidth()

    @property
    def bars(self) -> tuple[ClassBar, ...]:
        """What is shown."""
        return self._chart.bars


def bars_of(by_part: Sequence[Mapping[str, int]]) -> list[ClassBar]:
    """Bars of counts that are given part by part, as splits are."""
    names = sorted({name for part in by_part for name in part})
    return [ClassBar(name, tuple(part.get(name, 0) for part in by_part)) for name in names]


class _Chart(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.bars: tuple[ClassBar, ...] = ()
        self._parts: tuple[str, ...] = ()
        self._most = 1
        self._numbers = self._names = 0

    def show_bars(self, bars: Sequence[ClassBar], parts: Sequence[str]) -> None:
        self.bars, self._parts = tuple(bars), tuple(parts)
        self._most = max((bar.total for bar in bars), default=1) or 1
        metrics = QFontMetrics(theme().font())
        self._numbers = max((metrics.horizontalAdvance(_numbers(bar)) for bar in bars), default=0) + Space.large
        self._names = max((metrics.horizontalAdvance(bar.name) for bar in bars), default=0) + Space.medium
        self.setMinimumHeight(self.sizeHint().height())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """All bars below each other."""
        return QSize(_NAME + self._numbers + 160, self.height_for(len(self.bars)))

    def height_for(self, bars: int) -> int:
        return self._top() + _ROW * bars + Space.small

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars that are in view."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._parts:
            self._draw_legend(painter)
        first = max(0, (event.rect().top() - self._top()) // _ROW)
        last = min(len(self.bars), (event.rect().bottom() - self._top()) // _ROW + 1)
        for place in range(first, last):
            self._draw_bar(painter, self.bars[place], self._top() + place * _ROW)

    def _top(self) -> int:
        return _LEGEND if self._parts else Space.tight

    def _draw_legend(self, painter: QPainter) -> None:
        left = Space.medium
        painter.setFont(theme().font("small"))
        for number, part in enumerate(self._parts):
            _fill(painter, QRect(left, 9, 12, 12), number)
            width = painter.fontMetrics().horizontalAdvance(part)
            painter.setPen(theme().colour("muted"))
            painter.drawText(QRect(left + 18, 4, width + 4, 22), Qt.AlignmentFlag.AlignVCenter, part)
            left += 18 + width + Space.large

    def _draw_bar(self, painter: QPainter, bar: ClassBar, top: int) -> None:
        painter.setFont(theme().font())
        painter.setPen(theme().colour("text"))
        names = max(_NAME, min(self._names, round(_MOST_FOR_NAMES * self.width())))
        name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, names - Space.small)
        painter.drawText(QRect(Space.medium, top, names, _ROW), Qt.AlignmentFlag.AlignVCenter, name)
        left = Space.medium + names
        room = max(10, self.width() - left - self._numbers - Space.small)
        for number, count in enumerate(bar.parts):
            width = round(room * count / self._most)
            if count:
                width = max(2, width)
                _fill(painter, QRect(left, top + (_ROW - _BAR) // 2, width, _BAR), number)
                left += width + 1
        painter.setPen(theme().colour("muted"))
        painter.drawText(
            QRect(left + Space.small, top, self._numbers, _ROW), Qt.AlignmentFlag.AlignVCenter, _numbers(bar)
        )


def _numbers(bar: ClassBar) -> str:
    return " · ".join(formats.count(count) for count in bar.parts)


def _fill(painter: QPainter, area: QRect, number: int) -> None:
    colour = QColor(SERIES[number % len(SERIES)])
    ground = QColor(colour)
    ground.setAlpha(60)
    painter.setPen(Qt.PenStyle.NoPen)
    pattern = _PATTERNS[number % len(_PATTERNS)]
    if pattern is not Qt.BrushStyle.SolidPattern:
        painter.fillRect(area, ground)
    painter.fillRect(area, QBrush(colour, pattern))
