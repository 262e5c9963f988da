"""How the models of a pack stand to what is here, what they would be called, and what is still to be accepted."""

from pathlib import Path

import pytest

from ptstudio.app.pack_contents import Offer, PackLook, Standing, look_into
from ptstudio.core.acceptance import accept
from ptstudio.core.errors import ModelError
from ptstudio.core.jobs import UnpackJob
from ptstudio.core.project import Project
from ptstudio.library.library import Library
from ptstudio.library.packing import write_pack
from tests.helpers import packs


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A pack of four models and a project."""
    there = Library([tmp_path / "from"])
    keys = ("elm", "leaf-net", "oak-net", "pine")
    entries = [packs.entry(there, key, plus=number) for number, key in enumerate(keys)]
    write_pack(entries, tmp_path / "a.ptpack", project=Project.create(tmp_path / "leaves"))
    return tmp_path / "a.ptpack"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """It holds the elm, the leaf net under another name, and another oak."""
    made = Library([tmp_path / "to", tmp_path / "built-in"])
    packs.entry(made, "elm")
    packs.entry(made, "my-leaf", plus=1)
    packs.entry(made, "oak-net", plus=9)
    packs.entry(made, "oak-net-2", plus=8)
    return made


@pytest.fixture
def look(file: Path, library: Library) -> PackLook:
    return look_into(file, library)


def offer(look: PackLook, key: str) -> Offer:
    return next(offer for offer in look.offers if offer.model.key == key)


def test_each_model_is_compared_with_what_is_here(look: PackLook) -> None:
    assert {offer.model.key: (offer.standing, offer.name) for offer in look.offers} == {
        "elm": (Standing.SAME, "elm"),
        "leaf-net": (Standing.SAME, "my-leaf"),
        "oak-net": (Standing.OTHER, "oak-net-3"),
        "pine": (Standing.NEW, "pine"),
    }
    assert all(offer.is_usable for offer in look.offers)
    assert look.size_of(["pine", "oak-net"]) == offer(look, "pine").size + offer(look, "oak-net").size > 0
    assert look.free > 0


def test_a_folder_with_damaged_facts_takes_a_name_too(file: Path, library: Library) -> None:
    (library.own / "pine").mkdir()
    assert offer(look_into(file, library), "pine").standing is Standing.OTHER


def test_names_are_judged_before_the_worker_does(look: PackLook) -> None:
    assert look.fault_of(["oak-net-3", "pine"]) == ("", "")
    assert look.fault_of(["Oak net"]) == ("Oak net", "wrong")
    assert look.fault_of(["oak-net-2"]) == ("oak-net-2", "taken")
    assert look.fault_of(["pine", "pine"]) == ("pine", "double")


def test_what_was_accepted_once_is_not_asked_for_again(file: Path, library: Library) -> None:
    accept("pine", "MIT")
    look = look_into(file, library)
    assert [model.key for model in look.to_accept(["oak-net", "pine"])] == ["oak-net"]


def test_the_job_says_what_is_taken_and_under_which_name(look: PackLook, tmp_path: Path) -> None:
    job = look.job(["pine", "oak-net"], {"oak-net": "oak-net-3", "elm": "elm-2"}, None)
    assert job == UnpackJob(source=str(look.file), models=("oak-net", "pine"), names={"oak-net": "oak-net-3"})
    assert look.has_project_alone
    alone = look.job([], {}, tmp_path / "mine")
    assert (alone.models, alone.project) == (("elm",), str(tmp_path / "mine"))


def test_what_is_no_sound_pack_is_refused_with_the_reason(file: Path, library: Library) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="damaged or was not copied completely"):
        look_into(file, library)
