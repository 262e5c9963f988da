"""The jobs around packs: they tell how far they are, stop when asked to, and leave nothing half-done."""

import itertools
from pathlib import Path

import pytest

from ptstudio.core.errors import ModelError
from ptstudio.core.events import StepEnded, WarningRaised
from ptstudio.core.folders import library_folder
from ptstudio.core.jobs import Job, MoveLibraryJob, PackJob, UnpackJob
from ptstudio.core.project import new_run_folder
from ptstudio.engine import moving, packing, unpacking
from ptstudio.engine.channel import StopRequested
from ptstudio.library.library import Library
from tests.helpers import packs
from tests.helpers.channels import StopsAt
from tests.helpers.projects import done, events_of


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """A pack of a model whose family is known and of one whose family is not; the library is empty again."""
    library = Library.standard()
    entries = [packs.entry(library), packs.entry(library, "oak-net", plus=1)]
    strange = entries[1].model.model_copy(update={"family": "of-tomorrow", "title": "Oak net"})
    (entries[1].folder / "model.json").write_text(strange.to_text(), encoding="utf-8")
    job = PackJob(models=("leaf-net", "oak-net", "leaf-net"), out=str(tmp_path / "a.ptpack"))
    result = done(packing.run, job, new_run_folder(tmp_path / "packing", job))
    assert [model["key"] for model in result["manifest"]["models"]] == ["leaf-net", "oak-net"]
    written = Path(result["file"]).read_bytes()
    assert (result["size"], result["sha256"]) == (len(written), packs.sha256(written))
    for entry in entries:
        library.discard(library.remove(entry))
    return Path(result["file"])


def run_folder(tmp_path: Path, job: Job) -> Path:
    return new_run_folder(tmp_path / job.type, job)


def test_a_pack_comes_back_with_progress_and_a_word_about_what_cannot_be_used_yet(packed: Path, tmp_path: Path) -> None:
    job = UnpackJob(source=str(packed), names={"leaf-net": "leaf"})
    folder = run_folder(tmp_path, job)
    result = done(unpacking.run, job, folder)
    assert (result["added"], result["there"]) == (["leaf", "oak-net"], [])
    events = events_of(folder)
    last = [event for event in events if isinstance(event, StepEnded)][-1]
    assert last.done == last.total
    assert last.bytes_per_s is not None
    assert last.remaining_s == 0
    (warning,) = [event for event in events if isinstance(event, WarningRaised)]
    assert "“of-tomorrow”" in warning.message
    assert done(unpacking.run, job, folder)["there"] == ["leaf", "oak-net"]


def test_a_model_that_is_not_here_cannot_be_packed(tmp_path: Path) -> None:
    job = PackJob(models=("elm",), out=str(tmp_path / "a.ptpack"))
    with pytest.raises(ModelError, match="“elm” are not on this machine"):
        done(packing.run, job, run_folder(tmp_path, job))


def test_a_stop_ends_each_of_them_and_leaves_nothing(packed: Path, tmp_path: Path) -> None:
    unpack, pack = UnpackJob(source=str(packed)), PackJob(models=("starter",), out=str(tmp_path / "b.ptpack"))
    move = MoveLibraryJob(target=str(tmp_path / "drive"))
    for module, job in ((unpacking, unpack), (packing, pack), (moving, move)):
        folder = run_folder(tmp_path, job)
        channel = StopsAt(folder, 2)
        if job is move:
            packs.entry(Library.standard())
        with pytest.raises(StopRequested):
            module.run(job, folder, channel)
        channel.close()
    assert [path.name for path in library_folder().iterdir() if path.name != ".trash"] == ["leaf-net"]
    assert not (tmp_path / "b.ptpack").exists()
    assert not (tmp_path / "drive").exists()


def test_the_library_moves(tmp_path: Path) -> None:
    packs.entry(Library.standard())
    job = MoveLibraryJob(target=str(tmp_path / "drive"))
    assert done(moving.run, job, run_folder(tmp_path, job)) == {"folder": str(tmp_path / "drive")}
    Library.standard().verify(Library.standard().get("leaf-net"))


def test_a_pack_that_was_not_read_again_does_not_stay(tmp_path: Path) -> None:
    job = PackJob(models=("starter",), out=str(tmp_path / "b.ptpack"))
    folder = run_folder(tmp_path, job)
    breaths = itertools.count(1)
    while True:
        channel = StopsAt(folder, next(breaths))
        try:
            packing.run(job, folder, channel)
        except StopRequested:
            assert not Path(job.out).exists()
        else:
            break
        finally:
            channel.close()
    assert Path(job.out).exists()
