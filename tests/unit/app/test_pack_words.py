"""What is said of model packs."""

from pathlib import Path

from ptstudio.app import pack_words
from ptstudio.app.pack_contents import Offer, PackLook, Standing
from ptstudio.library.manifest import PackManifest
from tests.helpers.pretrained import model


def test_licences_that_limit_passing_on_are_said_once_each() -> None:
    chosen = [
        model(title="Free"),
        model(title="A", licence="CC-BY-NC-4.0"),
        model(title="B", licence="CC-BY-NC-4.0"),
        model(title="C", licence="unknown"),
    ]
    first, second = pack_words.cautions(chosen)
    assert first.startswith("“A”, “B”, licence CC-BY-NC-4.0: Not for commercial use")
    assert "Name the authors" not in first
    assert second.startswith("“C”, licence not stated by its publisher: ")


def test_before_a_licence_is_accepted_all_of_its_duties_are_said() -> None:
    ((licence, titles),) = pack_words.by_licence([model(title="A", licence="CC-BY-NC-4.0")])
    words = pack_words.of_licence(titles, licence)
    assert "Name the authors" in words
    assert "Not for commercial use" in words


def test_what_a_pack_takes() -> None:
    assert pack_words.total(0, 0) == "Tick what is to go into the pack."
    assert pack_words.total(1, 10**6) == "1 model, 1.0 MB together."
    assert "FAT32" not in pack_words.total(2, 2**32 - 1)
    assert "exFAT" in pack_words.total(2, 2**32)


def test_the_file_gets_the_right_name_and_ending() -> None:
    assert pack_words.file_name(["oak"]) == "oak.ptpack"
    assert pack_words.file_name(["oak", "elm"]) == "models.ptpack"
    assert pack_words.with_ending(Path("a/b")) == Path("a/b.ptpack")
    assert pack_words.with_ending(Path("a/b.PTPACK")) == Path("a/b.PTPACK")
    assert pack_words.with_ending(Path("a/v1.2")) == Path("a/v1.2.ptpack")


def test_whether_a_model_is_here() -> None:
    def words(standing: Standing, name: str = "leaf-net", *, is_usable: bool = True) -> str:
        return pack_words.standing(Offer(model(), 1, standing, name, is_usable, is_accepted=False))

    assert words(Standing.NEW) == "not here yet"
    assert words(Standing.NEW, is_usable=False) == "not here; needs a newer PTStudio"
    assert words(Standing.SAME) == "here already"
    assert words(Standing.SAME, "mine") == "here already, as “mine”"
    assert words(Standing.OTHER, "leaf-net-2") == "another one has its name"


def test_who_made_a_pack_also_where_its_date_makes_no_sense() -> None:
    for day in ("2026-01-01", "the other day"):
        manifest = PackManifest(made_by="9.9", made_at=day, models=(model(),), files=())
        look = PackLook(Path("a.ptpack"), manifest, (), frozenset(), 0)
        assert pack_words.made_by(look).startswith(f"Made by PTStudio 9.9 on {day}. 1 model, ")


def test_too_little_room_is_said() -> None:
    assert pack_words.room(10**6, 10**9) == "It takes 1.0 MB; 1.0 GB are free."
    assert "only 1.0 MB are free" in pack_words.room(10**9, 10**6)


def test_what_has_become_of_a_pack() -> None:
    taken = pack_words.taken_in({"added": ["oak"], "there": ["elm"], "project": "/p"})
    assert taken == ("Now in the library: “oak”.", "Here before: “elm”. The sample project is in /p.")
    nothing = pack_words.taken_in({"added": [], "there": ["elm"], "project": ""})
    assert nothing == ("All of it was in the library already.", "")
    message, hint = pack_words.written({"file": "/stick/a.ptpack", "size": 10**6, "sha256": "ab"})
    assert "/stick/a.ptpack" in message
    assert hint.startswith("1.0 MB, sha256 ab.")


def test_a_name_that_cannot_be_used_is_explained() -> None:
    assert pack_words.name_fault("", "") == ""
    assert "“Oak net” cannot be a name" in pack_words.name_fault("Oak net", "wrong")
