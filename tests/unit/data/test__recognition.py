"""The surest format wins; where none is sure, the message says what was looked for."""

from pathlib import Path

import pytest

from ptstudio.core.errors import DatasetError
from ptstudio.data import all_formats
from ptstudio.data._archive import unpack
from ptstudio.data._recognition import recognise
from tests.helpers import corpora

KEYS = ("image-folders", "image-splits", "image-table")


def refusal(path: Path) -> DatasetError:
    with pytest.raises(DatasetError) as caught:
        recognise(path, KEYS)
    assert caught.value.hint
    return caught.value


def test_every_format_is_known() -> None:
    assert set(KEYS) <= set(all_formats())


def test_each_layout_finds_its_format(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path / "classes")
    corpora.split_folders(tmp_path / "splits", {"train": 2, "test": 1})
    corpora.pictures(tmp_path / "table" / "part_1", ["1.jpg"])
    corpora.pictures(tmp_path / "table" / "part_2", ["2.jpg"])
    (tmp_path / "table" / "labels.csv").write_text("image,label\n1.jpg,cat\n2.jpg,dog\n")
    for name, key in (("classes", "image-folders"), ("splits", "image-splits"), ("table", "image-table")):
        kind, recognition = recognise(tmp_path / name, KEYS)
        assert kind.key == key
        assert recognition.reason


def test_an_unpacked_archive_is_recognised(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path / "data")
    unpack(corpora.zip_folder(tmp_path / "data", tmp_path / "a.zip", "my data/"), tmp_path / "unpacked")
    assert recognise(tmp_path / "unpacked", KEYS)[0].key == "image-folders"


def test_a_choice_by_hand_is_taken(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path)
    kind, recognition = recognise(tmp_path, KEYS, override="image-table")
    assert (kind.key, recognition.confidence) == ("image-table", 1)
    assert recognition.reason.startswith("Chosen by hand.")
    with pytest.raises(DatasetError) as caught:
        recognise(tmp_path, KEYS, override="image-tables")
    assert "image-folders, image-splits, image-table" in caught.value.hint


def test_nothing_there_is_said(tmp_path: Path) -> None:
    assert "nothing at" in refusal(tmp_path / "gone").message


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    assert "is empty" in refusal(tmp_path).message
    corpora.add_junk(tmp_path)
    assert "hidden and empty files" in refusal(tmp_path).message


def test_a_closed_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", refuse)
    monkeypatch.setattr("os.listdir", refuse)
    assert "cannot be opened: Permission denied" in refusal(tmp_path).message


def test_other_archives_are_said(tmp_path: Path) -> None:
    (tmp_path / "a.rar").write_bytes(b"Rar!")
    assert "pack it as ZIP" in refusal(tmp_path / "a.rar").hint


def test_unknown_content_is_said_with_what_is_needed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    error = refusal(tmp_path)
    assert "No folders with pictures in them." in error.message
    assert "One folder for each class" in error.hint


def test_a_file_is_refused_in_words_that_suit_its_ending(tmp_path: Path) -> None:
    (tmp_path / "notags.conll").write_text("Ada\nlived\n\nBob\nran\n")
    error = refusal(tmp_path / "notags.conll")
    assert "CoNLL files of words and tags: The lines of “notags.conll” are no words with their tags." in error.message
    assert "a word and its tag on each line" in error.hint
    assert "pictures" not in error.message + error.hint
    (tmp_path / "empty.csv").touch()
    assert refusal(tmp_path / "empty.csv").message.endswith("The table “empty.csv” is empty.")


def test_a_reason_of_many_formats_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    with pytest.raises(DatasetError) as caught:
        recognise(tmp_path / "empty.csv", tuple(all_formats()))
    assert caught.value.message == ("“empty.csv” holds no data that can be used here. The table “empty.csv” is empty.")
    assert "A table of texts and classes" in caught.value.hint
    assert "older" not in caught.value.hint, "no folders are spoken of"


def test_a_file_of_another_kind_is_told_what_there_is(tmp_path: Path) -> None:
    for name, words in (("notes.md", "a single “.md” file"), ("notes", "a single file without an ending")):
        (tmp_path / name).write_text("# Notes\n")
        error = refusal(tmp_path / name)
        assert words in error.message
        assert error.hint.startswith("What can be used: A folder per class; ")


def test_a_folder_of_many_kinds_is_told_only_their_titles(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text("a")
    with pytest.raises(DatasetError) as caught:
        recognise(tmp_path, tuple(all_formats()))
    assert caught.value.message == f"“{tmp_path.name}” holds no data that can be used here."
    assert "CoNLL files of words and tags" in caught.value.hint
