"""The first sheet of an Excel file is a table; formulas without a value and merged cells are told."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ptstudio.core.errors import DatasetError
from ptstudio.data._table import BadRow, Row, is_table_name, open_table
from ptstudio.data._workbook import is_workbook_name


def write(path: Path, rows: list[list[Any]], *merged: str) -> Path:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    book.create_sheet("second").append(["not", "read"])
    book.save(path)
    return path


def test_the_first_sheet_is_read_with_its_own_row_numbers(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [[], ["text", "label", None], ["one", 1], [], [date(2026, 1, 2), 2.5, " "]])
    table = open_table(path)
    assert table.columns == ("text", "label")
    assert list(table.rows()) == [Row(3, ("one", "1")), Row(5, ("2026-01-02", "2.5"))]
    assert list(table.rows()) == list(table.rows())


def test_the_sheet_that_is_read_is_named_where_there_are_others(tmp_path: Path) -> None:
    two = write(tmp_path / "a.xlsx", [["text", "label"], ["one", "x"]])
    assert open_table(two).remark == "; of its 2 sheets only the first, “Sheet”, is read"
    book = Workbook()
    book.active.append(["text", "label"])
    book.save(tmp_path / "b.xlsx")
    assert open_table(tmp_path / "b.xlsx").remark == ""


def test_a_date_has_a_time_only_where_one_is_given(tmp_path: Path) -> None:
    days: list[list[Any]] = [
        ["day"],
        [date(2026, 1, 2)],
        [datetime(2026, 1, 2)],
        [datetime(2026, 1, 2, 3, 4)],
        [time(3, 4)],
    ]
    rows = open_table(write(tmp_path / "a.xlsx", days)).rows()
    assert [row.cells for row in rows if isinstance(row, Row)] == [
        ("2026-01-02",), ("2026-01-02",), ("2026-01-02 03:04:00",), ("03:04:00",),
    ]  # fmt: skip


def test_a_cell_with_an_error_is_empty_and_names_it(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "a.xlsx", [["text", "label"], ["#REF!", "#N/A"], ["#N/A is no error", ""]]))
    first, second = (row for row in table.rows() if isinstance(row, Row))
    assert first.cells == ("", "")
    assert second.cells == ("#N/A is no error", "")
    reasons = [table.why_empty(first, place) for place in range(2)]
    assert [(reason.kind, reason.number) for reason in reasons if reason] == [("error-cell", 2)] * 2
    assert reasons[1] is not None
    assert "“#N/A”" in reasons[1].reason
    assert table.why_empty(second, 1) is None


def test_a_sheet_without_header_keeps_its_first_row(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [["one", "x"], ["two", "y"]])
    table = open_table(path, lambda cells: "one" not in cells)
    assert table.columns == ("column 1", "column 2")
    assert len(list(table.rows())) == 2


def test_rows_with_more_cells_than_columns_are_bad(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [["text", "label"], ["one", "x", "beside"], ["two"]])
    bad, short = open_table(path).rows()
    assert isinstance(bad, BadRow)
    assert "3 cells" in bad.reason
    assert short == Row(3, ("two", ""))


def test_why_a_cell_is_empty_is_known(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["text", "label"],
        ["one", "x"],
        ["two", "gone"],
        ["three", '=IF(1,"y","z")'],
        ["four", None],
    ]
    table = open_table(write(tmp_path / "a.xlsx", rows, "B2:B3"))
    found = [row for row in table.rows() if isinstance(row, Row)]
    assert [row.cells[1] for row in found] == ["x", "", "", ""]
    reasons = [table.why_empty(row, 1) for row in found[1:]]
    assert [reason.kind if reason else None for reason in reasons] == ["merged-cell", "empty-formula", None]
    assert reasons[0] is not None
    assert "only B2 holds" in reasons[0].reason
    again = table.why_empty(found[2], 1)
    assert again == reasons[1], "a second pass is told the same"


def test_cells_merged_sideways_belong_to_the_left_one(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "a.xlsx", [["text", "label"], ["one", None]], "A2:B2"))
    [row] = table.rows()
    assert isinstance(row, Row)
    reason = table.why_empty(row, 1)
    assert reason is not None
    assert reason.kind == "merged-cell"
    assert table.why_empty(row, 0) is None


@pytest.mark.parametrize("content", [b"", b"no Excel file", b"PK\x03\x04 broken"])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(DatasetError, match="not an Excel file"):
        open_table(tmp_path / "a.xlsx")


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [["text", "label"], ["one", "x"]])
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as broken:
        for name in whole.namelist():
            content = whole.read(name)
            broken.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    with pytest.raises(DatasetError, match="damaged"):
        list(open_table(tmp_path / "b.xlsx").rows())


def test_an_empty_workbook_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="empty; of its 2 sheets only the first, “Sheet”, is read"):
        open_table(write(tmp_path / "a.xlsx", []))


def test_names_of_workbooks() -> None:
    assert is_workbook_name(Path("a.XLSX"))
    assert not is_workbook_name(Path("a.xls"))
    assert not is_table_name(Path("a.xlsx")), "pictures are not named in workbooks"
