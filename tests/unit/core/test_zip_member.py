"""A ZIP member's entry alone tells what it is called and whether it can do harm."""

import stat
import zipfile

import pytest

from ptstudio.core.zip_member import allowed_in_windows, danger, is_locked, name_of


@pytest.mark.parametrize(
    ("name", "allowed"), [("a:b?.jpg", "a_b_.jpg"), ("cat ", "cat"), ("con.jpg", "_con.jpg"), ("...", "_"), ("a", "a")]
)
def test_names_that_windows_forbids_are_changed(name: str, allowed: str) -> None:
    assert allowed_in_windows(name) == allowed


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/a", "C:/a", "..\\a", "\\\\host\\share"])
def test_a_way_out_is_dangerous(name: str) -> None:
    assert "outside" in danger(zipfile.ZipInfo(name))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_what_is_no_file_is_dangerous(kind: int) -> None:
    info = zipfile.ZipInfo("a")
    info.external_attr = (kind | 0o644) << 16
    assert "link or a device" in danger(info)


def test_an_ordinary_file_is_not() -> None:
    info = zipfile.ZipInfo("models/a..b/weights.safetensors")
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    assert danger(info) == ""
    assert not is_locked(info)
    assert name_of(info) == "models/a..b/weights.safetensors"
