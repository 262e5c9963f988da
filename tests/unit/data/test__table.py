"""Tables are read as programs and people really write them, row by row, with the rows' own numbers."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ptstudio.core.errors import DatasetError
from ptstudio.data._table import BadRow, Row, is_table_name, open_table
from ptstudio.data._table_row import as_text

ROWS = [("image", "label"), ("1.jpg", "cat"), ("2.jpg", "dog")]


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def good(path: Path) -> list[tuple[str, ...]]:
    return [row.cells for row in open_table(path).rows() if isinstance(row, Row)]


def bad(path: Path) -> list[BadRow]:
    return [row for row in open_table(path).rows() if isinstance(row, BadRow)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str, line_end: str) -> None:
    path = write(tmp_path / "a.csv", line_end.join(delimiter.join(row) for row in ROWS) + line_end)
    assert open_table(path).columns == ROWS[0]
    assert good(path) == ROWS[1:]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.csv", "image,label\n" + "1.jpg,cat\n" * 300 + "ä.jpg,Bär\n", encoding)
    assert open_table(path).columns == ("image", "label")
    assert good(path)[-1] == ("ä.jpg", "Bär")


def test_quotes_hold_delimiters_and_line_ends(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'image,label\n"a,b.jpg","a ""cat"""\n"2.jpg", "two\nlines"\n3.jpg,dog\n')
    assert good(path) == [("a,b.jpg", 'a "cat"'), ("2.jpg", "two\nlines"), ("3.jpg", "dog")]
    single = write(tmp_path / "b.csv", "'image','label'\n'a,b.jpg','cat'\n")
    assert good(single) == [("a,b.jpg", "cat")]


def test_mixed_separators_are_understood(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "image,label\n1.jpg,cat\n2.jpg;dog\n3.jpg\tcow\n4.jpg,hen\n")
    assert good(path) == [("1.jpg", "cat"), ("2.jpg", "dog"), ("3.jpg", "cow"), ("4.jpg", "hen")]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "\nimage,label\n\n1.jpg,cat\n,\n2.jpg,dog,,\n3.jpg\n")
    rows = list(open_table(path).rows())
    assert rows == [Row(4, ("1.jpg", "cat")), Row(6, ("2.jpg", "dog")), Row(7, ("3.jpg", ""))]


def test_rows_that_are_too_long_are_bad(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "image,label\n1.jpg,cat, striped\n2.jpg,dog\n")
    [row] = bad(path)
    assert (row.number, "3 cells" in row.reason) == (2, True)
    assert good(path) == [("2.jpg", "dog")]


def test_a_quotation_mark_that_is_never_closed_is_bad(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'image,label\n1.jpg,cat\n2.jpg,"dog\n' + "3.jpg,cat\n" * 20_000)
    assert good(path)[0] == ("1.jpg", "cat")
    assert "quotation mark" in bad(path)[0].reason


def test_columns_get_names_of_their_own(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ", label ,label\n1.jpg,cat,dog\n")
    assert open_table(path).columns == ("column 1", "label", "label (2)")


def test_a_table_without_header_keeps_its_first_row(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "1.jpg,cat\n2.jpg,dog\n")
    table = open_table(path, lambda cells: "1.jpg" not in cells)
    assert table.columns == ("column 1", "column 2")
    assert list(table.rows()) == [Row(1, ("1.jpg", "cat")), Row(2, ("2.jpg", "dog"))]


def test_json_lines_are_read(tmp_path: Path) -> None:
    lines = [
        json.dumps({"image": "1.jpg", "label": 3}),
        "",
        "not json",
        "[1]",
        json.dumps({"image": "ä", "more": None}),
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(lines))
    table = open_table(path)
    assert table.columns == ("image", "label", "more")
    rows = list(table.rows())
    assert rows[0] == Row(1, ("1.jpg", "3", ""))
    assert [row.number for row in rows if isinstance(row, BadRow)] == [3, 4]
    assert rows[-1] == Row(5, ("ä", "", ""))


def test_parquet_is_read(tmp_path: Path) -> None:
    content = {"image": ["1.jpg", "2.jpg", None], "label": [1.0, float("nan"), 2.5], "good": [True, False, None]}
    pq.write_table(pa.table(content), tmp_path / "a.parquet")
    assert open_table(tmp_path / "a.parquet").columns == ("image", "label", "good")
    assert good(tmp_path / "a.parquet") == [("1.jpg", "1", "true"), ("2.jpg", "", "false"), ("", "2.5", "")]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_empty_tables_are_named(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DatasetError) as caught:
        open_table(tmp_path / name)
    assert name in caught.value.message


def test_missing_tables_are_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"gone\.csv"):
        open_table(tmp_path / "gone.csv")


def test_binary_rubbish_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(bytes(range(256)) * 20)
    assert open_table(tmp_path / "a.csv").columns
    assert list(open_table(tmp_path / "a.csv").rows()) is not None


def test_names_of_tables() -> None:
    assert is_table_name(Path("a.CSV"))
    assert not is_table_name(Path("a.xlsx"))


def test_ten_thousand_columns_get_names_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ",".join(["same"] * 5000 + [""] * 4999 + ["last"]) + "\n" + "1," * 9999 + "1\n")
    columns = open_table(path).columns
    assert (len(columns), columns[4999], columns[5000], columns[-1]) == (10_000, "same (5000)", "column 5001", "last")


def test_a_prose_text_is_not_cut_at_other_delimiters(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "text,label\nit is good; it is cheap\n")
    assert list(open_table(path, is_mixed=False).rows()) == [Row(2, ("it is good; it is cheap", ""))]


def test_a_text_of_several_lines_is_not_cut_at_other_delimiters(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'text,label\n"one;\ntwo"\n')
    assert good(path) == [("one;\ntwo", "")]


def test_a_parquet_table_that_is_damaged_further_on_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [f"text {number}" for number in range(5000)]}), path)
    content = bytearray(path.read_bytes())
    content[100 : len(content) // 2] = bytes(len(content) // 2 - 100)
    path.write_bytes(content)
    with pytest.raises(DatasetError, match="damaged"):
        list(open_table(path).rows())


def test_lists_are_written_as_json_unless_they_hold_a_single_value() -> None:
    lists: list[object] = [["a", "é"], [3], [], [[0, 5, "x"]], [None]]
    assert [as_text(each) for each in lists] == ['["a", "é"]', "3", "", '[[0, 5, "x"]]', ""]


def test_a_table_without_rows_is_refused_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,label\n\n")
    with pytest.raises(DatasetError, match=r"“a\.csv” has no rows below the names of its columns") as caught:
        open_table(tmp_path / "a.csv")
    assert "a row for each sample" in caught.value.hint
