"""Tables of texts of every kind are opened alike."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from ptstudio.core.errors import DatasetError
from ptstudio.data._table import Row
from ptstudio.data._table_of_texts import is_table_of_texts, open_table_of_texts, shown_rows
from tests.helpers.texts import write

TEXTS = ("Where is my parcel?", "I was charged twice.")


def workbook(path: Path) -> Path:
    book = Workbook()
    for row in (("text",), *((text,) for text in TEXTS)):
        book.active.append(row)
    book.save(path)
    return path


def parquet(path: Path) -> Path:
    pq.write_table(pa.table({"text": TEXTS}), path)
    return path


def test_the_same_rows_come_out_of_every_kind(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "a.csv", "text\n" + "\n".join(TEXTS)),
        write(tmp_path / "a.tsv", "text\n" + "\n".join(TEXTS)),
        write(tmp_path / "a.jsonl", "".join(f'{{"text": "{text}"}}\n' for text in TEXTS)),
        workbook(tmp_path / "a.xlsx"),
        parquet(tmp_path / "a.parquet"),
    ]
    for file in files:
        assert is_table_of_texts(file)
        table = open_table_of_texts(file)
        assert table.columns == ("text",)
        assert [row.cells for row in table.rows() if isinstance(row, Row)] == [(text,) for text in TEXTS]
    assert not is_table_of_texts(tmp_path / "a.txt")


def test_a_first_row_of_texts_is_no_header(tmp_path: Path) -> None:
    table = open_table_of_texts(write(tmp_path / "a.csv", "\n".join(TEXTS)))
    assert table.columns == ("column 1",)
    assert len(list(table.rows())) == 2


def test_what_only_looks_like_a_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 10)
    with pytest.raises(DatasetError, match="holds no text"):
        open_table_of_texts(tmp_path / "a.csv")


def test_the_first_rows_are_shown_in_short() -> None:
    shown = shown_rows([("x" * 1000, str(number)) for number in range(50)])
    assert len(shown) == 10
    assert len(shown[0][0]) < 400
