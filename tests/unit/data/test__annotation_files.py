"""Which files are looked at, and what the folders around them say."""

from pathlib import Path

import pytest

from ptstudio.core.dataset import Finding, Split
from ptstudio.data._annotation_files import all_files, data_root, first_files, pictures_root, split_of_folders
from tests.helpers.texts import write


@pytest.mark.parametrize(
    ("folder", "split"),
    [
        ("train", Split.TRAIN),
        ("train2017/deep", Split.TRAIN),
        ("images_val", Split.VALIDATION),
        ("valid/images", Split.VALIDATION),
        ("Test Set", Split.TEST),
        ("train/test", Split.TEST),
        ("test tubes", None),
        ("photographs", None),
    ],
)
def test_the_innermost_folder_that_names_a_split_counts(tmp_path: Path, folder: str, split: Split | None) -> None:
    assert split_of_folders(tmp_path / folder / "a.jpg", tmp_path) is split
    assert split_of_folders(Path("/elsewhere/train/a.jpg"), tmp_path) is None


def test_a_folder_that_only_wraps_the_data_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "test" / "data" / "images" / "1.txt", "x")
    write(tmp_path / "test" / "data" / "labels" / "1.txt", "x")
    assert data_root(tmp_path) == pictures_root(tmp_path) == tmp_path / "test" / "data"
    file = tmp_path / "test" / "data" / "labels" / "1.txt"
    assert pictures_root(file) == tmp_path / "test" / "data"
    assert list(all_files(file, (".xml",))) == [file]


def test_files_are_found_everywhere_below(tmp_path: Path) -> None:
    for name in ("b/2.XML", "a/1.xml", "a/.hidden.xml", "a/c/d/3.xml", "4.txt"):
        write(tmp_path / name, "x")
    assert [path.name for path in all_files(tmp_path, (".xml",)) if not isinstance(path, Finding)] == [
        "1.xml", "3.xml", "2.XML",
    ]  # fmt: skip
    assert {path.name for path in first_files(tmp_path, (".xml",))} == {"1.xml", "3.xml", "2.XML"}
    assert len(first_files(tmp_path, (".xml",), 1)) == 1
    assert first_files(tmp_path / "4.txt", (".xml",)) == []
    assert first_files(tmp_path / "gone", (".xml",)) == []
