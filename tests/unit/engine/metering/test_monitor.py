"""A thread that measures, and a channel that tells what it found."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ptstudio.core.events import MachineUsed, RunStarted
from ptstudio.core.jobs import EvaluateJob, ProbeJob, TrainJob, TuneJob
from ptstudio.core.project import new_run_folder
from ptstudio.core.run import Run
from ptstudio.core.usage import Usage
from ptstudio.engine.channel import Channel
from ptstudio.engine.metering import monitor as monitors
from ptstudio.engine.metering.meter import SHORTEST_S, Meter
from ptstudio.engine.metering.monitor import Monitor, watched
from tests.helpers.projects import events_of

TRAINING = TrainJob(task="image-classification", dataset="d/0001", model="m", preset="quick", cards=(1, 3))


class Counting(Meter):
    """A meter whose energy is how often it was asked."""

    def __init__(self, is_broken: bool = False) -> None:
        super().__init__()
        self.asked = 0
        self.is_broken = is_broken
        self.is_asked = threading.Semaphore(0)

    def measure(self) -> Usage:
        self.asked += 1
        self.is_asked.release()
        if self.is_broken and threading.current_thread().name == "monitor":
            raise RuntimeError("a driver that nobody thought of")
        return Usage(cpu_percent=1, memory_mb=1, free_memory_mb=1, energy_wh=float(self.asked))

    def wait(self, times: int) -> None:
        for _ in range(times):
            assert self.is_asked.acquire(timeout=20)


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[Channel]:
    with closing(Channel(tmp_path, None)) as made:
        yield made


def told(folder: Path) -> list[float | None]:
    return [event.usage.energy_wh for event in events_of(folder) if isinstance(event, MachineUsed)]


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitors, "LOOK_S", 0.01)


def test_what_is_measured_is_told_when_the_job_breathes_and_at_the_end(tmp_path: Path, channel: Channel) -> None:
    meter = Counting()
    with Monitor(channel, meter):
        meter.wait(3)
        assert told(tmp_path) == []
        channel.breathe()
        assert len(told(tmp_path)) == 1
    assert told(tmp_path)[-1] == meter.asked
    assert len(told(tmp_path)) == 2
    assert "monitor" not in [thread.name for thread in threading.enumerate()]


def test_a_job_that_is_stopped_or_fails_tells_what_it_took(tmp_path: Path, channel: Channel) -> None:
    with pytest.raises(ValueError, match="the job's own"), Monitor(channel, Counting()):
        raise ValueError("the job's own")
    assert told(tmp_path) == [1.0]


def test_the_job_can_ask_for_itself(channel: Channel) -> None:
    assert channel.measure() is None
    meter = Counting()
    with Monitor(channel, meter):
        usage = channel.measure()
        assert usage is not None
        assert usage.energy_wh


def test_after_a_while_it_is_told_seldom(tmp_path: Path, channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitors, "OFTEN_FOR_S", -1.0)
    meter = Counting()
    with Monitor(channel, meter):
        meter.wait(4)
        channel.breathe()
        assert told(tmp_path) == []
    assert len(told(tmp_path)) == 1


def test_a_monitor_that_breaks_harms_nobody(tmp_path: Path, channel: Channel, caplog: pytest.LogCaptureFixture) -> None:
    meter = Counting(is_broken=True)
    with caplog.at_level("INFO", "ptstudio"), Monitor(channel, meter) as monitor:
        monitor._thread.join(20)
        channel.emit(RunStarted(pid=1))
    assert "is measured no more" in caplog.text
    assert isinstance(events_of(tmp_path)[0], RunStarted)
    assert len(told(tmp_path)) == 1


def test_a_full_disk_at_the_end_is_not_the_monitors_to_tell(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(channel, "emit", fail)
    meter = Counting()
    with Monitor(channel, meter):
        meter.wait(2)
        channel.breathe()
    assert meter.asked >= 2


def test_one_that_hangs_does_not_keep_the_job_from_ending(
    tmp_path: Path, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitors, "END_S", 0.01)
    has_begun, goes_on = threading.Event(), threading.Event()

    class Hanging(Counting):
        def measure(self) -> Usage:
            has_begun.set()
            goes_on.wait(20)
            return super().measure()

    with Monitor(channel, Hanging()) as monitor:
        assert has_begun.wait(20)
    assert told(tmp_path) == []
    goes_on.set()
    monitor._thread.join(20)


@pytest.mark.parametrize(
    ("job", "is_watched"),
    [(TRAINING, True), (TuneJob(training=TRAINING), True), (EvaluateJob(run="r"), True), (ProbeJob(), False)],
)
def test_jobs_that_compute_for_long_are_watched(
    tmp_path: Path, channel: Channel, job: TrainJob, is_watched: bool
) -> None:
    run = Run.open(new_run_folder(tmp_path / "run", job))
    assert isinstance(watched(run, channel), Monitor) is is_watched


def test_a_resumed_run_goes_on_from_what_it_has_taken(tmp_path: Path, channel: Channel) -> None:
    folder = new_run_folder(tmp_path / "run", TRAINING)
    before = Usage(cpu_percent=1, memory_mb=1, free_memory_mb=1, energy_wh=5.0, seconds=100.0, peak_memory_mb=10**6)
    (folder / "events.jsonl").write_text(MachineUsed(usage=before).to_line() + "\n")
    with watched(Run.open(folder), channel):
        usage = channel.measure()
    assert usage is not None
    assert (usage.energy_wh or 0) >= 5
    assert usage.seconds >= 100
    assert usage.peak_memory_mb == 10**6


def test_a_short_job_is_told_once_and_has_taken_something(tmp_path: Path, channel: Channel) -> None:
    with watched(Run.open(new_run_folder(tmp_path / "run", TRAINING)), channel):
        until = time.monotonic() + 0.3
        while time.monotonic() < until:
            sum(range(10_000))
    (usage,) = [event.usage for event in events_of(tmp_path) if isinstance(event, MachineUsed)]
    assert usage.energy_wh
    assert usage.seconds >= SHORTEST_S
    assert 0 < usage.cpu_percent <= 100


def test_the_cards_that_a_training_names_are_looked_at() -> None:
    assert monitors._cards(TuneJob(training=TRAINING)) == (1, 3)
    assert monitors._cards(TRAINING.model_copy(update={"cards": (), "processes": 3})) == (0, 1, 2)
    assert monitors._cards(TRAINING.model_copy(update={"cards": ()})) == ()
    assert monitors._cards(EvaluateJob(run="r")) == ()
