"""Tables with all labels of a text in one cell: recognised, read, and every bad row reported with its number."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ptstudio.core.dataset import ImportOptions, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data.label_table import LabelTable
from tests.helpers.texts import read, table, write

FORMAT = LabelTable()
ROWS = (
    ("Cheap and good", "price;praise"),
    ("It broke", "blame"),
    ("Dear, and it broke", "price;blame"),
    ("What a day", ""),
    ("I like it", "praise"),
)


def labels(path: Path, **columns: str) -> list[object]:
    samples, _ = read(FORMAT, path, **columns)
    return [sample.fields["labels"] for sample in samples]


def test_a_table_of_labelled_texts_is_read(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ROWS, "text,labels")
    recognition = FORMAT.recognises(path)
    assert recognition.confidence == 0.99
    assert recognition.reason == (
        "The table “a.csv” with texts in “text” and labels in “labels”, several of them between semicolons"
    )
    samples, findings = read(FORMAT, path)
    assert samples[0].fields == {"text": "Cheap and good", "labels": ("praise", "price")}
    assert (samples[0].row, samples[0].split) == (2, None)
    assert [sample.fields["labels"] for sample in samples[1:]] == [("blame",), ("blame", "price"), (), ("praise",)]
    (finding,) = findings
    assert (finding.kind, finding.severity) == ("no-label", "warning")
    assert finding.reason == "1 of 5 samples have no label."


def test_lists_come_from_json_lines_and_parquet(tmp_path: Path) -> None:
    rows = [{"text": text, "topics": cell.split(";") if cell else []} for text, cell in ROWS]
    lines = write(tmp_path / "a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    wanted = [("praise", "price"), ("blame",), ("blame", "price"), (), ("praise",)]
    for path in (lines, tmp_path / "a.parquet"):
        assert FORMAT.recognises(path).confidence == 0.99
        assert labels(path) == wanted


def test_a_table_with_one_label_each_is_left_to_others(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [("one", "x"), ("two", "y"), ("three", "x")], "text,label")
    recognition = FORMAT.recognises(path)
    assert recognition.confidence == 0.2
    assert "no text has several" in recognition.reason
    assert labels(path) == [("x",), ("y",), ("x",)]


def test_the_column_of_labels_is_told_by_what_stands_in_it(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [(cell, text) for text, cell in ROWS], "what,words")
    assert FORMAT.preview(path, ImportOptions()).mapping == {"text": "words", "labels": "what"}
    assert FORMAT.recognises(path).confidence == 0.9


def test_columns_are_mapped_by_hand(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [("one", "x;y", "p|q"), ("two", "y", "q|r"), ("z", "y", "p")], "text,labels,moods")
    assert labels(path, labels="moods") == [("p", "q"), ("q", "r"), ("p",)]
    with pytest.raises(DatasetError, match="“gone”"):
        FORMAT.read(path, ImportOptions(columns={"labels": "gone"}))


def test_tables_named_by_splits_belong_together(tmp_path: Path) -> None:
    table(tmp_path / "train.csv", ROWS, "text,labels")
    table(tmp_path / "test.csv", [("New and cheap", "price"), (" ", "price")], "text,labels")
    samples, findings = read(FORMAT, tmp_path)
    assert [sample.split for sample in samples] == [Split.TRAIN] * 5 + [Split.TEST]
    assert [(finding.kind, finding.row) for finding in findings] == [("empty-text", 3), ("no-label", None)]


def test_a_table_without_the_column_is_left_out(tmp_path: Path) -> None:
    table(tmp_path / "train.csv", ROWS, "text,labels")
    table(tmp_path / "test.csv", ROWS, "text,tags")
    samples, findings = read(FORMAT, tmp_path)
    assert len(samples) == 5
    assert findings[0].kind == "unusable-table"
    assert "“labels”" in findings[0].reason
