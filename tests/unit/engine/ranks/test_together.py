"""Two real processes train together: the same result as one, whatever happens to one of them."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from typing_extensions import override

from ptstudio.core import worker
from ptstudio.core.events import Adapted, ChoiceMade, EpochEnded, Event, Waiting
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.requests import Continue, Pause
from ptstudio.core.run import Run, has_checkpoint
from ptstudio.core.worker import PROCESSES, ask
from ptstudio.data._revision import RevisionData
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.choosing.decided import Decided, DecidedWay
from ptstudio.engine.learning.preparation import describe
from ptstudio.engine.ranks.faults import ProcessLost
from ptstudio.engine.training_job import run
from tests.helpers.channels import StopsAt
from tests.helpers.children import living_children
from tests.helpers.projects import coloured_project, events_of, forget_earlier_jobs, library_with, training_of

MODEL = "starter"
TOLERANCE = 1e-5
_ALONE: list[Path] = []


SHORT_OF_MEMORY = """
import sys
from ptstudio.engine import __main__ as engine
from ptstudio.engine.ranks import followed_phase

plain, steps = followed_phase.FollowedPhase.step, 0

def step(self, order):
    global steps
    steps += 1
    if steps == 2:
        raise MemoryError
    return plain(self, order)

followed_phase.FollowedPhase.step = step
sys.exit(engine.main())
"""
"""A follower for whom memory runs out at its second step."""


class InTheMiddle(Channel):
    """A channel on which something happens at the second breath after an epoch has ended."""

    def __init__(self, folder: Path, epoch: int, happens: Callable[[], None]) -> None:
        super().__init__(folder, None)
        self._epoch, self._happens = epoch, happens
        self._breaths_left: int | None = None

    @override
    def emit(self, event: Event) -> None:
        super().emit(event)
        if isinstance(event, Waiting):
            ask(self._requests.parent, Continue())
        if isinstance(event, EpochEnded) and event.epoch == self._epoch:
            self._breaths_left = 2

    @override
    def breathe(self) -> None:
        super().breathe()
        if self._breaths_left is not None:
            self._breaths_left -= 1
            if self._breaths_left == 0:
                self._happens()


def kill_the_others() -> None:
    for child in living_children():
        os.kill(child, signal.SIGKILL)


def stop() -> None:
    raise StopRequested


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return coloured_project(tmp_path_factory.mktemp("shared"), per_class=9)


@pytest.fixture
def begun(shared: tuple[Project, str]) -> Callable[..., tuple[TrainJob, Path]]:
    """Makes a run whose way of computing is decided, so that no time is spent on measuring."""
    library_with(MODEL)
    project, dataset = shared

    def begin(
        processes: int, preset: str = "thorough", head_epochs: int = 0, **settings: SettingValue
    ) -> tuple[TrainJob, Path]:
        values: dict[str, SettingValue] = {"head_epochs": head_epochs, "epochs": 2, "patience": 0}
        job = training_of(dataset, preset, MODEL, **(values | {"checkpoint_every_s": 0} | settings))
        job = job.model_copy(update={"processes": processes})
        folder = project.new_run(job)
        trained = describe(job, RevisionData(project, project.revision(dataset)))
        way = DecidedWay(batch_size=8)
        decided = Decided(trained=trained, choices=(), device="cpu", looking=way, exact=way, training=way, threads=1)
        (folder / "decided.json").write_text(decided.to_text(), encoding="utf-8")
        return job, folder

    return begin


def train(job: TrainJob, folder: Path, channel: Channel | None = None) -> None:
    forget_earlier_jobs()
    with closing(channel or Channel(folder, None)) as told:
        run(job, folder, told)
    assert not living_children()


def alone(begun: Callable[..., tuple[TrainJob, Path]]) -> Path:
    """What one process learns without a break; trained once for all tests."""
    if not _ALONE:
        job, folder = begun(1)
        train(job, folder)
        _ALONE.append(folder)
    return _ALONE[0]


def epochs_of(folder: Path) -> list[EpochEnded]:
    return [event for event in events_of(folder) if isinstance(event, EpochEnded)]


def assert_same(one: Path, other: Path) -> None:
    first, second = (load_file(folder / "model" / "weights.safetensors") for folder in (one, other))
    assert first.keys() == second.keys()
    for name, tensor in first.items():
        torch.testing.assert_close(second[name], tensor, rtol=TOLERANCE, atol=TOLERANCE)
    for here, there in zip(epochs_of(one), epochs_of(other), strict=True):
        assert there.metrics == pytest.approx(here.metrics, abs=TOLERANCE)
        assert there.train_loss == pytest.approx(here.train_loss, abs=TOLERANCE)
        assert there.validation_loss == pytest.approx(here.validation_loss, abs=TOLERANCE)


def test_two_learn_what_one_learns(shared: tuple[Project, str], begun: Callable[..., tuple[TrainJob, Path]]) -> None:
    job, one = begun(1, "balanced", 1)
    train(job, one)
    for file in (shared[0].cache_folder() / "features").iterdir():
        file.unlink()
    job, together = begun(2, "balanced", 1)
    train(job, together)
    assert_same(one, together)
    (choice,) = [event.choice for event in events_of(together) if isinstance(event, ChoiceMade)]
    assert (choice.name, choice.value) == ("processes", 2)
    assert "result stays the same" in choice.reason
    assert Run.open(together).choices["processes"] == choice


def test_a_training_of_two_goes_on_alone_after_one_was_killed(
    begun: Callable[..., tuple[TrainJob, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = alone(begun)
    job, broken = begun(2)
    with pytest.raises(ProcessLost, match="train together ended unexpectedly: it was killed") as failure:
        train(job, broken, InTheMiddle(broken, 1, kill_the_others))
    assert "Resume" in failure.value.hint
    assert has_checkpoint(broken)
    assert not living_children()
    monkeypatch.setenv(PROCESSES, "1")
    train(job, broken)
    assert_same(whole, broken)


def test_a_training_of_one_that_was_stopped_goes_on_with_two(
    begun: Callable[..., tuple[TrainJob, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = alone(begun)
    job, stopped = begun(1)
    with pytest.raises(StopRequested):
        train(job, stopped, StopsAt(stopped, 6))
    monkeypatch.setenv(PROCESSES, "2")
    train(job, stopped)
    assert_same(whole, stopped)


def test_a_pause_changes_nothing(begun: Callable[..., tuple[TrainJob, Path]]) -> None:
    whole = alone(begun)
    job, paused = begun(2)
    train(job, paused, InTheMiddle(paused, 1, partial(ask, paused, Pause())))
    assert [event for event in events_of(paused) if isinstance(event, Waiting)]
    assert_same(whole, paused)


def test_where_memory_runs_out_in_another_process_all_go_on_with_less(
    begun: Callable[..., tuple[TrainJob, Path]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "follower.py").write_text(SHORT_OF_MEMORY, encoding="utf-8")
    monkeypatch.setattr(worker, "PROGRAM", (sys.executable, str(tmp_path / "follower.py")))
    job, folder = begun(2)
    train(job, folder)
    (adapted,) = [event for event in events_of(folder) if isinstance(event, Adapted)]
    assert adapted.cause == "memory"
    assert "4 samples at a time" in adapted.message
    assert len(epochs_of(folder)) == 2


def test_a_network_that_is_split_learns_what_a_whole_one_does_and_can_be_resumed_by_one(
    begun: Callable[..., tuple[TrainJob, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = alone(begun)
    job, split = begun(2, split_network="always")
    with pytest.raises(StopRequested):
        train(job, split, InTheMiddle(split, 1, stop))
    assert Run.open(split).choices["split_network"].value is True
    assert has_checkpoint(split)
    monkeypatch.setenv(PROCESSES, "1")
    train(job, split)
    assert_same(whole, split)
