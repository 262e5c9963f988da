"""A dataset revision read through a memory map, never whole; knows nothing of how it was written.

`datasets`, which writes the tables, takes seconds to import; reading one needs no more than Arrow.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ptstudio.core.dataset import Revision, Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.project import Project

TABLE = "samples.arrow"


def open_table(folder: Path) -> pa.Table:
    """The table of the revision in `folder`; its columns stay on disk until they are looked at."""
    return pa.ipc.open_stream(pa.memory_map(str(folder / TABLE))).read_all()


def known_splits(folder: Path) -> dict[str, Split]:
    """The split of every sample of the revision in `folder`, by id."""
    table = open_table(folder)
    ids, splits = table["id"].to_pylist(), table["split"].to_pylist()
    return {id_: Split(split) for id_, split in zip(ids, splits, strict=True)}


def labels_of(project: Project, revision: Revision) -> dict[str, str]:
    """The class of every sample of a revision, by id."""
    table = open_table(project.revision_folder(revision.key))
    labels = (revision.classes[number] for number in table["label"].to_pylist())
    return dict(zip(table["id"].to_pylist(), labels, strict=True))


class SplitRows(Sequence[Mapping[str, Any]]):
    """The rows of one split, read when asked for; `path` is made absolute, `label` may be renumbered."""

    def __init__(
        self,
        table: pa.Table,
        locate: Callable[[str], Path],
        places: NDArray[np.int64],
        numbers: Sequence[int] | None = None,
    ) -> None:
        self._table = table
        self._locate = locate
        self._places = places
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: Any) -> Any:
        row = self._table.slice(int(self._places[index]), 1).to_pylist()[0]
        if "path" in row:
            row["path"] = str(self._locate(row["path"]))
        if self._numbers is not None:
            row["label"] = self._numbers[row["label"]]
        return row

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return (self[index] for index in range(len(self)))

    def chosen(self, indices: Sequence[int]) -> "SplitRows":
        """Some of the rows, in that order."""
        return SplitRows(self._table, self._locate, self._places[np.array(indices, dtype=np.int64)], self._numbers)

    def column(self, name: str) -> list[Any]:
        """One column, whole."""
        values: list[Any] = self._table[name].take(pa.array(self._places)).to_pylist()
        return values if self._numbers is None or name != "label" else [self._numbers[value] for value in values]


class RevisionData:
    """A revision opened for reading."""

    def __init__(self, project: Project, revision: Revision) -> None:
        self.revision = revision
        self._locate = partial(project.sample_file, revision)
        self._table = open_table(project.revision_folder(revision.key))

    def rows(self, split: Split) -> SplitRows:
        """The samples of one split, in the order of the table."""
        places = pc.indices_nonzero(pc.equal(self._table["split"], str(split)))
        return SplitRows(self._table, self._locate, places.to_numpy())

    def all_rows(self, classes: Sequence[str], but_not: Collection[str] = ()) -> SplitRows:
        """Every sample whose id is not among `but_not`, its label renumbered to the order of `classes`.

        Raises DatasetError for a class that is not among them.
        """
        strange = [label for label in self.revision.classes if label not in classes]
        if strange:
            raise DatasetError(
                f"The model knows no class “{strange[0]}”.",
                f"It knows: {', '.join(classes[:20])}. Rename or leave out the others.",
            )
        numbers = [list(classes).index(label) for label in self.revision.classes]
        places = [place for place, id_ in enumerate(self._table["id"].to_pylist()) if id_ not in but_not]
        return SplitRows(self._table, self._locate, np.array(places, dtype=np.int64), numbers)
