"""The library moves whole, compared and remembered, or stays where it was."""

from pathlib import Path

import pytest

from ptstudio.core.errors import JobFailure, ModelError, ProjectError
from ptstudio.core.folders import data_folder, library_folder, moved_library, remember_library
from ptstudio.library import moving
from ptstudio.library.library import Library
from ptstudio.library.moving import move_library
from tests.helpers import packs
from tests.helpers.turns import elsewhere_a_turn


def test_everything_moves_and_is_found_at_its_new_place(tmp_path: Path) -> None:
    library = Library.standard()
    kept, gone = packs.entry(library), packs.entry(library, "oak-net", plus=1)
    removed = library.remove(gone)
    (library.own / ".adding-xyz").mkdir()
    told: list[tuple[int, int]] = []
    place = move_library(library, tmp_path / "drive", lambda done, total: told.append((done, total)))
    assert place == library_folder() == tmp_path / "drive"
    assert not (data_folder() / "library").exists()
    moved = Library.standard().get("leaf-net")
    assert (moved.model, moved.folder) == (kept.model, place / "leaf-net")
    Library.standard().verify(moved)
    assert Library.standard().restore(place / removed.relative_to(kept.folder.parent)).model == gone.model
    assert not (place / ".adding-xyz").exists()
    assert told[-1][0] == told[-1][1] > 0


def test_it_can_move_again_also_when_it_is_empty(tmp_path: Path) -> None:
    move_library(Library.standard(), tmp_path / "one")
    (tmp_path / "two").mkdir()
    move_library(Library.standard(), tmp_path / "two")
    assert library_folder() == tmp_path / "two"
    assert not (tmp_path / "one").exists()
    packs.entry(Library.standard())
    assert (tmp_path / "two" / "leaf-net").is_dir()


@pytest.mark.parametrize("place", [".", "below", ".."])
def test_folders_in_one_another_are_refused(place: str) -> None:
    entry = packs.entry(Library.standard())
    with pytest.raises(ProjectError):
        move_library(Library.standard(), library_folder() / place)
    Library.standard().verify(entry)


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    with pytest.raises(ProjectError, match="not empty"):
        move_library(Library.standard(), tmp_path)
    assert moved_library() is None


def test_a_copy_that_reads_differently_ends_it_and_the_old_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = packs.entry(Library.standard())
    monkeypatch.setattr(moving, "digest", lambda _: "0" * 64)
    with pytest.raises(JobFailure, match="reads differently"):
        move_library(Library.standard(), tmp_path / "drive")
    assert not (tmp_path / "drive").exists()
    assert moved_library() is None
    Library.standard().verify(entry)


def test_a_drive_that_is_not_connected_is_named_and_nothing_is_written_in_its_place(tmp_path: Path) -> None:
    packs.entry(Library.standard())
    place = move_library(Library.standard(), tmp_path / "drive")
    place.rename(tmp_path / "unplugged")
    assert [entry.model.key for entry in Library.standard().models()] == ["starter"]
    with pytest.raises(ModelError, match="is not there now"):
        packs.entry(Library.standard())
    assert not place.exists()


def test_a_library_that_changes_meanwhile_stays_where_it_was(tmp_path: Path) -> None:
    library = Library.standard()
    packs.entry(library)
    added: list[Path] = []

    def add(done: int, total: int) -> None:
        if done == total and not added:
            added.append(packs.entry(library, "oak-net", plus=1).folder)

    with pytest.raises(JobFailure, match="changed while it was being moved"):
        move_library(library, tmp_path / "drive", add)
    assert library_folder() == data_folder() / "library"
    assert added[0].is_dir()
    assert not (tmp_path / "drive").exists()


def test_what_comes_in_the_last_moment_stays_where_it_was_put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library.standard()
    packs.entry(library)
    old = library.own

    def remember(place: Path) -> None:
        packs.entry(library, "oak-net", plus=1)
        remember_library(place)

    monkeypatch.setattr(moving, "remember_library", remember)
    move_library(library, tmp_path / "drive")
    assert [path.name for path in old.iterdir()] == ["oak-net"]
    Library([old]).verify(Library([old]).get("oak-net"))
    Library.standard().verify(Library.standard().get("leaf-net"))


def test_nothing_moves_while_somebody_changes_the_library(tmp_path: Path) -> None:
    entry = packs.entry(Library.standard())
    with elsewhere_a_turn(), pytest.raises(JobFailure, match="put into the library"):
        move_library(Library.standard(), tmp_path / "drive")
    assert moved_library() is None
    Library.standard().verify(entry)
    assert move_library(Library.standard(), tmp_path / "drive") == tmp_path / "drive"


def test_who_began_before_a_move_and_adds_after_it_adds_to_the_new_place(tmp_path: Path) -> None:
    library = Library.standard()
    assert library.own == data_folder() / "library"
    move_library(Library.standard(), tmp_path / "drive")
    assert packs.entry(library).folder == tmp_path / "drive" / "leaf-net"
