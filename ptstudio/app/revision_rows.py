"""The rows of a dataset revision: all, or those of one class or one split; holds nothing but their places."""

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ptstudio.core.dataset import Revision, Split
from ptstudio.core.prediction import Boxes, ClassShare, FoundBox, FoundSpan, Mask
from ptstudio.core.project import Project
from ptstudio.core.sample_classes import counted, in_words
from ptstudio.data._revision import as_list, open_table

if TYPE_CHECKING:
    import pyarrow as pa


class RevisionRows:
    """Rows read through the memory map, value by value; opening them takes a moment."""

    def __init__(
        self, project: Project, revision: Revision, label: str | None = None, split: Split | None = None
    ) -> None:
        self._revision = revision
        self._table: pa.Table = open_table(project.revision_folder(revision.key))
        masks = [np.ones(len(self._table), dtype=bool)]
        if label is not None:
            masks.append(_has(self._table["label"], revision.classes.index(label)))
        if split is not None:
            masks.append(_equal(self._table["split"], str(split)))
        self._places = np.flatnonzero(reduce(np.logical_and, masks))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._places)

    def value(self, column: str, place: int) -> str:
        """What stands in a column."""
        return str(self._table[column][int(self._places[place])].as_py())

    def found(self, columns: Sequence[str], place: int) -> dict[str, Any]:
        """What stands in these columns, as far as there are such columns."""
        there = [name for name in columns if name in self._table.column_names]
        return {name: self._table[name][int(self._places[place])].as_py() for name in there}

    def marked(self, place: int) -> tuple[FoundSpan, ...]:
        """What is marked in a text; nothing, where texts are not marked. Places are of a class each, or all of one."""
        found = self.found(("starts", "ends", "label"), place)
        if len(found) < 3:
            return ()
        starts, label = found["starts"], found["label"]
        numbers = [label] * len(starts) if isinstance(label, int) else label
        places = zip(starts, found["ends"], numbers, strict=True)
        return tuple(
            FoundSpan(start=start, end=end, label=self._revision.classes[number], probability=1.0)
            for start, end, number in places
        )

    @property
    def has_overlays(self) -> bool:
        """Whether it is known where in a picture something lies."""
        return not {"boxes", "mask"}.isdisjoint(self._table.column_names)

    def overlay(self, place: int) -> Boxes | Mask | None:
        """What lies where in a picture, as boxes or as pixels; nothing where that is not known."""
        found = self.found(("boxes", "mask", "label", "width", "height"), place)
        if not self.has_overlays:
            return None
        classes = tuple(self._revision.classes[number] for number in found["label"])
        size = {"width": found["width"], "height": found["height"]}
        if "mask" in found:
            shares = tuple(ClassShare(label=label, share=0.0) for label in classes)
            return Mask(**size, classes=classes, png=found["mask"], shares=shares, confidence=1.0)
        edges = found["boxes"]
        corners = (edges[at : at + 4] for at in range(0, len(edges), 4))
        boxes = tuple(
            FoundBox(left=left, top=top, right=right, bottom=bottom, label=label)
            for (left, top, right, bottom), label in zip(corners, classes, strict=True)
        )
        return Boxes(**size, boxes=boxes, threshold=0)

    def label(self, place: int) -> str:
        """The class; several in words, and of things how many there are of each."""
        label = self._table["label"][int(self._places[place])].as_py()
        names = [self._revision.classes[number] for number in as_list(label)]
        return counted(names) if "boxes" in self._table.column_names else in_words(names)

    def split(self, place: int) -> Split:
        """The split."""
        return Split(self.value("split", place))


def _has(column: "pa.ChunkedArray", number: int) -> NDArray[np.bool_]:
    """Where a class is the only one, or one of several."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_list(column.type):
        found: NDArray[np.bool_] = column.to_numpy() == number
        return found
    found = np.zeros(len(column), dtype=bool)
    found[pc.list_parent_indices(column).to_numpy()[pc.list_flatten(column).to_numpy() == number]] = True
    return found


def _equal(column: "pa.ChunkedArray", value: str) -> NDArray[np.bool_]:
    """Where a column holds a value; no value of it becomes one of Python's, of which a million take their room."""
    import pyarrow.compute as pc

    found: NDArray[np.bool_] = pc.equal(column, value).to_numpy()
    return found
