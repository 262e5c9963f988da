"""Pictures are found by whatever is left of their paths, and never guessed."""

from pathlib import Path

import pytest

from ptstudio.core.dataset import Finding, Split
from ptstudio.data._picture_search import PictureSearch
from tests.helpers.corpora import pictures
from tests.helpers.pictures import save


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("train/one", "val/one", "two"):
        pictures(tmp_path / folder, ["a.jpg", "é b.png"])
    save(tmp_path / "two" / "c.JPG")
    save(tmp_path / "two" / "0123abcd-d.jpg")
    return tmp_path


def found(root: Path, name: str, source: str = "x.json", split: Split | None = None) -> list[str]:
    paths = PictureSearch(root).found(name, root / source, split)
    return [path.relative_to(root).as_posix() for path in paths]


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("two/a.jpg", ["two/a.jpg"]),
        ("elsewhere/train/one/a.jpg", ["train/one/a.jpg"]),
        ("C:\\data\\val\\one\\a", ["val/one/a.jpg"]),
        ("one/a.jpg", ["train/one/a.jpg", "val/one/a.jpg"]),
        ("c.jpeg", ["two/c.JPG"]),
        ("https://example.org/two/e%CC%81%20b.png?width=7", ["two/é b.png"]),
        ("0123abcd-d.jpg", ["two/0123abcd-d.jpg"]),
        ("d.jpg", []),
        ("89abcdef-c.jpg", ["two/c.JPG"]),
        ("", []),
        ("two/", []),
    ],
)
def test_a_picture_is_found_by_the_end_of_its_path(root: Path, name: str, places: list[str]) -> None:
    assert found(root, name) == places


def test_the_split_and_the_place_of_the_source_decide_between_equals(root: Path) -> None:
    assert found(root, "a.jpg", split=Split.VALIDATION) == ["val/one/a.jpg"]
    assert found(root, "a.jpg", "train/labels/x.json") == ["train/one/a.jpg"]
    assert found(root, "a.jpg", "two/x.json") == ["two/a.jpg"]
    assert len(found(root, "a.jpg")) == 3


def test_what_is_not_found_is_told(root: Path) -> None:
    search, source = PictureSearch(root), root / "x.json"
    for name, kind in (("gone.jpg", "missing-file"), ("a.jpg", "several-pictures")):
        told = search.the_only(name, source, 7)
        assert isinstance(told, Finding)
        assert (told.kind, told.row, told.path) == (kind, 7, str(source))
    assert search.the_only("two/a.jpg", source, 7) == root / "two" / "a.jpg"
    assert len(list(search.pictures)) == 8


def test_frames_of_many_films_are_found_quickly(tmp_path: Path) -> None:
    for film in range(60):
        for frame in range(5):
            (tmp_path / "images" / f"film {film}").mkdir(parents=True, exist_ok=True)
            (tmp_path / "images" / f"film {film}" / f"{frame}.jpg").write_text("x")
    search = PictureSearch(tmp_path)
    for film in range(60):
        (only,) = search.found(f"frames/film {film}/3", tmp_path / "x.json")
        assert only == tmp_path / "images" / f"film {film}" / "3.jpg"
        assert search.described_by(tmp_path / "xml" / f"film {film}" / "4.xml", "") == only.with_name("4.jpg")
