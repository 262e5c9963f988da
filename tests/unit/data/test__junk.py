"""Folders are walked in a steady order, past junk and around loops, and nothing that matters vanishes silently."""

import os
from pathlib import Path

import pytest

from ptstudio.core.dataset import Finding
from ptstudio.data import _junk
from ptstudio.data._junk import files, natural, subfolders, walk
from tests.helpers.corpora import ODD_NAMES, add_junk, class_folders
from tests.helpers.pictures import save


def names(folder: Path) -> list[str]:
    return [found.relative_to(folder).as_posix() for found in walk(folder) if isinstance(found, Path)]


def findings(folder: Path) -> list[Finding]:
    return [found for found in walk(folder) if isinstance(found, Finding)]


def link(path: Path, target: Path | str) -> None:
    try:
        path.symlink_to(target, target_is_directory=True)
    except OSError:
        pytest.skip("links cannot be made here")


def test_junk_is_passed_over_silently(tmp_path: Path) -> None:
    save(tmp_path / "cats" / "1.jpg")
    add_junk(tmp_path)
    add_junk(tmp_path / "cats")
    assert names(tmp_path) == ["cats/1.jpg"]
    assert findings(tmp_path) == []
    assert subfolders(tmp_path) == [tmp_path / "cats"]
    assert files(tmp_path / "cats") == [tmp_path / "cats" / "1.jpg"]


def test_names_that_only_begin_like_junk_are_kept(tmp_path: Path) -> None:
    for name in ("license plates/1.jpg", "readme/2.jpg", "notice 3.jpg", "authors.jpg"):
        save(tmp_path / name)
    assert names(tmp_path) == ["authors.jpg", "notice 3.jpg", "license plates/1.jpg", "readme/2.jpg"]


def test_numbers_sort_as_people_count(tmp_path: Path) -> None:
    for name in ("image10.jpg", "image2.jpg", "Image1.jpg", "²x.jpg", "sub/1.jpg"):
        save(tmp_path / name)
    assert names(tmp_path) == ["Image1.jpg", "image2.jpg", "image10.jpg", "²x.jpg", "sub/1.jpg"]
    assert sorted(["10", "9", "1a", "a1", "a"], key=natural) == ["1a", "9", "10", "a", "a1"]


def test_odd_names_survive(tmp_path: Path) -> None:
    kept = [name for name in ODD_NAMES if os.name != "nt" or name == name.strip()]
    class_folders(tmp_path, dict.fromkeys(kept, 1))
    assert {name.split("/")[0] for name in names(tmp_path)} == set(kept)


def test_links_in_circles_end(tmp_path: Path) -> None:
    save(tmp_path / "a" / "1.jpg")
    save(tmp_path / "b" / "2.jpg")
    link(tmp_path / "a" / "up", tmp_path)
    link(tmp_path / "a" / "around", "../b")
    link(tmp_path / "itself", "itself")
    assert names(tmp_path) == ["a/1.jpg", "b/2.jpg"]
    assert [finding.kind for finding in findings(tmp_path)] == ["broken-link"]


def test_folders_linked_from_elsewhere_are_followed_once(tmp_path: Path) -> None:
    save(tmp_path / "elsewhere" / "1.jpg")
    (tmp_path / "data").mkdir()
    link(tmp_path / "data" / "cats", tmp_path / "elsewhere")
    link(tmp_path / "data" / "cats again", tmp_path / "elsewhere")
    link(tmp_path / "elsewhere" / "back", tmp_path / "data")
    assert names(tmp_path / "data") == ["cats/1.jpg"]


def test_a_broken_link_is_a_finding(tmp_path: Path) -> None:
    link(tmp_path / "gone.jpg", tmp_path / "nowhere.jpg")
    assert [finding.kind for finding in findings(tmp_path)] == ["broken-link"]


def test_an_unreadable_folder_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path / "closed" / "1.jpg")
    save(tmp_path / "open" / "2.jpg")
    entries = _junk._entries

    def guarded(folder: Path) -> list["os.DirEntry[str]"]:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied", str(folder))
        return entries(folder)

    monkeypatch.setattr(_junk, "_entries", guarded)
    assert names(tmp_path) == ["open/2.jpg"]
    [finding] = findings(tmp_path)
    assert (finding.kind, finding.path) == ("unreadable-folder", str(tmp_path / "closed"))
    assert subfolders(tmp_path / "closed") == []
    assert files(tmp_path / "closed") == []


def test_very_deep_folders_are_walked(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(120):
        deep = deep / "d"
    save(deep / "1.jpg")
    assert len(names(tmp_path)) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_pipes_are_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert list(walk(tmp_path)) == []
