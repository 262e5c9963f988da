"""The boxes of a table by their pictures, kept in little memory until all rows were read."""

import math
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ptstudio.core.dataset import Finding, Sample, Split
from ptstudio.core.shapes import Box, Shape
from ptstudio.data._box_columns import BoxColumns
from ptstudio.data._drawings import FRACTIONS, Drawing, Drawn
from ptstudio.data._folders import class_name
from ptstudio.data._image import UnreadableImageError, picture_size
from ptstudio.data._mapped_rows import MappedRow, row_note
from ptstudio.data._placing import scaled
from ptstudio.data._shape_samples import ShapeSamples, unreadable

_LARGEST_SHARE = 1.5
"""Shares of a picture's sides are at most 1, but for boxes that reach beyond it."""
_NUMBERS = 7
_PLACE = ("left", "top", "right", "bottom", "width", "height")
_YES = ("1", "true", "yes")


@dataclass
class _Picture:
    """What the rows say of one picture; of each box its row, class, edges, and whether it is a crowd."""

    path: Path
    split: Split | None
    group: str | None
    boxes: "array[float]" = field(default_factory=lambda: array("d"))


@dataclass
class BoxRows:
    """Takes the rows of the table `source`, and gives the samples in the order of their first rows."""

    source: Path
    columns: BoxColumns
    _pictures: dict[str, _Picture | None] = field(default_factory=dict)
    _labels: dict[str, int] = field(default_factory=dict)
    _rows_of_shares: "array[int]" = field(default_factory=lambda: array("Q"))
    _in_pixels: int = 0

    def is_known(self, name: str) -> bool:
        """Whether a row named this picture before, or it was said that it cannot be used."""
        return name in self._pictures

    def start(self, name: str, path: Path | None, split: Split | None, group: str | None) -> None:
        """What a name in the table means; nothing where its rows are left out."""
        self._pictures[name] = _Picture(path, split, group) if path else None

    def take(self, name: str, row: MappedRow) -> None:
        """A box of a picture that is known; a row that says nothing but its name is one in which nothing is."""
        picture, label = self._pictures[name], class_name(row.cells["label"])
        if picture is None or not (label or any(row.cells.get(name, "").strip() for name in _PLACE)):
            return
        is_crowd = row.cells.get("crowd", "").strip().casefold() in _YES
        number = self._labels.setdefault(label, len(self._labels))
        picture.boxes.extend((row.row.number, number, *_edges(row.cells, self.columns), is_crowd))

    def read(self, samples: ShapeSamples) -> Iterator[Sample | Finding]:
        """The samples, with notes around them."""
        labels = list(self._labels)
        for picture in self._pictures.values():
            if picture is not None:
                yield from self._samples(picture, labels, samples)
        if self._rows_of_shares and self._in_pixels:
            count = len(self._rows_of_shares)
            reason = (
                f"The boxes in {count:,} of {count + self._in_pixels:,} pictures are in shares of the picture, those "
                "in the others in pixels"
            )
            yield self._mixed(self._rows_of_shares[0], reason)

    def _samples(self, picture: _Picture, labels: list[str], samples: ShapeSamples) -> Iterator[Sample | Finding]:
        things = [_thing(picture.boxes[at : at + _NUMBERS], labels) for at in range(0, len(picture.boxes), _NUMBERS)]
        shares = [_is_share(thing.shape.box) for thing in things]
        size = FRACTIONS if any(shares) else None
        if any(shares) and not all(shares):
            try:
                seen = picture_size(picture.path)
            except UnreadableImageError as problem:
                yield unreadable(picture.path, problem)
                return
            reason = (
                f"“{picture.path.name}”: {sum(shares):,} of {len(things):,} boxes are in shares of the picture, the "
                "others in pixels"
            )
            yield self._mixed(things[shares.index(True)].row, reason)
            things = [
                thing if is_share else thing._replace(shape=scaled(thing.shape, 1 / seen.width, 1 / seen.height))
                for thing, is_share in zip(things, shares, strict=True)
            ]
        elif any(shares):
            self._rows_of_shares.append(things[0].row)
        elif things:
            self._in_pixels += 1
        row = things[0].row if things else None
        drawing = Drawing(self.source, picture.path, tuple(things), size, picture.split, row)
        for item in samples.samples(drawing):
            yield replace(item, group=picture.group) if isinstance(item, Sample) else item

    def _mixed(self, row: int, reason: str) -> Finding:
        remedy = "Look at the picture with what is marked in it."
        return row_note(self.source, "mixed-measures", row, f"{reason}; each is used as what it is.", remedy)


def _thing(numbers: "array[float]", labels: list[str]) -> Drawn:
    row, label, *edges, is_crowd = numbers
    return Drawn(int(row), Shape(labels[int(label)], Box(*edges), is_crowd=bool(is_crowd)))


def _is_share(box: Box) -> bool:
    """Whether a place is given in shares of the sides; whole numbers are pixels, but for a box around everything."""
    return max(map(abs, box)) <= _LARGEST_SHARE and (not all(edge.is_integer() for edge in box) or box == (0, 0, 1, 1))


def _edges(cells: Mapping[str, str], columns: BoxColumns) -> Box:
    left, top, right, bottom, width, height = (_number(cells.get(name, "")) for name in _PLACE)
    if columns.has_middle:
        left, top = left - width / 2, top - height / 2
    return Box(left, top, left + width, top + height) if columns.has_size else Box(left, top, right, bottom)


def _number(cell: str) -> float:
    try:
        return float(cell.strip().replace(",", "."))
    except ValueError:
        return math.nan
