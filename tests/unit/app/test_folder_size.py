"""How much folders take on disk."""

from pathlib import Path

from ptstudio.app.folder_size import size_mb


def test_the_size_is_that_of_all_files_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "a" / "deep").mkdir(parents=True)
    (tmp_path / "a" / "deep" / "one").write_bytes(b"0" * 10**6)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two").write_bytes(b"0" * 500_000)
    assert size_mb([tmp_path / "a", tmp_path / "b"]) == 1.5
    assert size_mb([tmp_path / "gone"]) == 0.0
