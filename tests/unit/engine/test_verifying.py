"""The verify job judges each model, tells how far it is, and stops when asked to."""

from pathlib import Path

import pytest

from ptstudio.core.errors import ModelError
from ptstudio.core.events import StepEnded
from ptstudio.core.jobs import VerifyJob
from ptstudio.core.project import new_run_folder
from ptstudio.engine import verifying
from ptstudio.engine.channel import StopRequested
from ptstudio.library.library import Library
from tests.helpers import packs
from tests.helpers.channels import StopsAt
from tests.helpers.projects import done, events_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run folder; the library holds a sound model, a changed one and one without weights."""
    library = Library.standard()
    packs.entry(library)
    with packs.entry(library, "oak-net", plus=1).weights.open("ab") as weights:
        weights.write(b"!")
    packs.entry(library, "pine-net", plus=2).weights.unlink()
    return new_run_folder(tmp_path / "run", VerifyJob())


def test_each_model_is_judged(folder: Path) -> None:
    verdicts = {each["key"]: each for each in done(verifying.run, VerifyJob(), folder)["models"]}
    assert {key: each["is_intact"] for key, each in verdicts.items()} == {
        "leaf-net": True,
        "oak-net": False,
        "pine-net": False,
        "starter": True,
    }
    assert "not those that were put into the library" in verdicts["oak-net"]["message"]
    assert "cannot be read" in verdicts["pine-net"]["message"]
    assert verdicts["oak-net"]["hint"]
    last = [event for event in events_of(folder) if isinstance(event, StepEnded)][-1]
    assert last.done == last.total
    assert last.remaining_s == 0


def test_only_the_named_ones_are_read(folder: Path) -> None:
    result = done(verifying.run, VerifyJob(models=("leaf-net", "leaf-net")), folder)
    assert [each["key"] for each in result["models"]] == ["leaf-net"]
    with pytest.raises(ModelError, match="“elm”"):
        done(verifying.run, VerifyJob(models=("elm",)), folder)


def test_a_stop_ends_it(folder: Path) -> None:
    channel = StopsAt(folder, 1)
    with pytest.raises(StopRequested):
        verifying.run(VerifyJob(), folder, channel)
    channel.close()


def test_a_model_whose_facts_cannot_be_read_is_judged_too(folder: Path) -> None:
    (Library.standard().get("leaf-net").folder / "model.json").write_text("{")
    first, *_ = done(verifying.run, VerifyJob(), folder)["models"]
    assert (first["key"], first["is_intact"]) == ("leaf-net", False)
    (only,) = done(verifying.run, VerifyJob(models=("leaf-net",)), folder)["models"]
    assert only == first
