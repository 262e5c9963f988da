"""The rows of a dataset revision: all, or those of one class or one split; holds nothing but their places."""

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ptstudio.core.dataset import Revision, Split
from ptstudio.core.project import Project
from ptstudio.data._revision import open_table

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
            masks.append(self._table["label"].to_numpy() == revision.classes.index(label))
        if split is not None:
            masks.append(_equal(self._table["split"], str(split)))
        self._places = np.flatnonzero(reduce(np.logical_and, masks))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._places)

    def value(self, column: str, place: int) -> str:
        """What stands in a column."""
        return str(self._table[column][int(self._places[place])].as_py())

    def label(self, place: int) -> str:
        """The class."""
        return self._revision.classes[int(self.value("label", place))]

    def split(self, place: int) -> Split:
        """The split."""
        return Split(self.value("split", place))


def _equal(column: "pa.ChunkedArray", value: str) -> NDArray[np.bool_]:
    """Where a column holds a value; no value of it becomes one of Python's, of which a million take their room."""
    import pyarrow.compute as pc

    found: NDArray[np.bool_] = pc.equal(column, value).to_numpy()
    return found
