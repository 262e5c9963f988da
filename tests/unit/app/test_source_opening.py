"""A first look at data."""

from pathlib import Path

import pytest

from ptstudio.app.source_opening import NoLongerWantedError, OtherTaskError, open_source, sureness
from ptstudio.core.dataset import ImportOptions
from ptstudio.core.errors import DatasetError
from tests.helpers.corpora import class_folders, zip_folder
from tests.helpers.questions import CITY, question, squad
from tests.helpers.texts import folders, table

TASK = "image-classification"


def ignore(done: int, total: int) -> None:
    """Nobody listens."""


def test_a_folder_is_recognised_where_it_lies(tmp_path: Path) -> None:
    source = class_folders(tmp_path / "photos")
    opened = open_source(source, tmp_path / "home", TASK, ImportOptions(), ignore)
    assert (opened.place, opened.kind.key, opened.preview) == (source, "image-folders", None)
    assert sureness(opened.recognition.confidence) == "good"


def test_an_archive_is_unpacked_once_and_told_of(tmp_path: Path) -> None:
    archive = zip_folder(class_folders(tmp_path / "photos"), tmp_path / "photos.zip")
    heard: list[tuple[int, int]] = []
    first = open_source(archive, tmp_path / "home", TASK, ImportOptions(), lambda *step: heard.append(step))
    assert first.place.is_relative_to(tmp_path / "home")
    assert first.kind.key == "image-folders"
    assert heard[-1][0] == heard[-1][1] > 0
    heard.clear()
    assert open_source(archive, tmp_path / "home", TASK, ImportOptions(), lambda *step: heard.append(step)) == first
    assert heard == []


def test_data_of_another_task_tell_which_it_is(tmp_path: Path) -> None:
    asked = squad(tmp_path / "asked.json", {CITY: [question("Where did Ada live?", ("London", 13))]})
    with pytest.raises(OtherTaskError) as told:
        open_source(asked, tmp_path / "home", TASK, ImportOptions(), ignore)
    assert told.value.task == "question-answering"
    assert "questions about paragraphs" in told.value.message
    packed = zip_folder(folders(tmp_path / "letters", {"good": ["fine"], "bad": ["poor"]}), tmp_path / "letters.zip")
    with pytest.raises(OtherTaskError) as told:
        open_source(packed, tmp_path / "home", TASK, ImportOptions(), ignore)
    assert told.value.task == "text-classification"
    letters = table(tmp_path / "letters.csv", [("fine", "good"), ("poor", "bad")])
    with pytest.raises(OtherTaskError) as told:
        open_source(letters, tmp_path / "home", TASK, ImportOptions(), ignore)
    assert told.value.task == "text-classification"
    said = open_source(letters, tmp_path / "home", TASK, ImportOptions(format="image-table"), ignore)
    assert said.kind.key == "image-table", "a person knows better"
    (tmp_path / "notes.docx").write_text("dear")
    with pytest.raises(DatasetError) as refused:
        open_source(tmp_path / "notes.docx", tmp_path / "home", TASK, ImportOptions(), ignore)
    assert not isinstance(refused.value, OtherTaskError)


def test_unpacking_ends_when_nobody_wants_it_and_leaves_nothing(tmp_path: Path) -> None:
    archive = zip_folder(class_folders(tmp_path / "photos"), tmp_path / "photos.zip")

    def refuse(done: int, total: int) -> None:
        raise NoLongerWantedError(done, total)

    with pytest.raises(NoLongerWantedError):
        open_source(archive, tmp_path / "home", TASK, ImportOptions(), refuse)
    assert [path for path in (tmp_path / "home").rglob("*") if path.is_file()] == []


def test_a_table_shows_its_first_rows_with_columns_as_mapped(tmp_path: Path) -> None:
    class_folders(tmp_path / "photos", {"red": 3})
    table = tmp_path / "labels.csv"
    table.write_text("file,animal,note\nphotos/red/0.jpg,cat,x\nphotos/red/1.jpg,dog,y\nphotos/red/2.jpg,cat,x\n")
    opened = open_source(table, tmp_path / "home", TASK, ImportOptions(columns={"label": "note"}), ignore)
    assert opened.preview is not None
    assert opened.preview.columns == ("file", "animal", "note")
    assert opened.preview.mapping == {"image": "file", "label": "note"}


def test_nothing_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="There is nothing"):
        open_source(tmp_path / "gone", tmp_path, TASK, ImportOptions(), ignore)


def test_a_file_of_another_task_that_is_damaged_is_told_as_what_it_looks_like(tmp_path: Path) -> None:
    (tmp_path / "notags.conll").write_text("Ada\nlived\n\nBob\nran\n")
    with pytest.raises(DatasetError, match="CoNLL files of words and tags"):
        open_source(tmp_path / "notags.conll", tmp_path, TASK, ImportOptions(), ignore)
