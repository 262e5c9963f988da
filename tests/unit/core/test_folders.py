"""Where PTStudio keeps its own things, and what it says where it cannot."""

from pathlib import Path

import pytest

from ptstudio.core.errors import ProjectError
from ptstudio.core.folders import HOME_VARIABLE, check_data_folder, data_folder


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
