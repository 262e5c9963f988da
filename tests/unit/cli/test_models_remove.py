"""Models out of the library and back, what is left over, and what is said of a library that is not whole."""

import json
from pathlib import Path

import pytest

from ptstudio.cli.doctor import missing
from ptstudio.core.folders import SHARED_LIBRARY_VARIABLE, data_folder, remember_library
from ptstudio.library.entry import FACTS
from ptstudio.library.library import Library
from tests.helpers import packs
from tests.helpers.telling import Tell, result


def test_a_removed_model_can_be_brought_back_until_what_is_left_over_is_deleted(tell: Tell) -> None:
    entry = packs.entry(Library.standard())
    status, out, _ = tell("remove", "leaf-net")
    assert status == 0
    for part in ("stays as it is", "models restore leaf-net", "usage --delete-leftovers"):
        assert part in out
    assert Library.standard().find("leaf-net") is None
    assert result(tell("restore", "leaf-net", "--json")) == [{"key": "leaf-net", "folder": str(entry.folder)}]
    Library.standard().verify(entry)
    assert Path(result(tell("remove", "leaf-net", "--json"))[0]["kept_in"]).is_dir()
    assert result(tell("usage", "--delete-leftovers", "--json"))["leftover_bytes"] == {}
    status, _, err = tell("restore", "leaf-net")
    assert (status, "No “leaf-net” was removed" in err) == (2, True)


def test_what_is_not_there_or_not_ones_own_is_not_removed(tell: Tell) -> None:
    packs.entry(Library.standard())
    assert tell("remove", "leaf-net", "nope")[0] == 2
    assert Library.standard().find("leaf-net") is not None, "nothing is removed where one name is wrong"
    status, _, err = tell("remove", "starter")
    assert (status, "comes with PTStudio" in err) == (2, True)


def test_a_removed_model_gives_way_to_the_shared_one(
    tell: Tell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SHARED_LIBRARY_VARIABLE, str(tmp_path))
    packs.entry(Library.standard())
    packs.entry(Library([tmp_path]))
    assert "the shared “leaf-net” is used" in tell("remove", "leaf-net")[1]


def test_unfinished_downloads_are_counted_and_can_go(tell: Tell) -> None:
    download = data_folder() / "downloads" / "resnet18"
    download.mkdir(parents=True)
    (download / "weights.part").write_bytes(b"0" * 2_800_000)
    status, out, _ = tell("usage")
    assert (status, "unfinished downloads" in out, "2.8 MB" in out) == (0, True, True)
    status, out, err = tell("usage", "--delete-leftovers")
    assert (status, "unfinished" in out, "Deleted: 2.8 MB" in err) == (0, False, True)
    assert not download.exists()


def test_a_model_that_cannot_be_read_is_named_everywhere_and_can_be_removed(tell: Tell) -> None:
    folder = packs.entry(Library.standard()).folder
    (folder / FACTS).write_text("{")
    status, out, err = tell("--ready")
    assert (status, "leaf-net" in out, "models remove leaf-net" in err) == (1, False, True)
    for arguments in (("verify",), ("verify", "leaf-net")):
        status, out, _ = tell(*arguments)
        assert (status, "leaf-net: NOT INTACT" in out) == (1, True)
    assert "starter: intact" in tell("verify")[1]
    assert result(tell("usage", "--json"))["unreadable"][0]["folder"] == str(folder)
    assert "cannot be read" in tell("usage")[1]
    assert tell("remove", "leaf-net")[0] == 0
    assert tell("--ready")[0] == 0


def test_a_library_that_is_not_there_is_said_and_nothing_is_called_whole(tell: Tell, tmp_path: Path) -> None:
    remember_library(tmp_path / "drive")
    for arguments in (("--ready",), ("--json",)):
        status, _, err = tell(*arguments)
        assert (status, "is not there now" in err) == (1, True)
    status, out, _ = tell("verify", "--json")
    assert (status, [each["is_intact"] for each in json.loads(out)]) == (1, [False, True])
    assert tell("verify", "leaf-net")[0] == 2
    assert "is not there now" in tell("rank", "--data", tmp_path, "--task", "image-classification", "leaf-net")[2]
    assert [each["what"] for each in missing() if "library was moved" in each["what"]]


def test_a_shared_library_that_is_no_folder_is_said(
    tell: Tell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SHARED_LIBRARY_VARIABLE, str(tmp_path / "nope"))
    for arguments in (("--ready",), ("verify",)):
        status, out, err = tell(*arguments)
        assert (status, "no such folder" in out + err) == (1, True)


def test_a_folder_is_no_pack(tell: Tell, tmp_path: Path) -> None:
    status, _, err = tell("unpack", tmp_path)
    assert (status, "is a folder, not a model pack" in err, "models add FOLDER" in err) == (2, True, True)
