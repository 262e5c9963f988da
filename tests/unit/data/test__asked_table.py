"""What a model is asked about stands in columns that are guessed, or named by hand."""

from pathlib import Path

import pytest

from ptstudio.core.errors import DatasetError
from ptstudio.data._asked_table import learned_fields, open_asked, preview_asked
from ptstudio.data._table import BadRow, Row
from ptstudio.data._text_columns import ASKED_FIELDS
from tests.helpers.text_projects import text_project
from tests.helpers.texts import table, write

TEXT, PAIR = ASKED_FIELDS


def test_each_row_comes_with_what_is_asked_about_it(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "id,message\n1,  hello \n2,one,too,many\n3,\n")
    asked = open_asked(file, [TEXT], {})
    assert asked.columns == {"text": "message"}
    first, second, third = asked.rows()
    assert first == (Row(2, ("1", "hello ")), {"text": "hello"})
    assert isinstance(second[0], BadRow)
    assert second[1] is None
    assert third == (Row(4, ("3", "")), {"text": ""})


def test_a_preview_guesses_and_takes_what_is_said_by_hand(tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", [("one text", "another text", "x" * 400)], "sentence1,sentence2,other")
    guessed = preview_asked(file, ASKED_FIELDS, {})
    assert guessed.fields == ("text", "pair")
    assert guessed.mapping == {"text": "sentence1", "pair": "sentence2"}
    assert len(guessed.rows[0][2]) < 400
    assert preview_asked(file, ASKED_FIELDS, {"text": "other", "pair": ""}).mapping == {"text": "other"}


def test_nothing_is_guessed_where_nothing_reads_like_a_text(tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", [("1", "2"), ("3", "4")], "id,score")
    assert preview_asked(file, [TEXT], {}).mapping == {}
    with pytest.raises(DatasetError, match="seems to hold the text"):
        open_asked(file, [TEXT], {})


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", [("one text",)], "message")
    with pytest.raises(DatasetError, match="no column “body”") as caught:
        open_asked(file, [TEXT], {"text": "body"})
    assert "message" in caught.value.hint


@pytest.mark.parametrize("has_pairs", [True, False])
def test_second_texts_are_asked_about_where_a_model_learned_from_pairs(tmp_path: Path, has_pairs: bool) -> None:
    project = text_project(tmp_path / "project", has_pairs=has_pairs)
    run = next(path for path in project.runs())
    expected = (TEXT, PAIR) if has_pairs else (TEXT,)
    assert learned_fields(ASKED_FIELDS, run, "letters/0001") == expected


def test_a_run_outside_of_its_project_is_asked_about_what_it_needs(tmp_path: Path) -> None:
    assert learned_fields(ASKED_FIELDS, tmp_path / "project" / "runs" / "one", "letters/0001") == (TEXT,)
