"""Texts without labels: from tables, from text files by line or by paragraph, from folders of all of these."""

from pathlib import Path

import pytest

from ptstudio.core.errors import DatasetError
from ptstudio.data._plain_texts import MOST_LETTERS, plain_texts


def written(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return file


def test_lines_are_texts(tmp_path: Path) -> None:
    file = written(tmp_path, "notes.txt", "The parcel came.\nIt was late.\n\n")
    assert list(plain_texts(file)) == ["The parcel came.", "It was late."]


def test_paragraphs_are_texts_where_blank_lines_divide_them(tmp_path: Path) -> None:
    file = written(tmp_path, "book.txt", "The parcel\ncame.\n \nIt was\nlate.\n\nAnd wet.")
    assert list(plain_texts(file)) == ["The parcel came.", "It was late.", "And wet."]


def test_the_texts_of_a_table_are_found_by_their_column(tmp_path: Path) -> None:
    file = written(tmp_path, "mails.csv", "id,message\n1,The parcel came.\n2,\n3,It was late.\n")
    assert list(plain_texts(file)) == ["The parcel came.", "It was late."]


def test_a_row_that_is_broken_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, "mails.jsonl", '{"text": "one two"}\nnot json\n{"text": "three four"}\n')
    assert list(plain_texts(file)) == ["one two", None, "three four"]


def test_a_folder_gives_those_of_all_its_files(tmp_path: Path) -> None:
    written(tmp_path, "a/one.txt", "one\n")
    written(tmp_path, "b.csv", "text\ntwo words\nthree words\n")
    written(tmp_path, "picture.png", "no text")
    (tmp_path / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    assert sorted(text or "?" for text in plain_texts(tmp_path)) == ["?", "one", "three words", "two words"]


@pytest.mark.parametrize("text", ["word " * 4000, "字" * 9000, "word " * 1000 + "x" * 9000])
def test_long_texts_come_in_pieces_and_nothing_is_lost(tmp_path: Path, text: str) -> None:
    pieces = [piece or "" for piece in plain_texts(written(tmp_path, "long.txt", text))]
    assert max(map(len, pieces)) <= MOST_LETTERS
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_a_folder_without_texts_and_a_place_where_nothing_is_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="holds no texts"):
        list(plain_texts(tmp_path))
    with pytest.raises(DatasetError, match="There is nothing at"):
        list(plain_texts(tmp_path / "gone.txt"))
