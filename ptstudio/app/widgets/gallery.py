"""Samples as thumbnails with captions, loaded when they come into view; knows no report and no project."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from ptstudio.app.background import Background
from ptstudio.app.icons import icon
from ptstudio.app.overlay import Layer, Overlay, load_layers
from ptstudio.app.picture_loading import load_picture
from ptstudio.app.sample_files import Sight
from ptstudio.app.theme import Space, theme
from ptstudio.app.widgets.layer_row import layer_row
from ptstudio.core.class_colours import ClassColours

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
PICTURE = 116
SHARPEST = 2
"""Screens with more pixels than this for one of ours show pictures with something drawn over them a little soft."""
LOADED_SIDE = 320
ICON = 32
MOST_KEPT = 600
PICTURE_ROLE = Qt.ItemDataRole.UserRole
DETAIL_ROLE = Qt.ItemDataRole.UserRole + 1
OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True)
class GallerySample:
    """A sample's id, what is seen of it, up to two lines below it, and what is laid over its picture: it is shown once
    with each of these.
    """

    id: str
    sight: Sight
    caption: str = ""
    detail: str = ""
    overlays: tuple[Overlay, ...] = ()


class Gallery(QListView):
    """`opened(place)` is emitted at a click or Enter; pictures come by way of `background`, which the owner ends."""

    opened = Signal(int)

    def __init__(
        self,
        name: str,
        background: Background,
        most_rows: int = 2,
        across: int = 1,
        colours: ClassColours | None = None,
    ) -> None:
        """Each sample is so many pictures `across`."""
        super().__init__()
        self._most_rows = most_rows
        self.across = across
        self._model = _Samples(background, colours or ClassColours(()), self)
        self.setModel(self._model)
        self.setItemDelegate(_Card(self))
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.opened.emit(index.row()))
        theme().changed.connect(self.viewport().update)
        self._fit()

    @property
    def samples(self) -> Sequence[GallerySample]:
        """What is shown."""
        return self._model.samples

    def show_samples(self, samples: Sequence[GallerySample]) -> None:
        """Show these samples."""
        self._model.show_samples(samples)
        if samples:
            self.setCurrentIndex(self._model.index(0))
        self.scrollToTop()
        self._fit()

    def show_instead(self, sample: str, picture: Path | None) -> None:
        """Show another picture of a sample, or its thumbnail again."""
        self._model.show_instead(sample, picture)

    def show_least(self, least: float, samples: Sequence[GallerySample] | None = None) -> None:
        """Draw the boxes that are at least so probable; the same `samples` may be called otherwise for that."""
        self._model.show_least(least, self.samples if samples is None else samples)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chosen sample with Enter or Space."""
        if event.key() in OPENING_KEYS and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the samples need, up to the most rows."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height = cell_height(self.samples)
        room = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * self.frameWidth() - 2
        width = cell_width(self.across)
        columns = max(1, room // width)
        self.setGridSize(QSize(max(room // columns, width), height))
        rows = min(self._most_rows, max(1, -(-len(self.samples) // columns)))
        self.setFixedHeight(rows * height + 2 * self.frameWidth() + 4)


class _Samples(QAbstractListModel):
    def __init__(self, background: Background, colours: ClassColours, parent: Gallery) -> None:
        super().__init__(parent)
        self.samples: Sequence[GallerySample] = ()
        self._background, self._colours = background, colours
        self._least = 0.0
        self._layers: dict[Path, tuple[Layer, ...]] = {}
        self._drawn: dict[Path, QImage] = {}
        self._instead: dict[str, Path] = {}
        self._images: dict[Path, QImage] = {}
        self._asked: set[Path] = set()

    def show_samples(self, samples: Sequence[GallerySample]) -> None:
        self.beginResetModel()
        self.samples = samples
        self.endResetModel()

    def show_instead(self, sample: str, picture: Path | None) -> None:
        if picture is None:
            self._instead.pop(sample, None)
        else:
            self._instead[sample] = picture
        self._redraw()

    def show_least(self, least: float, samples: Sequence[GallerySample]) -> None:
        self._least, self.samples = least, samples
        self._drawn.clear()
        if samples:
            self._redraw()

    @override
    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.samples)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        sample = self.samples[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return sample.caption
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{sample.caption} {sample.detail}".strip() or sample.id
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (sample.caption, sample.detail)))
            case _ if role == DETAIL_ROLE:
                return sample.detail
            case _ if role == PICTURE_ROLE:
                return self._picture(self._instead.get(sample.id, sample.sight), sample.overlays)
        return None

    def _picture(self, file: Sight, overlays: tuple[Overlay, ...]) -> QImage | None:
        if not isinstance(file, Path):
            return None
        if file not in self._images and file not in self._layers and file not in self._asked:
            self._asked.add(file)
            load = partial(load_layers, (file,), LOADED_SIDE, overlays, self._colours)
            self._background.do(
                load if overlays else partial(load_picture, file, LOADED_SIDE), partial(self._take, file)
            )
        if file in self._layers and file not in self._drawn:
            self._drawn[file] = layer_row(self._layers[file], self._least, self._colours, PICTURE, SHARPEST)
        return self._drawn.get(file) or self._images.get(file)

    def _take(self, file: Path, loaded: object) -> None:
        self._asked.discard(file)
        held: dict[Path, QImage] | dict[Path, tuple[Layer, ...]] = self._images
        if isinstance(loaded, QImage):
            self._images[file] = loaded
        elif isinstance(loaded, tuple):
            held = self._layers
            self._layers[file] = loaded
        if len(held) > MOST_KEPT:
            oldest = next(iter(held))
            del held[oldest]
            self._drawn.pop(oldest, None)
        self._redraw()

    def _redraw(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(len(self.samples) - 1), [PICTURE_ROLE])


class _Card(QStyledItemDelegate):
    """Draws a picture whole on a quiet ground, and its lines below."""

    def __init__(self, parent: Gallery) -> None:
        super().__init__(parent)
        self._gallery = parent

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """The same for all."""
        return QSize(cell_width(self._gallery.across), cell_height(self._gallery.samples))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one sample."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        width = cell_width(self._gallery.across) - 2 * Space.small
        box = QRectF(rect.left() + Space.small, rect.top() + Space.small, width, PICTURE)
        _paint_picture(painter, box, index.data(PICTURE_ROLE))
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_Active:
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), Space.radius, Space.radius)
        below = rect.adjusted(Space.small, PICTURE + Space.small + Space.tight, -Space.small, 0)
        _paint_line(painter, below, str(index.data() or ""), "text", "body")
        below.translate(0, painter.fontMetrics().height())
        _paint_line(painter, below, str(index.data(DETAIL_ROLE) or ""), "muted", "small")
        painter.restore()


def cell_width(across: int) -> int:
    """How wide a cell of so many pictures is."""
    return across * PICTURE + (across - 1) * Space.tight + 2 * Space.small


def cell_height(samples: Sequence[GallerySample]) -> int:
    """How high each cell is: all have as many lines as the first."""
    first = samples[0] if samples else None
    lines = 0 if first is None else 2 if first.detail else 1 if first.caption else 0
    return PICTURE + 2 * Space.small + lines * QFontMetrics(theme().font()).height() + Space.tight


def _paint_picture(painter: QPainter, box: QRectF, image: object) -> None:
    ground = QPainterPath()
    ground.addRoundedRect(box, Space.radius - 2, Space.radius - 2)
    painter.fillPath(ground, theme().colour("raised"))
    if not isinstance(image, QImage):
        corner = box.center().toPoint()
        icon("picture", "muted").paint(painter, corner.x() - ICON // 2, corner.y() - ICON // 2, ICON, ICON)
        return
    fitted = image.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(0, 0, fitted.width(), fitted.height())
    place.moveCenter(box.center())
    painter.save()
    painter.setClipPath(ground)
    painter.drawImage(place, image)
    painter.restore()


def _paint_line(painter: QPainter, rect: QRect, text: str, colour: str, step: str) -> None:
    painter.setFont(theme().font(step))
    painter.setPen(theme().colour(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)
