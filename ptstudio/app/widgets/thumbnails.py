"""A list model of small pictures: decoded in the background for rows in view alone, the latest few hundred kept.

It knows no view; a delegate asks `picture(place)` while it paints.
"""

import io
from collections import OrderedDict
from functools import partial

from PIL import Image, ImageOps
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from typing_extensions import override

from ptstudio.app.background import Background
from ptstudio.app.overlay import Layer, layer_of
from ptstudio.app.tiles import Tiles
from ptstudio.app.widgets.box_painting import paint_boxes
from ptstudio.core.class_colours import ClassColours

KEPT = 600
"""How many pictures are kept decoded: more than fit on a screen, about 40 MB at most."""
THREADS = 2

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ThumbnailModel(QAbstractListModel):
    """`show_range` says what is in view; requests for anything else are dropped before they cost anything.

    `arrived(place)` is emitted when a picture is there, in place of `dataChanged`, at which a list view would measure
    every one of its rows anew.
    """

    arrived = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tiles: Tiles | None = None
        self._count = 0
        self._side = 0
        self._turn = 0
        self._pictures: OrderedDict[int, tuple[QPixmap, int]] = OrderedDict()
        self._captions: dict[int, str] = {}
        self._broken: set[int] = set()
        self._wanted: dict[int, None] = {}
        self._under_way: set[int] = set()
        self._in_view = range(0)
        self._work = Background(self, THREADS)

    # ------------------------------------------------------------------ what is shown

    @property
    def tiles(self) -> Tiles | None:
        """What is shown."""
        return self._tiles

    def set_tiles(self, tiles: Tiles | None) -> None:
        """Show other pictures."""
        self.beginResetModel()
        self._work.drop()
        self._tiles, self._count = tiles, len(tiles) if tiles is not None else 0
        self._turn += 1
        self._pictures.clear()
        self._captions.clear()
        self._broken.clear()
        self._wanted.clear()
        self._under_way.clear()
        self.endResetModel()

    def grow(self) -> None:
        """Take note that there are more of them by now."""
        now = len(self._tiles) if self._tiles is not None else 0
        if now > self._count:
            self.beginInsertRows(QModelIndex(), self._count, now - 1)
            self._count = now
            self.endInsertRows()

    def set_side(self, side: int) -> None:
        """Decode for squares of this many pixels; those of another size serve until theirs are there."""
        self._side = side

    def show_range(self, places: range) -> None:
        """These places are in view; what was asked for others is dropped."""
        self._in_view = places
        self._wanted = {place: None for place in self._wanted if place in places}

    def end(self) -> None:
        """Wait for what is under way."""
        self._work.wait()

    # ------------------------------------------------------------------ what a delegate asks

    def picture(self, place: int) -> QPixmap | None:
        """The picture if it is decoded; otherwise it is on its way, and `arrived` will tell."""
        found = self._pictures.get(place)
        is_due = found is None or found[1] != self._side
        if is_due and place not in self._broken and place not in self._under_way:
            self._wanted[place] = None
            self._go_on()
        if found is None:
            return None
        self._pictures.move_to_end(place)
        return found[0]

    def caption(self, place: int) -> str:
        """The words below a picture; those in view are remembered, since a scrolled frame asks for all of them."""
        if place not in self._captions and self._tiles is not None:
            if len(self._captions) > KEPT:
                self._captions.clear()
            self._captions[place] = self._tiles.tile(place).caption
        return self._captions.get(place, "")

    def is_broken(self, place: int) -> bool:
        """Whether a picture cannot be shown."""
        return place in self._broken

    @property
    def kept(self) -> int:
        """How many pictures are held decoded."""
        return len(self._pictures)

    # ------------------------------------------------------------------ Qt's model

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many places there are."""
        return 0 if parent.isValid() else self._count

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a place."""
        if self._tiles is None or not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.caption(index.row())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._tiles.tile(index.row()).detail
        return None

    # ------------------------------------------------------------------ inside

    def _go_on(self) -> None:
        while self._wanted and len(self._under_way) < THREADS and self._tiles is not None:
            place = next(iter(self._wanted))
            del self._wanted[place]
            if place in self._under_way or place not in self._in_view:
                continue
            self._under_way.add(place)
            done = partial(self._take, self._turn, place, self._side)
            failed = partial(self._mark_broken, self._turn, place)
            self._work.do(partial(_decoded, self._tiles, place, self._side), done, failed)

    def _take(self, turn: int, place: int, side: int, layer: object) -> None:
        if turn != self._turn or not isinstance(layer, Layer) or self._tiles is None:
            return
        self._under_way.discard(place)
        self._pictures[place] = (_drawn(layer, self._tiles.colours), side)
        self._pictures.move_to_end(place)
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        self._tell(place)

    def _mark_broken(self, turn: int, place: int, error: Exception) -> None:
        del error  # the findings say what is wrong with a file; here it only has no picture
        if turn == self._turn:
            self._under_way.discard(place)
            self._broken.add(place)
            self._tell(place)

    def _tell(self, place: int) -> None:
        self.arrived.emit(place)
        self._go_on()


def _decoded(tiles: Tiles, place: int, side: int) -> Layer:
    """Decoded by Pillow, which lets other threads go on; Qt's reader holds Python's lock all the while."""
    with Image.open(io.BytesIO(tiles.picture(place))) as picture:
        picture.draft("RGB", (2 * side, 2 * side))
        small = picture.convert("RGB")
    fitted = ImageOps.contain(small, (side, side), Image.Resampling.BICUBIC)
    return layer_of(fitted, tiles.overlay(place) if tiles.has_overlays else None, tiles.colours)


def _drawn(layer: Layer, colours: ClassColours) -> QPixmap:
    """The picture with its boxes."""
    drawn = QPixmap.fromImage(layer.image)
    if layer.boxes is not None:
        painter = QPainter(drawn)
        paint_boxes(painter, layer.boxes, 0.0, QRectF(drawn.rect()), colours)
        painter.end()
    return drawn
