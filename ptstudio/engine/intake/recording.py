"""Writing a dataset revision's Arrow table, once, through the `datasets` library, which can also open it."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from datasets import ClassLabel, Features, Value
from datasets.arrow_writer import ArrowWriter

from ptstudio.data._revision import TABLE

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
