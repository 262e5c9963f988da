"""Archives are unpacked whole or not at all; what could do harm is refused with a reason."""

import shutil
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from ptstudio.core.errors import DatasetError, DiskFull
from ptstudio.data._archive import is_archive, unpack
from tests.helpers import corpora
from tests.helpers.pictures import jpeg_bytes

CAT = jpeg_bytes(1)


def refusal(archive: Path) -> DatasetError:
    """Unpacking is refused, and nothing is left: neither in the target nor anywhere around it."""
    folder = archive.parent / "project" / "data"
    with pytest.raises(DatasetError) as caught:
        unpack(archive, folder)
    left = [path for path in archive.parent.rglob("*") if path not in (archive, archive.parent / "project")]
    assert left == []
    assert caught.value.hint
    return caught.value


def test_an_archive_is_unpacked_with_progress(tmp_path: Path) -> None:
    archive = corpora.write_zip(tmp_path / "a.zip", {"cats/1.jpg": CAT, "dogs/": b"", "dogs/2.jpg": jpeg_bytes(2)})
    told: list[tuple[int, int]] = []
    unpack(archive, tmp_path / "data", lambda done, total: told.append((done, total)))
    assert (tmp_path / "data" / "cats" / "1.jpg").read_bytes() == CAT
    assert (tmp_path / "data" / "dogs" / "2.jpg").is_file()
    assert told[-1][0] == told[-1][1] == sum(len(jpeg_bytes(seed)) for seed in (1, 2))


def test_an_empty_folder_is_filled_and_a_full_one_kept(tmp_path: Path) -> None:
    archive = corpora.write_zip(tmp_path / "a.zip", {"1.jpg": CAT})
    (tmp_path / "data").mkdir()
    unpack(archive, tmp_path / "data")
    (tmp_path / "data" / "mine.txt").write_text("mine")
    with pytest.raises(DatasetError):
        unpack(archive, tmp_path / "data")
    assert (tmp_path / "data" / "mine.txt").read_text() == "mine"


def test_what_is_an_archive(tmp_path: Path) -> None:
    archive = corpora.write_zip(tmp_path / "a.ZIP", {"1.jpg": CAT})
    assert is_archive(archive)
    assert is_archive(Path(shutil.copy(archive, tmp_path / "nameless")))
    assert not is_archive(Path(shutil.copy(archive, tmp_path / "weights.pth")))
    assert not is_archive(tmp_path)
    assert not is_archive(tmp_path / "gone.zip")


@pytest.mark.parametrize("name", ["../evil.jpg", "cats/../../evil.jpg", "..\\evil.jpg"])
def test_paths_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    error = refusal(corpora.write_zip(tmp_path / "a.zip", {"cats/1.jpg": CAT, name: CAT}))
    assert "outside" in error.message


@pytest.mark.parametrize("name", ["/etc/evil.jpg", "C:\\evil.jpg", "c:/evil.jpg", "\\\\host\\evil.jpg"])
def test_absolute_paths_are_refused(tmp_path: Path, name: str) -> None:
    assert "outside" in refusal(corpora.write_zip(tmp_path / "a.zip", {"cats/1.jpg": CAT, name: CAT})).message


def test_links_are_refused(tmp_path: Path) -> None:
    assert "link" in refusal(corpora.zip_with_link(tmp_path / "a.zip")).message


def test_a_password_is_named(tmp_path: Path) -> None:
    assert "password" in refusal(corpora.zip_with_password(tmp_path / "a.zip")).message


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    error = refusal(corpora.zip_bomb(tmp_path / "a.zip", 101 * 2**20))
    assert "times its own size" in error.message
    assert "200" in error.message


def test_what_does_not_fit_the_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1000))
    error = refusal(corpora.write_zip(tmp_path / "a.zip", {"1.jpg": bytes(900)}))
    assert "80 %" in error.message


def test_a_disk_that_fills_up_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path, **_: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    archive = corpora.write_zip(tmp_path / "a.zip", {"1.jpg": CAT})
    monkeypatch.setattr(Path, "mkdir", fail)
    with pytest.raises(DiskFull):
        unpack(archive, tmp_path / "project" / "data")
    assert list(tmp_path.iterdir()) == [archive]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damage_inside_is_found_and_nothing_kept(tmp_path: Path, method: int) -> None:
    archive = corpora.write_zip(tmp_path / "a.zip", {"0.jpg": jpeg_bytes(0), "1.jpg": bytes(range(256)) * 40}, method)
    content = bytearray(archive.read_bytes())
    start = content.rindex(b"PK\x03\x04") + 45
    content[start : start + 12] = bytes(byte ^ 0x55 for byte in content[start : start + 12])
    archive.write_bytes(content)
    assert "damaged" in refusal(archive).message


@pytest.mark.parametrize("content", [b"", b"this is no archive", b"PK\x03\x04 cut off"])
def test_what_is_no_archive_is_named(tmp_path: Path, content: bytes) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(content)
    assert "damaged" in refusal(archive).message


def test_a_truncated_archive_is_named(tmp_path: Path) -> None:
    archive = corpora.write_zip(tmp_path / "a.zip", {"1.jpg": CAT})
    archive.write_bytes(archive.read_bytes()[:-40])
    assert "copied completely" in refusal(archive).message


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="No such file"):
        unpack(tmp_path / "gone.zip", tmp_path / "data")


@pytest.mark.parametrize("name", ["🐱/חתול.jpg", "it's “quoted” & 100%.jpg", "ünïcode/日本.jpg"])
def test_odd_names_survive_marked_as_utf8_or_not(tmp_path: Path, name: str) -> None:
    unpack(corpora.write_zip(tmp_path / "a.zip", {name: CAT}), tmp_path / "marked")
    assert (tmp_path / "marked" / name).read_bytes() == CAT
    unpack(corpora.zip_with_silent_utf8(tmp_path / "b.zip", name), tmp_path / "silent")
    assert (tmp_path / "silent" / name).read_bytes() == jpeg_bytes()


def test_old_dos_names_are_read_as_such(tmp_path: Path) -> None:
    archive = corpora.zip_with_silent_utf8(tmp_path / "a.zip", "Xbel.jpg")
    archive.write_bytes(archive.read_bytes().replace(b"Xbel", b"\x9abel"))
    unpack(archive, tmp_path / "data")
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["Übel.jpg"]


def test_backslashes_part_folders(tmp_path: Path) -> None:
    unpack(corpora.write_zip(tmp_path / "a.zip", {"cats\\1.jpg": CAT}), tmp_path / "data")
    assert (tmp_path / "data" / "cats" / "1.jpg").is_file()


def test_a_stop_leaves_nothing_behind(tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise StopError(done, total)

    archive = corpora.write_zip(tmp_path / "a.zip", {"1.jpg": CAT, "2.jpg": CAT})
    with pytest.raises(StopError):
        unpack(archive, tmp_path / "data", stop)
    assert list(tmp_path.iterdir()) == [archive]
