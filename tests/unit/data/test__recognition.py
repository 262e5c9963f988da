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
