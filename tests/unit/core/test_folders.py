"""Where PTStudio keeps its own things, and what it says where it cannot."""

from pathlib import Path

import pytest

from ptstudio.core.errors import ProjectError
from ptstudio.core.folders import (
    HOME_VARIABLE,
    SHARED_LIBRARY_VARIABLE,
    check_data_folder,
    data_folder,
    library_folder,
    moved_library,
    remember_library,
    shared_library,
)


def test_a_new_data_folder_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "new" / "home"))
    check_data_folder()
    assert data_folder().is_dir()
    assert list(data_folder().iterdir()) == []


def test_a_home_that_cannot_be_written_is_named_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "file" / "home"))
    with pytest.raises(ProjectError) as caught:
        check_data_folder()
    assert str(tmp_path / "file" / "home") in caught.value.message
    assert HOME_VARIABLE in caught.value.hint


def test_the_library_lies_in_the_data_folder_until_it_is_moved(tmp_path: Path) -> None:
    assert moved_library() is None
    assert library_folder() == data_folder() / "library"
    remember_library(tmp_path / "drive")
    assert library_folder() == moved_library() == tmp_path / "drive"


def test_the_shared_library_is_the_platforms_or_the_one_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SHARED_LIBRARY_VARIABLE, raising=False)
    assert shared_library().name == "library"
    assert not shared_library().is_relative_to(data_folder())
    monkeypatch.setenv(SHARED_LIBRARY_VARIABLE, str(tmp_path))
    assert shared_library() == tmp_path
