import re
from pathlib import Path

import pytest

from ptstudio.core.errors import DatasetError
from ptstudio.data._json_file import holds_all, read_json


@pytest.mark.parametrize(("content", "found"), [('{"a": 1}', {"a": 1}), ("[1]", {}), ('\ufeff{"é": 2}', {"é": 2})])
def test_only_an_object_is_read(tmp_path: Path, content: str, found: object) -> None:
    (tmp_path / "it.json").write_text(content, encoding="utf-8")
    assert read_json(tmp_path / "it.json", "Save it again.") == found


@pytest.mark.parametrize("content", ['{"a": ', "[" * 100_000, ""])
def test_what_is_damaged_is_told_with_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / "it.json").write_text(content)
    with pytest.raises(DatasetError, match="it.json") as told:
        read_json(tmp_path / "it.json", "Save it again.")
    assert told.value.hint == "Save it again."


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read"):
        read_json(tmp_path / "it.json", "")
    assert not holds_all(tmp_path / "it.json")


def test_patterns_are_looked_for_at_both_ends(tmp_path: Path) -> None:
    first, middle, last = (re.compile(word) for word in (b"first", b"middle", b"last"))
    (tmp_path / "it.json").write_bytes(b"first" + b" " * 2**17 + b"middle" + b" " * 2**17 + b"last")
    assert holds_all(tmp_path / "it.json", first, last)
    assert not holds_all(tmp_path / "it.json", first, middle)
