"""Writing a dataset revision's Arrow table, once, through the `datasets` library, which can also open it."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from datasets import ClassLabel, Features, List, Value
from datasets.arrow_writer import ArrowWriter

from ptstudio.data._revision import TABLE, is_list, item_kind

_OWN_COLUMNS = {"id": "string", "row": "int32", "whole": "string", "group": "string", "split": "string"}


def write_table(
    folder: Path, rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str], classes: Sequence[str]
) -> None:
    """Write the samples. Each row has our own columns (id, row, whole, group, split) and the task's `columns`."""
    features = Features({name: _feature(kind) for name, kind in (_OWN_COLUMNS | dict(columns)).items()})
    if "label" in features:
        named = ClassLabel(names=list(classes))
        features["label"] = List(named) if is_list(columns["label"]) else named
    with ArrowWriter(features=features, path=str(folder / TABLE)) as writer:
        for row in rows:
            writer.write(dict(row))
        writer.finalize()


def _feature(kind: str) -> List | Value:
    return List(Value(item_kind(kind))) if is_list(kind) else Value(kind)
