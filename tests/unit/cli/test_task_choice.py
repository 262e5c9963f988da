"""Which task is meant is told by the data; data that suit none are refused as what they look like."""

import re
from pathlib import Path

import pytest

from ptstudio.cli.task_choice import chosen_task
from ptstudio.core.errors import DatasetError, SettingsError
from tests.helpers.texts import rows, table, write


def test_a_named_task_is_taken_as_it_is(tmp_path: Path) -> None:
    assert chosen_task("text-labelling", tmp_path) == "text-labelling"
    with pytest.raises(SettingsError, match="“gone”"):
        chosen_task("gone", tmp_path)


def test_data_tell_their_task(tmp_path: Path) -> None:
    assert chosen_task(None, table(tmp_path / "a.csv", rows())) == "text-classification"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("notags.conll", "Ada\nlived\n\nBob\nran\n", "CoNLL files of words and tags"),
        ("empty.csv", "", "The table “empty.csv” is empty."),
        ("notes.md", "# Notes\n", "a single “.md” file"),
    ],
)
def test_data_that_suit_none_are_refused_as_what_they_look_like(
    tmp_path: Path, name: str, content: str, words: str
) -> None:
    with pytest.raises(DatasetError, match=re.escape(words)):
        chosen_task(None, write(tmp_path / name, content))
