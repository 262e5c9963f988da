"""Objects are read one by one from lines and from arrays, and what is broken is told with its place."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptstudio.data._json_records import Record, json_records
from ptstudio.data._table_row import BadRow
from tests.helpers.texts import write

OBJECTS = st.lists(st.dictionaries(st.text(), st.text() | st.lists(st.integers() | st.floats(allow_nan=False))))


def found(path: Path, encoding: str = "utf-8") -> list[Record | BadRow]:
    return list(json_records(path, encoding))


def bad_rows(path: Path) -> list[tuple[int, str]]:
    return [(row.number, row.kind) for row in found(path) if isinstance(row, BadRow)]


@given(OBJECTS, st.sampled_from((None, 0, 2)))
def test_lines_and_arrays_hold_the_same(
    tmp_path_factory: pytest.TempPathFactory, objects: Sequence[dict[str, object]], indent: int | None
) -> None:
    folder = tmp_path_factory.mktemp("records")
    array = write(folder / "a.json", json.dumps(objects, indent=indent))
    lines = write(folder / "a.jsonl", "".join(json.dumps(each) + "\n" for each in objects))
    expected = [Record(row, each) for row, each in enumerate(objects, start=1)]
    assert found(array) == found(lines) == expected


def test_lines_are_numbered_as_they_stand_and_broken_ones_are_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"a": "x\0"}\n\n{broken\n[1]\n"x"\n' + "9" * 2_000_001 + '\n{"b": 2}')
    assert [row for row in found(path) if isinstance(row, Record)] == [Record(1, {"a": "x\0"}), Record(7, {"b": 2})]
    assert bad_rows(path) == [(3, "bad-row"), (4, "bad-row"), (5, "bad-row"), (6, "too-large")]


def test_an_array_larger_than_what_is_read_at_once_is_read_whole(tmp_path: Path) -> None:
    objects = [{"number": number, "text": "é" * (number * 997 % 200_000)} for number in range(40)]
    path = write(tmp_path / "a.json", "\n " + json.dumps(objects, ensure_ascii=False, indent=1) + "\n")
    assert found(path) == [Record(row, each) for row, each in enumerate(objects, start=1)]


@pytest.mark.parametrize("rest", ["", ', {"a":', ", {broken}, {}]", ', {"a": 1', "}"])
def test_an_array_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path, rest: str) -> None:
    path = write(tmp_path / "a.json", '[{"a": 1}, 5, {"a": 2}' + rest)
    assert [row.row for row in found(path) if isinstance(row, Record)] == [1, 3]
    assert bad_rows(path) == [(2, "bad-row"), (4, "bad-row")]


def test_an_array_without_an_end_takes_no_more_memory_than_a_text_may(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '[{"a": "' + "z" * 20_000_000)
    assert bad_rows(path) == [(1, "bad-row")]


def test_other_encodings_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '[{"a": "ü"}]', "utf-16")
    assert found(path, "utf-16") == [Record(1, {"a": "ü"})]
