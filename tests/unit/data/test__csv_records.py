"""Records are read past stray quotation marks, other line ends, zero bytes and cells that are far too large."""

from pathlib import Path

from ptstudio.data._csv_records import LARGEST_CELL, Dialect, records
from ptstudio.data._table_row import BadRow, Row

PLAIN = Dialect("utf-8", ",", '"')


def read(path: Path, content: bytes) -> tuple[list[Row], list[BadRow]]:
    path.write_bytes(content)
    found = list(records(path, PLAIN))
    return [row for row in found if isinstance(row, Row)], [row for row in found if isinstance(row, BadRow)]


def test_only_the_line_of_a_stray_quotation_mark_is_lost(tmp_path: Path) -> None:
    rows, [bad] = read(tmp_path / "a.csv", b'text,label\n"never closed,x\nfine,y\n"also, fine",z\nlast,x\n')
    assert [(row.number, row.cells) for row in rows] == [
        (1, ("text", "label")), (3, ("fine", "y")), (4, ("also, fine", "z")), (5, ("last", "x")),
    ]  # fmt: skip
    assert bad.number == 2
    assert "never closed" in bad.reason


def test_a_quotation_mark_open_at_the_end_loses_no_rows(tmp_path: Path) -> None:
    rows, [bad] = read(tmp_path / "a.csv", b'text,label\n"open,x\n' + b"row,y\n" * 1000)
    assert (len(rows), bad.number, rows[-1].number) == (1001, 2, 1002)


def test_quotation_marks_inside_of_a_text_are_letters(tmp_path: Path) -> None:
    rows, bad = read(tmp_path / "a.csv", b'5" screen,x\n"He" said so,y\n"two\nlines",z\n')
    assert [row.cells for row in rows] == [('5" screen', "x"), ("He said so", "y"), ("two\nlines", "z")]
    assert bad == []


def test_line_ends_may_be_mixed_and_zero_bytes_stand_anywhere(tmp_path: Path) -> None:
    rows, bad = read(tmp_path / "a.csv", b"a,1\nb,2\r\nc\0c,3\rd,4")
    assert [row.cells for row in rows] == [("a", "1"), ("b", "2"), ("c\0c", "3"), ("d", "4")]
    assert bad == []


def test_a_cell_of_many_megabytes_is_told_and_passed_over(tmp_path: Path) -> None:
    for number, size in enumerate((LARGEST_CELL + 1, 20_000_000)):
        rows, [bad] = read(tmp_path / f"{number}.csv", b"a,x\n" + b"z" * size + b",y\nb,x\n")
        assert [row.cells for row in rows] == [("a", "x"), ("b", "x")]
        assert (bad.number, "letters" in bad.reason) == (2, True)


def test_a_long_text_is_read_as_it_is(tmp_path: Path) -> None:
    rows, bad = read(tmp_path / "a.csv", b'"' + b"line\n" * 100_000 + b'",x\n')
    assert len(rows[0].cells[0]) == 500_000
    assert bad == []


def test_a_quoted_text_beyond_the_limit_is_told_with_what_may_be_wrong(tmp_path: Path) -> None:
    _, bad = read(tmp_path / "a.csv", b'"' + b"line\n" * 300_000 + b'",x\n')
    assert "never closed, or a cell has more than 1,000,000 letters" in bad[0].reason
