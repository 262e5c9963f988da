"""A dataset revision read through a memory map, never whole; knows nothing of how it was written.

`datasets`, which writes the tables, takes seconds to import; reading one needs no more than Arrow.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ptstudio.core.dataset import Revision, Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.project import Project
from ptstudio.core.sample_classes import in_words, rarest
from ptstudio.data._ids import ById

TABLE = "samples.arrow"
WHOLE = "whole"
"""The column with the id of the text of which a sample is a part; older revisions have none."""
TOLD_BY = 200
"""How many samples tell well enough whether a column is used."""
TAKEN_AT_ONCE = 4096
"""How many texts of a column are held at once on their way into something smaller."""


def open_table(folder: Path) -> pa.Table:
    """The table of the revision in `folder`; its columns stay on disk until they are looked at."""
    return pa.ipc.open_stream(pa.memory_map(str(folder / TABLE))).read_all()


def is_list(kind: str) -> bool:
    """Whether a column of that kind holds several values for each sample, such as `list<int32>`."""
    return kind.startswith("list<")


def item_kind(kind: str) -> str:
    """Of what kind the values of such a column are."""
    return kind.removeprefix("list<").removesuffix(">")


def is_used(table: pa.Table, column: str) -> bool:
    """Whether a table has such a column and anything in it, as its first samples tell."""
    return column in table.column_names and any(table[column].slice(0, TOLD_BY).to_pylist())


def known_splits(*folders: Path) -> ById[Split]:
    """The split of every sample of the revisions in these folders, by id; a later one goes before an earlier one. That
    of a text's parts is that of the text.
    """
    found: ById[Split] = ById()
    splits = {str(split): split for split in Split}
    for folder in folders:
        table = open_table(folder)
        if WHOLE in table.column_names:
            found.update((whole, splits[split]) for whole, split in _side_by_side(table, WHOLE, "split") if whole)
        found.update((id_, splits[split]) for id_, split in _side_by_side(table, "id", "split"))
    return found


def labels_of(project: Project, revision: Revision) -> ById[str]:
    """The class of every sample of a revision, by id; several in words."""
    found: ById[str] = ById()
    table = open_table(project.revision_folder(revision.key))
    found.update(
        (id_, in_words([revision.classes[number] for number in as_list(label)]))
        for id_, label in _side_by_side(table, "id", "label")
    )
    return found


def _side_by_side(table: pa.Table, one: str, other: str) -> Iterator[tuple[str, Any]]:
    """What two columns say of each sample, never the whole columns at once."""
    for batch in table.select([one, other]).to_batches(max_chunksize=TAKEN_AT_ONCE):
        yield from zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)


def as_list(label: int | Sequence[int]) -> Sequence[int]:
    """The numbers of the classes in a value of the column `label`, which holds one or several."""
    return [label] if isinstance(label, int) else label


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
        self._columns: dict[str, NDArray[np.int64]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: Any) -> Any:
        row = self._table.slice(int(self._places[index]), 1).to_pylist()[0]
        if "path" in row:
            row["path"] = str(self._locate(row["path"]))
        if self._numbers is not None:
            row["label"] = _renumbered(row["label"], self._numbers)
        return row

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return (self[index] for index in range(len(self)))

    def chosen(self, indices: Sequence[int]) -> "SplitRows":
        """Some of the rows, in that order."""
        return SplitRows(self._table, self._locate, self._places[np.array(indices, dtype=np.int64)], self._numbers)

    @cached_property
    def ids(self) -> NDArray[np.bytes_]:
        """The ids of all samples, which take a quarter of the memory that they would take as text."""
        column = self._table["id"].take(_as_arrow(self._places))
        starts = range(0, len(column), TAKEN_AT_ONCE)
        parts = [np.array(column.slice(start, TAKEN_AT_ONCE).to_pylist(), dtype=np.bytes_) for start in starts]
        return np.concatenate(parts) if parts else np.array([], dtype=np.bytes_)

    @cached_property
    def digest(self) -> str:
        """Tells these samples, in this order, from others."""
        return hashlib.sha256(self.ids.tobytes()).hexdigest()[:32]

    def numbers(self, name: str) -> NDArray[np.int64]:
        """One column of whole numbers, whole; worked out once."""
        if name not in self._columns:
            values = _as_numpy(self._table[name].take(_as_arrow(self._places)))
            is_renumbered = self._numbers is not None and name == "label"
            self._columns[name] = np.array(self._numbers)[values] if is_renumbered else values
        return self._columns[name]

    def number_lists(self, name: str, filler: int) -> NDArray[np.int64]:
        """One column of lists of whole numbers, (rows, most), the shorter ones filled up; worked out once."""
        if name not in self._columns:
            lists = self.column(name)
            table = np.full((len(lists), max(map(len, lists), default=0)), filler, np.int64)
            for row, numbers in zip(table, lists, strict=True):
                row[: len(numbers)] = numbers
            self._columns[name] = table
        return self._columns[name]

    def pairs(self, one: str, other: str) -> Iterable[tuple[Any, Any]]:
        """Two columns side by side; nothing where a column is not there."""
        if not {one, other} <= set(self._table.column_names):
            return ()
        return zip(self.column(one), self.column(other), strict=True)

    def column(self, name: str) -> list[Any]:
        """One column, whole."""
        values: list[Any] = self._table[name].take(_as_arrow(self._places)).to_pylist()
        numbers = self._numbers if name == "label" else None
        return values if numbers is None else [_renumbered(value, numbers) for value in values]

    @cached_property
    def strata(self) -> NDArray[np.int64]:
        """A class of each sample, by which they are divided evenly: of several the rarest; a number of its own for
        those without any.
        """
        labels = [tuple(as_list(label)) for label in self.column("label")]
        kinds = Counter(labels)
        of_kind = rarest(kinds, max((number for label in kinds for number in label), default=-1) + 1)
        return np.array([of_kind[label] for label in labels], np.int64)


def _renumbered(label: Any, numbers: Sequence[int]) -> Any:
    return numbers[label] if isinstance(label, int) else [numbers[number] for number in label]


class RevisionData:
    """A revision opened for reading."""

    def __init__(self, project: Project, revision: Revision) -> None:
        self.revision = revision
        self._locate = partial(project.sample_file, revision)
        self._table = open_table(project.revision_folder(revision.key))

    def rows(self, *splits: Split) -> SplitRows:
        """The samples of one split, or of several, in the order of the table."""
        is_wanted = pc.match_substring_regex(self._table["split"], f"^({'|'.join(splits)})$")
        places = _as_numpy(pa.chunked_array([pc.indices_nonzero(is_wanted)])).astype(np.int64)
        return SplitRows(self._table, self._locate, places)

    def names(self, *splits: Split) -> set[str]:
        """The ids of the samples of some splits, and those of the texts of which they are parts."""
        wanted = zip(self._table["split"].to_pylist(), _names(self._table), strict=True)
        return {name for split, names in wanted if split in splits for name in names if name}

    def all_rows(self, classes: Sequence[str], but_not: Collection[str] = ()) -> SplitRows:
        """Every sample but those `but_not` names, itself or its text; its label renumbered to the order of `classes`.

        Raises DatasetError for a class that is not among them.
        """
        strange = [label for label in self.revision.classes if label not in classes]
        if strange:
            raise DatasetError(
                f"The model knows no class “{strange[0]}”.",
                f"It knows: {', '.join(classes[:20])}. Rename or leave out the others.",
            )
        numbers = [list(classes).index(label) for label in self.revision.classes]
        names = enumerate(_names(self._table))
        places = [place for place, (id_, whole) in names if id_ not in but_not and whole not in but_not]
        return SplitRows(self._table, self._locate, np.array(places, dtype=np.int64), numbers)


def _names(table: pa.Table) -> Iterator[tuple[str, str]]:
    """The id of each sample, and that of the text of which it is a part, or nothing."""
    if WHOLE in table.column_names:
        return _side_by_side(table, "id", WHOLE)
    return ((id_, "") for id_ in table["id"].to_pylist())


# Arrow's own ways to and from NumPy import pandas to ask whether it is wanted, which takes a quarter of a second.


def _as_arrow(numbers: NDArray[np.int64]) -> pa.Array:
    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(np.ascontiguousarray(numbers))])


def _as_numpy(numbers: pa.ChunkedArray) -> NDArray[np.int64]:
    """A column of whole numbers, none of them missing."""
    kind = np.dtype(str(numbers.type))
    parts = [
        np.frombuffer(chunk.buffers()[1], kind, len(chunk), chunk.offset * kind.itemsize) for chunk in numbers.chunks
    ]
    return np.concatenate([np.array([], kind), *parts])
