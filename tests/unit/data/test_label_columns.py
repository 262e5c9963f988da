"""Tables with a column for each label: which columns those are, marks of all kinds, and cells that say neither."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from ptstudio.core.dataset import ImportOptions
from ptstudio.core.errors import DatasetError
from ptstudio.data.label_columns import LabelColumns
from tests.helpers.texts import read, table

FORMAT = LabelColumns()
TEXTS = ("Cheap and good, I say", "It broke on the first day", "What a day that was", "Not worth it")
WAYS = {
    "numbers": ("110", "001", "000", "101"),
    "decimals": (("1.0", "1.0", "0.0"), ("0.0", "0.0", "1.0"), ("0.0", "0.0", "0.0"), ("1.0", "0.0", "1.0")),
    "words": (("TRUE", "True", "false"), ("FALSE", "no", "yes"), ("n", "N", "f"), ("Y", "0", "t")),
    "crosses": (("x", "X", ""), ("", "", "x"), ("", "", ""), ("x", "", "x")),
}
HEADER = "text,price,praise,blame"


@pytest.mark.parametrize("way", WAYS)
def test_marks_are_labels(tmp_path: Path, way: str) -> None:
    path = table(tmp_path / "a.csv", [(text, *marks) for text, marks in zip(TEXTS, WAYS[way], strict=True)], HEADER)
    recognition = FORMAT.recognises(path)
    assert recognition.confidence == 0.99
    assert recognition.reason == "The table “a.csv” with a column for each of the labels price, praise, blame"
    samples, findings = read(FORMAT, path)
    assert [sample.fields["labels"] for sample in samples] == [("praise", "price"), ("blame",), (), ("blame", "price")]
    assert samples[1].fields["text"] == "It broke on the first day"
    assert [finding.kind for finding in findings] == ["no-label"]


def test_a_cell_that_says_neither_keeps_its_row_out(tmp_path: Path) -> None:
    rows = [(f"{text} {n}", *"101") for n in range(200) for text in TEXTS]
    path = table(tmp_path / "a.csv", [*rows, ("One more", "1", "maybe", "0"), ("And another", *"010")], HEADER)
    samples, findings = read(FORMAT, path)
    assert len(samples) == len(rows) + 1
    (finding,) = findings
    assert (finding.kind, finding.severity, finding.row) == ("unclear-mark", "error", len(rows) + 2)
    assert finding.reason == "“maybe” in the column “praise” says neither yes nor no."


def test_other_columns_are_no_labels(tmp_path: Path) -> None:
    rows = [(str(n), text, "train", *marks) for n, (text, marks) in enumerate(zip(TEXTS, WAYS["numbers"], strict=True))]
    path = table(tmp_path / "a.csv", rows, "id,text,split,price,praise,blame")
    samples, _ = read(FORMAT, path)
    assert samples[0].fields["labels"] == ("praise", "price")
    assert FORMAT.preview(path, ImportOptions()).mapping == {"text": "text", "split": "split"}


@pytest.mark.parametrize("header", ["text,label,has_link,is_long", "text,price,has_link,topic"])
def test_marks_beside_a_class_are_something_else(tmp_path: Path, header: str) -> None:
    rows = [(text, mark, "1", mark) for text, mark in zip(TEXTS, "1010", strict=True)]
    if header.endswith("topic"):
        rows = [(text, "1", "0", topic) for text, topic in zip(TEXTS, ("film", "news") * 2, strict=True)]
    assert FORMAT.recognises(table(tmp_path / "a.csv", rows, header)).confidence == 0.15


def test_two_columns_of_marks_are_doubted_more_than_three(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [(text, *"10") for text in TEXTS], "text,price,praise")
    assert FORMAT.recognises(path).confidence == 0.96


@pytest.mark.parametrize("header", ["text,price", "text,mood,place"])
def test_without_marks_there_are_no_labels(tmp_path: Path, header: str) -> None:
    rows = [(text, *("1" if header == "text,price" else ("good", "here"))) for text in TEXTS]
    path = table(tmp_path / "a.csv", rows, header)
    assert FORMAT.recognises(path).confidence == 0
    with pytest.raises(DatasetError, match="no columns of marks"):
        FORMAT.read(path, ImportOptions())


def test_an_error_in_excel_is_no_mark(tmp_path: Path) -> None:
    book = Workbook()
    for cells in [("text", "praise", "blame"), ("one", 1, 0), ("two", 0, "#N/A"), ("three", 0, 1)]:
        book.active.append(cells)
    book.save(tmp_path / "a.xlsx")
    samples, findings = read(FORMAT, tmp_path / "a.xlsx")
    assert [sample.fields["labels"] for sample in samples] == [("praise",), ("blame",)]
    assert [(finding.kind, finding.row) for finding in findings] == [("error-cell", 3)]
