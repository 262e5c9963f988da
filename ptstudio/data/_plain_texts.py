"""Texts of which nothing is said: the rows of a table, the lines or paragraphs of text files; found and streamed."""

import itertools
from collections.abc import Iterator
from pathlib import Path

from ptstudio.core.errors import DatasetError
from ptstudio.data._columns import map_columns
from ptstudio.data._mapped_rows import MappedRow, first_rows, mapped_rows
from ptstudio.data._table_of_texts import is_table_of_texts, open_table_of_texts
from ptstudio.data._text import clean_text, whole
from ptstudio.data._text_columns import TEXT
from ptstudio.data._text_files import is_text_name
from ptstudio.data._text_lines import encoding_of_lines, text_lines

MOST_LETTERS = 4000
"""Longer texts are cut into several, between words where they have any: no network reads more at once."""
_LINES_LOOKED_AT = 500


def plain_texts(path: Path) -> Iterator[str | None]:
    """Every text in a file, or in all files of a folder; None for what is there but cannot be read.

    Raises DatasetError where there is none at all.
    """
    files = _files(path)
    if not files:
        raise DatasetError(
            f"“{path.name}” holds no texts.",
            "Choose a table with a column of texts, a text file (.txt), or a folder of such files.",
        )
    for file in files:
        try:
            yield from _rows(file) if is_table_of_texts(file) else _passages(file)
        except (DatasetError, OSError):
            if len(files) == 1:
                raise
            yield None


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise DatasetError(f"There is nothing at “{path}”.", "Check the name of the file or folder.")
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [file for file in found if file.is_file() and (is_text_name(file) or is_table_of_texts(file))]


def _rows(file: Path) -> Iterator[str | None]:
    table = open_table_of_texts(file)
    mapping = map_columns((TEXT,), table.columns, [row.cells for row in first_rows(table)], {})
    for row in mapped_rows(file, table, mapping):
        if isinstance(row, MappedRow):
            yield from _pieces(row.cells["text"])
        else:
            yield None


def _passages(file: Path) -> Iterator[str | None]:
    """Paragraphs, where blank lines stand between some of the first lines; else lines."""
    encoding = encoding_of_lines(file).name
    some = [line for _, line in itertools.islice(text_lines(file, encoding), _LINES_LOOKED_AT)]
    has_paragraphs = "" in [line.strip() for line in some if isinstance(line, str)][1:-1]
    passage: list[str] = []
    for _, line in text_lines(file, encoding):
        if not isinstance(line, str):
            yield None
            continue
        if has_paragraphs and line.strip() and sum(map(len, passage)) < MOST_LETTERS:
            passage.append(line)
            continue
        yield from _pieces(" ".join(passage))
        passage = [line] if has_paragraphs and line.strip() else []
        if not has_paragraphs:
            yield from _pieces(line)
    yield from _pieces(" ".join(passage))


def _pieces(text: str) -> Iterator[str]:
    """A text that can be learned from, in pieces none of which is too long."""
    rest = clean_text(whole(text))
    while len(rest) > MOST_LETTERS:
        end = rest.rfind(" ", 1, MOST_LETTERS)
        end = end if end > 0 else MOST_LETTERS
        yield rest[:end]
        rest = rest[end:].lstrip()
    if rest:
        yield rest
