"""The features on disk stay within bounds, the newest kept."""

import os
from pathlib import Path

from ptstudio.engine.looking.feature_cache import trim


def features(cache: Path, count: int) -> list[Path]:
    """Files of half a MB, each newer than the one before it."""
    folder = cache / "features"
    folder.mkdir(parents=True)
    files = [folder / f"{number}.npy" for number in range(count)]
    for number, file in enumerate(files):
        file.write_bytes(bytes(2**19))
        os.utime(file, (1000 + number, 1000 + number))
    return files


def test_the_oldest_go(tmp_path: Path) -> None:
    files = features(tmp_path, 5)
    other = tmp_path / "features" / "under-way.part"
    other.write_bytes(bytes(2**21))
    trim(tmp_path, most_mb=1.2)
    assert [file.exists() for file in files] == [False, False, False, True, True]
    assert other.exists()


def test_what_fits_stays(tmp_path: Path) -> None:
    files = features(tmp_path, 3)
    trim(tmp_path)
    assert all(file.exists() for file in files)


def test_there_need_not_be_any(tmp_path: Path) -> None:
    trim(tmp_path / "nowhere")
