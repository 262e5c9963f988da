"""Packing writes a whole pack or none, of sound weights alone, and never over anything."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from ptstudio import __version__
from ptstudio.core.errors import DiskFull, ModelError, ProjectError
from ptstudio.core.project import Project
from ptstudio.library.entry import WEIGHTS
from ptstudio.library.library import Library
from ptstudio.library.pack import Pack
from ptstudio.library.packing import write_pack
from tests.helpers import packs


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library([tmp_path / "library"])


class StopError(Exception):
    """Somebody asked for Stop."""


def test_the_manifest_says_versions_sources_licences_and_every_file(library: Library, tmp_path: Path) -> None:
    one, other = packs.entry(library), packs.entry(library, "oak-net", plus=1)
    (other.folder / ".hidden").write_text("stays at home")
    told: list[tuple[int, int]] = []
    out = tmp_path / "two.ptpack"
    manifest = write_pack([one, other], out, progress=lambda done, total: told.append((done, total)))
    assert Pack.open(out).contents == manifest
    assert manifest.made_by == __version__
    assert [model.source for model in manifest.models] == ["net.pth", "net.pth"]
    assert [licence.file for licence in manifest.licences] == ["licences/MIT.txt"]
    assert not any("hidden" in file.path for file in manifest.files)
    weights = [file for file in manifest.files if file.path.endswith(WEIGHTS)]
    assert [file.sha256 for file in weights] == [one.model.sha256, other.model.sha256]
    assert told[-1] == (manifest.size, manifest.size)


def test_a_licence_whose_text_is_not_at_hand_is_named_with_what_is_known(library: Library, tmp_path: Path) -> None:
    entry = packs.entry(library)
    facts = entry.model.model_copy(update={"licence": "openrail"})
    (entry.folder / "model.json").write_text(facts.to_text(), encoding="utf-8")
    manifest = write_pack([library.get("leaf-net")], tmp_path / "a.ptpack")
    (licence,) = manifest.licences
    assert (licence.spdx, licence.file) == ("openrail", "")
    assert "not for the uses that it forbids" in licence.meaning


def test_damaged_weights_are_not_packed_and_nothing_is_left(library: Library, tmp_path: Path) -> None:
    entry = packs.entry(library)
    entry.weights.write_bytes(entry.weights.read_bytes()[:-1] + b"\x7f")
    with pytest.raises(ModelError, match="speak of other weights") as caught:
        write_pack([entry], tmp_path / "out" / "a.ptpack")
    assert "models verify" in caught.value.hint
    assert list((tmp_path / "out").iterdir()) == []


def test_a_pack_never_writes_over_anything(library: Library, tmp_path: Path) -> None:
    out = tmp_path / "a.ptpack"
    out.write_text("mine")
    with pytest.raises(ProjectError, match="there already"):
        write_pack([packs.entry(library)], out)
    assert out.read_text() == "mine"


def test_a_stop_leaves_nothing(library: Library, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise StopError(done, total)

    with pytest.raises(StopError):
        write_pack([packs.entry(library)], tmp_path / "out" / "a.ptpack", progress=stop)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_full_disk_is_known_before(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = packs.entry(library)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10))
    with pytest.raises(DiskFull, match="The pack takes"):
        write_pack([entry], tmp_path / "a.ptpack")
    assert not (tmp_path / "a.ptpack").exists()


def test_files_that_cannot_travel_are_named(library: Library, tmp_path: Path) -> None:
    entry = packs.entry(library)
    (entry.folder / "convert.py").write_text("print()")
    with pytest.raises(ModelError, match=r"convert\.py” is of a kind that has no place"):
        write_pack([entry], tmp_path / "a.ptpack")


def test_a_project_goes_along_without_what_can_be_made_again(library: Library, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "leaves")
    for place in ("datasets/leaves/unpacked/oak/1.jpg", "cache/features", "trash/run/job.json"):
        (project.folder / place).parent.mkdir(parents=True)
        (project.folder / place).write_text("x")
    manifest = write_pack([packs.entry(library)], tmp_path / "a.ptpack", project=project)
    assert manifest.project == "leaves"
    assert {file.path for file in manifest.project_files} == {
        "project/project.json",
        "project/datasets/leaves/unpacked/oak/1.jpg",
    }
