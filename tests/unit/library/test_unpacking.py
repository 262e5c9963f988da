"""What a pack holds comes into the library whole or not at all, and never over anything."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from ptstudio.core.errors import DiskFull, ModelError, ProjectError
from ptstudio.core.project import Project
from ptstudio.library.library import Library
from ptstudio.library.pack import Pack
from ptstudio.library.packing import write_pack
from ptstudio.library.unpacking import unpack
from tests.helpers import packs


class StopError(Exception):
    """Somebody asked for Stop."""


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Two models and a project."""
    library = Library([tmp_path / "from"])
    project = Project.create(tmp_path / "leaves")
    write_pack([packs.entry(library), packs.entry(library, "oak-net", plus=1)], tmp_path / "a.ptpack", project=project)
    return Pack.open(tmp_path / "a.ptpack")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library([tmp_path / "to", tmp_path / "built-in"])


def test_models_arrive_with_their_facts_and_cards(pack: Pack, library: Library, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    done = unpack(pack, library, progress=lambda done, total: told.append((done, total)))
    assert (done.added, done.there, done.project) == (("leaf-net", "oak-net"), (), None)
    for entry, packed in zip(library.models(), pack.contents.models, strict=True):
        assert entry.model == packed
        assert entry.card is not None
        assert entry.card.read_text() == "# Leaf net\n"
        library.verify(entry)
    assert told[-1][0] == told[-1][1] > 0
    assert {path.name for path in (tmp_path / "to").iterdir()} == {"leaf-net", "oak-net"}


def test_what_is_there_already_is_passed_over(pack: Pack, library: Library) -> None:
    packs.entry(library, card="my own words")
    done = unpack(pack, library)
    assert (done.added, done.there) == (("oak-net",), ("leaf-net",))
    entry = library.get("leaf-net")
    assert entry.card is not None
    assert entry.card.read_text() == "my own words"


def test_other_weights_of_the_same_name_are_refused_or_get_another(pack: Pack, library: Library) -> None:
    mine = packs.entry(library, plus=7)
    with pytest.raises(ModelError, match="other weights under the name “leaf-net”") as caught:
        unpack(pack, library)
    assert "--name leaf-net=" in caught.value.hint
    assert library.models() == [mine]
    done = unpack(pack, library, names={"leaf-net": "leaf-2"})
    assert done.added == ("leaf-2", "oak-net")
    assert library.get("leaf-net") == mine
    assert library.get("leaf-2").model.key == "leaf-2"
    library.verify(library.get("leaf-2"))


def test_a_folder_of_that_name_with_damaged_facts_gives_way_and_is_kept_aside(
    pack: Pack, library: Library, tmp_path: Path
) -> None:
    broken = tmp_path / "to" / "oak-net"
    broken.mkdir(parents=True)
    (broken / "model.json").write_text("{")
    said: list[str] = []
    assert unpack(pack, library, warn=lambda message, _: said.append(message)).added == ("leaf-net", "oak-net")
    library.verify(library.get("oak-net"))
    assert said == ["“oak-net” was damaged in the library."]
    (kept,) = library.removed()
    assert (kept / "model.json").read_text() == "{"


def test_damaged_weights_are_replaced_after_saying_so(pack: Pack, library: Library) -> None:
    weights = packs.entry(library).weights
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    said: list[str] = []
    done = unpack(pack, library, wanted=["leaf-net"], warn=lambda message, _: said.append(message))
    assert (done.added, done.there, said) == (("leaf-net",), (), ["“leaf-net” was damaged in the library."])
    library.verify(library.get("leaf-net"))
    assert library.removed() == []


def test_every_file_of_the_pack_is_verified_also_what_stays_or_is_here(pack: Pack, library: Library) -> None:
    packs.entry(library)
    content = bytearray(pack.path.read_bytes())
    content[content.index(b"# Leaf net")] ^= 1
    pack.path.write_bytes(content)
    for wanted in ([], ["oak-net"], ["leaf-net"]):
        with pytest.raises(ModelError, match="damaged"):
            unpack(pack, library, wanted=wanted)
    assert [entry.model.key for entry in library.models()] == ["leaf-net"]


def test_a_new_name_for_what_is_not_taken_is_refused(pack: Pack, library: Library) -> None:
    with pytest.raises(ModelError, match="not among the models that you take"):
        unpack(pack, library, wanted=["oak-net"], names={"leaf-net": "leaf-2"})
    assert library.models() == []


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ({"elm": "ash"}, "no “elm” in the pack"),
        ({"leaf-net": "../up"}, "cannot be the name"),
        ({"leaf-net": "oak-net"}, "the same name"),
    ],
)
def test_names_that_make_no_sense_are_refused(pack: Pack, library: Library, names: dict[str, str], reason: str) -> None:
    with pytest.raises(ModelError, match=reason):
        unpack(pack, library, names=names)
    assert library.models() == []


def test_the_project_goes_where_it_is_wanted_and_never_over_another(
    pack: Pack, library: Library, tmp_path: Path
) -> None:
    assert unpack(pack, library, project=tmp_path / "mine").project == tmp_path / "mine"
    assert Project.open(tmp_path / "mine").name == "leaves"
    with pytest.raises(ProjectError, match="there already"):
        unpack(pack, library, project=tmp_path / "mine")


def test_a_project_that_is_not_in_the_pack_is_said(library: Library, tmp_path: Path) -> None:
    write_pack([packs.entry(Library([tmp_path / "from"]))], tmp_path / "a.ptpack")
    with pytest.raises(ProjectError, match="no sample project"):
        unpack(Pack.open(tmp_path / "a.ptpack"), library, project=tmp_path / "mine")


def test_a_stop_late_leaves_neither_models_nor_project(pack: Pack, library: Library, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == total:
            raise StopError

    with pytest.raises(StopError):
        unpack(pack, library, project=tmp_path / "mine", progress=stop)
    assert list((tmp_path / "to").iterdir()) == []
    assert not (tmp_path / "mine").exists()


def test_a_full_disk_is_known_before(pack: Pack, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10))
    with pytest.raises(DiskFull) as caught:
        unpack(pack, library)
    assert "models move" in caught.value.hint


def test_only_what_is_wanted_comes_out(pack: Pack, library: Library) -> None:
    mine = packs.entry(library, plus=7)
    assert unpack(pack, library, wanted=["oak-net"]).added == ("oak-net",)
    assert library.get("leaf-net") == mine
    with pytest.raises(ModelError, match="no “elm” in the pack"):
        unpack(pack, library, wanted=["elm"])
