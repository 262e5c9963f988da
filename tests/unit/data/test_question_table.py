"""Tables of questions become samples; an empty answer says that there is none."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from ptstudio.core.dataset import ImportOptions, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data.question_table import QuestionTable
from tests.helpers.questions import CITY, answered
from tests.helpers.texts import read, table, write

FORMAT = QuestionTable()
HEADER = "question,context,answer,answer_start"


def test_rows_are_read_with_and_without_places(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        [("Who?", CITY, "Ada", ""), ("Where?", CITY, "London", "24"), ("Why?", CITY, " ", "")],
        HEADER,
    )
    assert "“context”" in FORMAT.recognises(path).reason
    samples, findings = read(FORMAT, path)
    assert not findings
    assert [answered(sample) for sample in samples] == [
        ("Who?", [("Ada", 0)]),
        ("Where?", [("London", 24)]),
        ("Why?", []),
    ]
    assert [sample.row for sample in samples] == [2, 3, 4]
    assert samples[2].fields["label"] == "no answer"


def test_lines_of_json_are_a_table_too(tmp_path: Path) -> None:
    record = {"question": "Who?", "context": CITY, "answer": "Ada", "answer_start": 0, "split": "test"}
    path = write(tmp_path / "a.jsonl", json.dumps(record) + "\nnothing\n")
    (sample,), (finding,) = read(FORMAT, path)
    assert answered(sample) == ("Who?", [("Ada", 0)])
    assert sample.split is Split.TEST
    assert (finding.kind, finding.row) == ("bad-row", 2)


@pytest.mark.parametrize(
    ("row", "kind", "severity"),
    [
        (("Where?", CITY, "London", ""), "answer-unclear", "error"),
        (("Where?", CITY, "Paris", ""), "answer-mismatch", "error"),
        (("Where?", CITY, "London", "soon"), "bad-start", "error"),
        (("Where?", CITY, "London", "9" * 5000), "bad-start", "error"),
        (("Where?", CITY, "London", "12"), "moved-answer", "warning"),
        (("Whe\0re?", CITY, "London", "24"), "zero-bytes", "warning"),
        (("", CITY, "London", "13"), "empty-question", "error"),
        (("Where?", "", "", ""), "empty-text", "error"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(tmp_path: Path, row: tuple[str, ...], kind: str, severity: str) -> None:
    samples, (finding,) = read(FORMAT, table(tmp_path / "a.csv", [row], HEADER))
    assert (finding.kind, finding.severity, finding.row) == (kind, severity, 2)
    assert len(samples) == (severity == "warning")


def test_an_error_in_excel_is_no_missing_answer(tmp_path: Path) -> None:
    book = Workbook()
    for cells in [("question", "context", "answer"), ("Who?", CITY, "Ada"), ("Where?", CITY, "#N/A")]:
        book.active.append(cells)
    book.save(tmp_path / "a.xlsx")
    (sample,), (finding,) = read(FORMAT, tmp_path / "a.xlsx")
    assert answered(sample) == ("Who?", [("Ada", 0)])
    assert (finding.kind, finding.row) == ("error-cell", 3)


def test_columns_can_be_named_by_hand(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [("Who?", CITY, "Ada")], "a,b,c")
    assert FORMAT.recognises(path).confidence == 0
    with pytest.raises(DatasetError, match="question"):
        FORMAT.read(path, ImportOptions())
    (sample,), _ = read(FORMAT, path, question="a", text="b", answer="c")
    assert answered(sample) == ("Who?", [("Ada", 0)])
    shown = FORMAT.preview(path, ImportOptions(columns={"question": "a"}))
    assert (shown.mapping, shown.rows) == ({"question": "a"}, (("Who?", CITY, "Ada"),))


def test_tables_of_a_folder_are_named_by_their_splits(tmp_path: Path) -> None:
    table(tmp_path / "train.csv", [("Who?", CITY, "Ada")], "question,context,answer")
    table(tmp_path / "test.csv", [("What?", CITY, "engines")], "question,context,answer")
    table(tmp_path / "dev.csv", [("What?", "engines")], "question,answer")
    samples, (finding,) = read(FORMAT, tmp_path)
    assert [sample.split for sample in samples] == [Split.TRAIN, Split.TEST]
    assert finding.kind == "unusable-table"
