"""Writing whole or not at all."""

from pathlib import Path

import pytest

from ptstudio.core import atomic


def test_a_text_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    file = tmp_path / "sub" / "a.txt"
    atomic.write_text(file, "old")
    atomic.write_text(file, "new")
    assert file.read_text() == "new"
    assert [path.name for path in file.parent.iterdir()] == ["a.txt"]


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    atomic.write_text(file, "old")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        atomic.write_text(file, "new")
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "made"
    with atomic.new_folder(target) as folder:
        (folder / "x").write_text("1")
        assert not target.exists()
    assert (target / "x").read_text() == "1"


def test_a_failed_folder_leaves_nothing(tmp_path: Path) -> None:
    def fail_halfway() -> None:
        with atomic.new_folder(tmp_path / "made") as folder:
            (folder / "x").write_text("1")
            raise ValueError("boom")

    with pytest.raises(ValueError, match="boom"):
        fail_halfway()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    with pytest.raises(FileExistsError), atomic.new_folder(tmp_path / "made"):
        pass


def test_a_replaced_folder_keeps_the_old_one_until_the_new_one_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "made"
    with atomic.replaced_folder(target) as folder:
        (folder / "old").write_text("1")
    with pytest.raises(ValueError, match="boom"), atomic.replaced_folder(target) as folder:
        raise ValueError("boom")
    assert (target / "old").exists()
    with atomic.replaced_folder(target) as folder:
        (folder / "new").write_text("2")
    assert [path.name for path in target.iterdir()] == ["new"]
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_a_new_file_appears_only_when_it_is_complete_and_never_over_another(tmp_path: Path) -> None:
    target = tmp_path / "sub" / "made"
    with atomic.new_file(target) as file:
        file.write_text("1")
        assert not target.exists()
    assert [path.name for path in target.parent.iterdir()] == ["made"]
    with pytest.raises(FileExistsError), atomic.new_file(target) as file:
        file.write_text("2")
    assert target.read_text() == "1"


def test_a_failed_new_file_leaves_nothing(tmp_path: Path) -> None:
    def fail_halfway() -> None:
        with atomic.new_file(tmp_path / "made") as file:
            file.write_text("1")
            raise ValueError("boom")

    with pytest.raises(ValueError, match="boom"):
        fail_halfway()
    assert list(tmp_path.iterdir()) == []
