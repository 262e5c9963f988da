"""Rows come back as they were written, wherever they lie; reading never holds much of a file."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ptstudio.engine.looking import row_file
from ptstudio.engine.looking.row_file import RowReader, RowWriter

ROW = np.dtype([("sum", np.uint32), ("values", np.float32, (3,))])


def rows(*numbers: int) -> "np.ndarray":
    made = np.empty(len(numbers), ROW)
    made["sum"] = numbers
    made["values"] = np.array(numbers)[:, None] + np.array([0.0, 0.25, 0.5])
    return made


def table(file: Path, count: int) -> RowWriter:
    return RowWriter.new(file, ROW, count)


def test_rows_lie_where_they_were_put_and_others_are_zero(tmp_path: Path) -> None:
    file = tmp_path / "table.npy"
    writer = table(file, 8)
    writer.write([5, 6, 1], rows(5, 6, 1))
    writer.write([], rows())
    found = np.load(file)
    assert found["sum"].tolist() == [0, 1, 0, 0, 0, 5, 6, 0]
    assert (RowReader(file).rows([6, 1]) == rows(6, 1)).all()
    assert RowReader(file).column("values")[5].tolist() == [5.0, 5.25, 5.5]


def test_a_table_that_is_there_is_gone_on_with_and_readers_see_it(tmp_path: Path) -> None:
    file = tmp_path / "table.npy"
    table(file, 4)
    reader = RowReader(file)
    assert reader.rows([2])["sum"] == 0
    RowWriter.onto(file).write([2], rows(2))
    assert reader.rows([2])["sum"] == 2
    assert len(reader) == 4


def test_a_column_is_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "table.npy"
    table(file, 100).write(range(100), rows(*range(100)))
    monkeypatch.setattr(row_file, "AT_ONCE_MB", 7 * ROW.itemsize / 1e6)
    assert RowReader(file).column("sum").tolist() == list(range(100))
    assert RowReader(file).column("values").shape == (100, 3)
    table(tmp_path / "none.npy", 0)
    assert RowReader(tmp_path / "none.npy").column("values").shape == (0, 3)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no file that somebody reads")
def test_a_table_that_others_delete_is_still_read(tmp_path: Path) -> None:
    file = tmp_path / "table.npy"
    table(file, 4).write([2], rows(2))
    reader = RowReader(file)
    file.unlink()
    assert reader.rows([2])["sum"] == 2


def test_a_table_that_became_shorter_is_not_taken_for_whole(tmp_path: Path) -> None:
    file = tmp_path / "table.npy"
    table(file, 4)
    reader = RowReader(file)
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size - 1)
    with pytest.raises(OSError, match="shorter"):
        reader.rows([3])


def test_many_threads_read_at_once(tmp_path: Path) -> None:
    file = tmp_path / "table.npy"
    table(file, 500).write(range(500), rows(*range(500)))
    reader = RowReader(file)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda place: int(reader.rows([place])["sum"][0]), range(500)))
    assert found == list(range(500))


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "table.npy"
    file.write_bytes(b"\x93NUMPY nothing")
    with pytest.raises(ValueError, match=r"\w"):
        RowReader(file)
    with pytest.raises(ValueError, match=r"\w"):
        RowWriter.onto(file)
