from pathlib import Path

import pytest

from ptstudio.core.picture_names import picture_names


def test_names_that_differ_are_enough(tmp_path: Path) -> None:
    files = [tmp_path / "a" / "1.png", tmp_path / "b" / "2.png"]
    assert list(picture_names(files).values()) == ["1.png", "2.png"]
    assert picture_names([]) == {}


def test_of_one_name_folders_tell_them_apart(tmp_path: Path) -> None:
    files = [tmp_path / "a" / "x" / "1.png", tmp_path / "b" / "x" / "1.png", tmp_path / "2.png"]
    assert list(picture_names(files).values()) == ["a/x/1.png", "b/x/1.png", "2.png"]


def test_no_name_leads_out_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    files = [Path("../one/p.jpg"), Path("../two/p.jpg")]
    assert list(picture_names(files).values()) == ["one/p.jpg", "two/p.jpg"]
