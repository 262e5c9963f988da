"""A dataset revision on disk: written once as an Arrow table, read through a memory map, never whole."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from datasets import ClassLabel, Dataset, Features, Value
from datasets.arrow_writer import ArrowWriter

from ptstudio.core.dataset import Revision, Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.project import Project

TABLE = "samples.arrow"
_OWN_COLUMNS = {"id": "string", "row": "int32", "group": "string", "split": "string"}


def write_table(
    folder: Path, rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str], classes: Sequence[str]
) -> None:
    """Write the samples. Each row has our own columns (id, row, group, split) and the task's `columns`."""
    features = Features({name: Value(kind) for name, kind in (_OWN_COLUMNS | dict(columns)).items()})
    if "label" in features:
        features["label"] = ClassLabel(names=list(classes))
    with ArrowWriter(features=features, path=str(folder / TABLE)) as writer:
        for row in rows:
            writer.write(dict(row))
        writer.finalize()


def fingerprint(ids: Sequence[str], labels: Sequence[str], splits: Sequence[Split]) -> str:
    """A sha256 that tells whether two revisions hold the same samples, labels and splits, in any order."""
    lines = sorted(
        f"{id_}\t{json.dumps(label)}\t{split}\n" for id_, label, split in zip(ids, labels, splits, strict=True)
    )
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
    return digest.hexdigest()


def known_splits(folder: Path) -> dict[str, Split]:
    """The split of every sample of the revision in `folder`, by id."""
    table = Dataset.from_file(str(folder / TABLE))
    return {id_: Split(split) for id_, split in zip(table["id"], table["split"], strict=True)}


class SplitRows(Sequence[Mapping[str, Any]]):
    """The rows of one split, read when asked for; `path` is made absolute, `label` may be renumbered."""

    def __init__(self, table: Dataset, root: Path, numbers: Sequence[int] | None = None) -> None:
        self._table = table
        self._root = root
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._table)

    def __getitem__(self, index: Any) -> Any:
        row = dict(self._table[int(index)])
        if "path" in row:
            row["path"] = str(self._root / row["path"])
        if self._numbers is not None:
            row["label"] = self._numbers[row["label"]]
        return row

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return (self[index] for index in range(len(self)))

    def column(self, name: str) -> list[Any]:
        """One column, whole."""
        return list(self._table[name])


class RevisionData:
    """A revision opened for reading."""

    def __init__(self, project: Project, revision: Revision) -> None:
        self.revision = revision
        self.root = project.data_root(revision)
        self._table = Dataset.from_file(str(project.revision_folder(revision.key) / TABLE))

    def rows(self, split: Split) -> SplitRows:
        """The samples of one split, in the order of the table."""
        indices = [index for index, name in enumerate(self._table["split"]) if name == split]
        return SplitRows(self._table.select(indices), self.root)

    def all_rows(self, classes: Sequence[str]) -> SplitRows:
        """Every sample, its label renumbered to the order of `classes`. Raises DatasetError for a class not in it."""
        strange = [label for label in self.revision.classes if label not in classes]
        if strange:
            raise DatasetError(
                f"The model knows no class “{strange[0]}”.",
                f"It knows: {', '.join(classes[:20])}. Rename or leave out the others.",
            )
        return SplitRows(self._table, self.root, [list(classes).index(label) for label in self.revision.classes])
