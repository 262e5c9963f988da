"""A model pack that is damaged, changed or made to do harm is refused with the reason, and leaves nothing behind."""

import random
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from ptstudio.core.errors import ModelError, PTStudioError
from ptstudio.library import pack as pack_module
from ptstudio.library.entry import WEIGHTS
from ptstudio.library.library import Library
from ptstudio.library.pack import Pack
from ptstudio.library.packing import write_pack
from ptstudio.library.unpacking import unpack
from tests.helpers import packs

PLACE = f"models/leaf-net/{WEIGHTS}"
CARD = "models/leaf-net/MODEL_CARD.md"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A pack of one model."""
    path = tmp_path / "leaf.ptpack"
    write_pack([packs.entry(Library([tmp_path / "from"]))], path)
    return path


def refusal(path: Path) -> PTStudioError:
    """The pack is refused, be it when it is opened or when it is unpacked, and the library is as it was."""
    home = path.parent / "to"
    (home / "mine").mkdir(parents=True)
    with pytest.raises(ModelError) as caught:
        unpack(Pack.open(path), Library([home]))
    assert [file.name for file in home.rglob("*")] == ["mine"]
    assert caught.value.hint
    return caught.value


def with_file(name: str, content: bytes = b"x") -> Callable[[dict[str, Any], dict[str, bytes]], None]:
    """Adds a file, listed as it should be."""

    def change(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
        files[name] = content
        manifest["files"].append({"path": name, "size": len(content), "sha256": packs.sha256(content)})

    return change


def test_a_sound_pack_shows_what_is_in_it_and_writes_nothing(sound: Path) -> None:
    before = sorted(sound.parent.rglob("*"))
    contents = Pack.open(sound).contents
    assert [model.title for model in contents.models] == ["Leaf net"]
    assert {file.path for file in contents.files} == {PLACE, CARD, "licences/MIT.txt"}
    assert contents.licences[0].meaning.startswith("MIT: free to use")
    assert sorted(sound.parent.rglob("*")) == before


def test_weights_are_stored_and_their_place_is_known_to_any_zip_program(sound: Path) -> None:
    with zipfile.ZipFile(sound) as archive:
        assert archive.testzip() is None
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        assert b"Permission is hereby granted" in archive.read("licences/MIT.txt")


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_pack_is_refused(sound: Path, share: float) -> None:
    content = sound.read_bytes()
    sound.write_bytes(content[: int(share * len(content))])
    assert "damaged or was not copied completely" in refusal(sound).message


def test_every_changed_byte_of_the_weights_is_noticed(sound: Path) -> None:
    content = bytearray(sound.read_bytes())
    with zipfile.ZipFile(sound) as archive:
        start = archive.getinfo(PLACE).header_offset + 30 + len(PLACE)
    content[start + 100] ^= 1
    sound.write_bytes(content)
    assert "damaged" in refusal(sound).message


def test_weights_exchanged_with_a_proper_checksum_of_the_zip_are_noticed(sound: Path) -> None:
    def exchange(_: dict[str, Any], files: dict[str, bytes]) -> None:
        files[PLACE] = files[PLACE][:-1] + b"\x7f"

    assert "is not the file that was packed" in refusal(packs.repacked(sound, exchange)).message


def test_weights_exchanged_together_with_the_list_but_not_the_facts_are_noticed(sound: Path) -> None:
    def exchange(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
        files[PLACE] = files[PLACE][:-1] + b"\x7f"
        listed = next(file for file in manifest["files"] if file["path"] == PLACE)
        listed["sha256"] = packs.sha256(files[PLACE])

    assert "speak of other weights" in refusal(packs.repacked(sound, exchange)).message


def test_weights_that_are_no_safetensors_are_refused(sound: Path) -> None:
    def exchange(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
        files[PLACE] = b"\x80\x02}q\x00." * 20
        listed = next(file for file in manifest["files"] if file["path"] == PLACE)
        listed |= {"sha256": packs.sha256(files[PLACE]), "size": len(files[PLACE])}
        manifest["models"][0]["sha256"] = listed["sha256"]

    assert WEIGHTS in refusal(packs.repacked(sound, exchange)).message


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../evil.txt", "outside of the folder"),
        ("models/leaf-net/../../evil.txt", "outside of the folder"),
        ("/evil.txt", "outside of the folder"),
        ("C:/evil.txt", "outside of the folder"),
        ("models\\..\\..\\evil.txt", "outside of the folder"),
        ("models/leaf-net/a:b.txt", "not every system can hold"),
        ("models/leaf-net/con.txt", "not every system can hold"),
        ("models/leaf-net//b.txt", "not every system can hold"),
        ("models/other/card.md", "belongs to no model"),
        ("models/leaf-net/model.json", "no place beside a model"),
        ("models/leaf-net/run.py", "no place beside a model"),
        ("models/leaf-net/weights.bin", "no place beside a model"),
        ("licences/deep/MIT.txt", "has no place in a model pack"),
        ("project/project.json", "has no place in a model pack"),
        ("evil.txt", "has no place in a model pack"),
    ],
)
def test_a_file_in_the_wrong_place_is_refused(sound: Path, name: str, reason: str) -> None:
    assert reason in refusal(packs.repacked(sound, with_file(name))).message


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFBLK])
def test_links_and_devices_are_refused(sound: Path, kind: int) -> None:
    with zipfile.ZipFile(sound) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = files.pop("pack.json")
    link = zipfile.ZipInfo(CARD)
    link.external_attr = (kind | 0o777) << 16
    card = files.pop(CARD)
    path = packs.write(sound.with_name("link.ptpack"), manifest, [*files.items(), (link, card)])
    assert "is a link or a device" in refusal(path).message


@pytest.mark.parametrize("twin", [CARD, CARD.lower()])
def test_the_same_name_twice_is_refused(sound: Path, twin: str) -> None:
    with zipfile.ZipFile(sound) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = files.pop("pack.json")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile's, who knows that a name is there twice
        path = packs.write(sound.with_name("twice.ptpack"), manifest, [*files.items(), (twin, b"other")])
    assert "twice" in refusal(path).message


def test_a_compressed_member_is_refused_so_that_nothing_can_swell(sound: Path) -> None:
    bomb = zipfile.ZipInfo("models/leaf-net/bomb.txt")
    bomb.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(sound) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = files.pop("pack.json")
    path = packs.write(sound.with_name("bomb.ptpack"), manifest, [*files.items(), (bomb, b"0" * 50_000_000)])
    assert path.stat().st_size < 200_000
    assert "is compressed" in refusal(path).message


def test_a_declared_size_that_the_file_has_not_is_refused(sound: Path) -> None:
    """Both sizes of the central directory are raised, as a bomb of overlapping members would have them."""
    content = bytearray(sound.read_bytes())
    entry = content.rindex(CARD.encode()) - 46
    assert content[entry : entry + 4] == b"PK\x01\x02"
    struct.pack_into("<II", content, entry + 20, 2**31, 2**31)
    sound.write_bytes(content)
    assert "more than it is large" in refusal(sound).message


def test_a_size_that_differs_from_the_list_is_refused(sound: Path) -> None:
    def change(manifest: dict[str, Any], _: dict[str, bytes]) -> None:
        next(file for file in manifest["files"] if file["path"] == CARD)["size"] += 1

    assert "another size" in refusal(packs.repacked(sound, change)).message


def test_a_missing_file_is_refused(sound: Path) -> None:
    def take_out(_: dict[str, Any], files: dict[str, bytes]) -> None:
        del files[CARD]

    assert f"“{CARD}” is missing" in refusal(packs.repacked(sound, take_out)).message


def test_an_unlisted_file_is_refused(sound: Path) -> None:
    def put_in(_: dict[str, Any], files: dict[str, bytes]) -> None:
        files["models/leaf-net/extra.txt"] = b"x"

    assert "not on its list" in refusal(packs.repacked(sound, put_in)).message


@pytest.mark.parametrize(("before", "after"), [(b"junk", b""), (b"", b"junk"), (b"", b"0" * 100)])
def test_what_is_more_than_the_pack_is_refused(sound: Path, before: bytes, after: bytes) -> None:
    sound.write_bytes(before + sound.read_bytes() + after)
    assert "something else in front of it or behind it" in refusal(sound).message


def test_a_locked_pack_is_refused(sound: Path) -> None:
    content = bytearray(sound.read_bytes())
    entry = content.rindex(CARD.encode()) - 46
    content[entry + 8] |= 1
    sound.write_bytes(content)
    assert "locked with a password" in refusal(sound).message


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        (b"{", "cannot be understood"),
        (b'{"version": 1}', "cannot be understood"),
        (b'{"version": 99}', "newer PTStudio"),
        (b'{"version": 1, "made_by": "", "made_at": "", "models": [], "files": []}', "holds no model"),
        (b"\xff\xfe", "cannot be understood"),
    ],
)
def test_a_list_of_contents_that_makes_no_sense_is_refused(tmp_path: Path, manifest: bytes, reason: str) -> None:
    assert reason in refusal(packs.write(tmp_path / "a.ptpack", manifest, [])).message


@pytest.mark.parametrize("key", ["../evil", "Leaf Net", "con", "", "a/b", ".hidden", "x" * 101])
def test_a_model_of_an_impossible_name_is_refused(sound: Path, key: str) -> None:
    def rename(manifest: dict[str, Any], _: dict[str, bytes]) -> None:
        manifest["models"][0]["key"] = key

    assert "cannot be the name of a model" in refusal(packs.repacked(sound, rename)).message


def test_two_models_of_one_name_are_refused(sound: Path) -> None:
    def double(manifest: dict[str, Any], _: dict[str, bytes]) -> None:
        manifest["models"] *= 2

    assert "two models of the same name" in refusal(packs.repacked(sound, double)).message


def test_a_file_listed_twice_is_refused(sound: Path) -> None:
    def double(manifest: dict[str, Any], _: dict[str, bytes]) -> None:
        manifest["files"] *= 2

    assert "names a file twice" in refusal(packs.repacked(sound, double)).message


def test_other_files_are_no_packs(tmp_path: Path) -> None:
    plain = tmp_path / "a.ptpack"
    plain.write_text("not a ZIP at all")
    with pytest.raises(ModelError, match="damaged"):
        Pack.open(plain)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("photo.jpg", b"x")
    with pytest.raises(ModelError, match="no model pack"):
        Pack.open(tmp_path / "b.zip")
    with pytest.raises(PTStudioError):
        Pack.open(tmp_path / "gone.ptpack")


def test_a_pack_of_far_too_many_files_is_refused(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_module, "MOST_FILES", 2)
    assert "4 files" in refusal(sound).message


def test_a_list_of_contents_that_is_far_too_long_is_not_read(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_module, "LARGEST_MANIFEST", 10)
    assert "far too long" in refusal(sound).message


@pytest.mark.parametrize("seed", range(40))
def test_whatever_byte_is_changed_ends_in_a_refusal_or_in_the_very_same_weights(sound: Path, seed: int) -> None:
    content, dice = bytearray(sound.read_bytes()), random.Random(seed)
    for _ in range(1 + seed % 3):
        content[dice.randrange(len(content))] = dice.randrange(256)
    sound.write_bytes(content)
    library = Library([sound.parent / "to"])
    with suppress(PTStudioError):
        unpack(Pack.open(sound), library)
    for entry in library.models():
        library.verify(entry)
    assert {path.name for path in library.own.glob("*")} <= {"leaf-net"}
