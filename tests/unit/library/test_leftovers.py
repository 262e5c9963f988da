"""What can be deleted is found, each kind by itself, and nothing else is ever touched."""

import os
from pathlib import Path

from ptstudio.core.folders import data_folder
from ptstudio.library import leftovers as module
from ptstudio.library.leftovers import Kind, delete, leftovers, lock_of
from ptstudio.library.library import Library
from tests.helpers import packs


def put(folder: Path, size: int = 100, *, is_old: bool = True) -> Path:
    folder.mkdir(parents=True)
    (folder / "part").write_bytes(b"0" * size)
    if is_old:
        long_ago = 1_000_000_000
        os.utime(folder / "part", (long_ago, long_ago))
        os.utime(folder, (long_ago, long_ago))
    return folder


def test_there_is_nothing_to_delete_in_an_untouched_library() -> None:
    packs.entry(Library.standard())
    assert leftovers(Library.standard()) == []


def test_each_kind_is_found_and_deleted_by_itself() -> None:
    library = Library.standard()
    kept = packs.entry(library)
    removed = library.remove(packs.entry(library, "oak-net", plus=1))
    half_done = put(library.own / ".adding-x", 10)
    download = put(data_folder() / "downloads" / "resnet18", 20)
    revisions = data_folder() / "downloads" / "revisions.json"
    revisions.write_text("{}")
    found = {each.kind: each for each in leftovers(library)}
    assert {kind: each.folders for kind, each in found.items()} == {
        Kind.REMOVED: (removed.parent,),
        Kind.DOWNLOADS: (download,),
        Kind.HALF_DONE: (half_done,),
    }
    assert (found[Kind.DOWNLOADS].size, found[Kind.HALF_DONE].size) == (20, 10)
    delete(found[Kind.REMOVED])
    assert [each.kind for each in leftovers(library)] == [Kind.DOWNLOADS, Kind.HALF_DONE]
    for each in leftovers(library):
        delete(each)
    assert leftovers(library) == []
    assert revisions.exists()
    library.verify(kept)


def test_what_somebody_may_be_working_on_is_left_alone() -> None:
    library = Library.standard()
    put(library.own / ".adding-now", is_old=False)
    assert module.UNTOUCHED_S > 60
    assert leftovers(library) == []


def test_a_download_under_way_is_no_leftover() -> None:
    download = put(data_folder() / "downloads" / "resnet18")
    with lock_of(download):
        assert leftovers(Library.standard()) == []
    assert [each.folders for each in leftovers(Library.standard())] == [(download,)]


def test_what_is_worked_on_again_by_the_time_it_is_deleted_stays() -> None:
    library = Library.standard()
    download, half_done = put(data_folder() / "downloads" / "resnet18"), put(library.own / ".adding-x")
    found = leftovers(library)
    (half_done / "part").write_bytes(b"more")
    with lock_of(download):
        for each in found:
            delete(each)
    assert download.is_dir()
    assert half_done.is_dir()
