"""Events out, requests in."""

import os
import threading
import time
from pathlib import Path
from typing import BinaryIO

import pytest

from ptstudio.core.events import MachineUsed, RunFinished, RunStarted, StepEnded, Waiting, WarningRaised, read_event
from ptstudio.core.requests import Continue, Leave, LetGo, Pause, Predict, Request, Stop
from ptstudio.core.usage import Usage
from ptstudio.core.worker import request_bytes
from ptstudio.engine.channel import Channel, StopRequested
from tests.helpers.projects import events_of


def ask(folder: Path, *requests: Request) -> None:
    with (folder / "requests.jsonl").open("a") as file:
        file.write("".join(request.to_line() + "\n" for request in requests))


@pytest.fixture
def channel(tmp_path: Path) -> Channel:
    return Channel(tmp_path, None)


def test_an_event_goes_to_the_file_and_to_the_stream(tmp_path: Path) -> None:
    read, write = os.pipe()
    with os.fdopen(write, "wb") as stream:
        channel = Channel(tmp_path, stream)
        channel.emit(RunFinished(result={"a": 1}))
    with os.fdopen(read, "rb") as told:
        assert told.read() == (tmp_path / "events.jsonl").read_bytes()
    channel.close()


def test_progress_is_told_at_most_ten_times_a_second_but_the_end_always(tmp_path: Path, channel: Channel) -> None:
    for done in range(1, 1001):
        channel.step(StepEnded(stage="a", done=done, total=1000))
    channel.close()
    told = events_of(tmp_path)
    assert len(told) < 100
    assert isinstance(told[-1], StepEnded)
    assert told[-1].done == 1000


def test_stop_is_raised_at_the_next_breath(tmp_path: Path, channel: Channel) -> None:
    channel.breathe()
    ask(tmp_path, Stop())
    with pytest.raises(StopRequested):
        channel.breathe()
    channel.close()


def test_what_an_earlier_worker_was_asked_is_passed_over(tmp_path: Path) -> None:
    ask(tmp_path, Stop())
    channel = Channel(tmp_path, None)
    channel.breathe()
    channel.close()


def test_pause_waits_and_goes_on(tmp_path: Path, channel: Channel) -> None:
    ask(tmp_path, Pause())
    threading.Timer(0.3, ask, (tmp_path, Continue())).start()
    started = time.monotonic()
    channel.breathe()
    assert time.monotonic() - started >= 0.25
    channel.close()
    assert [event.reason for event in events_of(tmp_path) if isinstance(event, Waiting)] == ["Paused."]


def test_stop_ends_a_pause(tmp_path: Path, channel: Channel) -> None:
    ask(tmp_path, Pause(), Stop())
    with pytest.raises(StopRequested):
        channel.breathe()
    channel.close()


def test_a_request_that_is_none_is_reported_and_a_half_written_one_waits(tmp_path: Path, channel: Channel) -> None:
    (tmp_path / "requests.jsonl").write_text('{"type": "Dance"}\n{"type": "St')
    channel.breathe()
    with (tmp_path / "requests.jsonl").open("a") as file:
        file.write('op"}\n')
    with pytest.raises(StopRequested):
        channel.breathe()
    channel.close()
    assert any(isinstance(event, WarningRaised) for event in events_of(tmp_path))


def test_predictions_are_answered_in_order(tmp_path: Path, channel: Channel) -> None:
    ask(tmp_path, Predict(id="1", files=("a",)), Predict(id="2", files=("b",)), Stop())
    with pytest.raises(StopRequested):
        channel.next_prediction()
    channel.close()


def test_what_nobody_wants_any_more_is_known_at_the_next_breath(tmp_path: Path, channel: Channel) -> None:
    left, wanted = (Predict(id=name, files=("a",)) for name in ("left", "wanted"))
    ask(tmp_path, left, wanted, Leave(id="left"))
    assert not channel.is_left(left)
    assert channel.next_prediction() == left
    assert channel.is_left(left)
    assert channel.next_prediction() == wanted
    assert not channel.is_left(wanted)
    channel.close()


def broken_pipe() -> BinaryIO:
    read, write = os.pipe()
    os.close(read)
    return os.fdopen(write, "wb", buffering=0)


def test_a_window_that_is_gone_counts_as_stop(tmp_path: Path) -> None:
    channel = Channel(tmp_path, broken_pipe())
    channel.emit(RunStarted(pid=1))
    with pytest.raises(StopRequested):
        channel.breathe()
    channel.close()
    assert len(events_of(tmp_path)) == 1


def test_a_worker_that_was_let_go_goes_on_without_its_window(tmp_path: Path) -> None:
    channel = Channel(tmp_path, broken_pipe())
    ask(tmp_path, LetGo())
    channel.breathe()
    channel.emit(RunStarted(pid=1))
    channel.breathe()
    channel.close()
    assert len(events_of(tmp_path)) == 1


def test_being_let_go_counts_even_when_it_is_read_after_the_pipe_broke(tmp_path: Path) -> None:
    channel = Channel(tmp_path, broken_pipe())
    ask(tmp_path, LetGo())
    channel.emit(RunStarted(pid=1))
    channel.breathe()
    channel.close()


def test_a_request_made_while_the_worker_was_starting_is_heard(tmp_path: Path) -> None:
    ask(tmp_path, Pause())
    before = request_bytes(tmp_path)
    ask(tmp_path, Stop())
    channel = Channel(tmp_path, None, before)
    with pytest.raises(StopRequested):
        channel.breathe()
    channel.close()


def test_an_event_that_no_disk_takes_is_still_told(tmp_path: Path) -> None:
    read, write = os.pipe()
    with os.fdopen(write, "wb") as stream:
        channel = Channel(tmp_path, stream)
        channel.close()
        with pytest.raises(ValueError, match="closed file"):
            channel.emit(RunFinished())
    with os.fdopen(read, "rb") as told:
        assert isinstance(read_event(told.read()), RunFinished)


@pytest.mark.parametrize("request_", [Pause(), None])
def test_a_worker_that_waits_ends_when_nobody_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request_: Pause | None
) -> None:
    monkeypatch.setattr("ptstudio.engine.channel.BEAT_S", 0.1)
    read, write = os.pipe()
    with os.fdopen(write, "wb") as stream:
        channel = Channel(tmp_path, stream)
        if request_ is not None:
            ask(tmp_path, request_)
        threading.Timer(0.5, os.close, [read]).start()
        with pytest.raises(StopRequested):
            channel.breathe() if request_ is not None else channel.next_prediction()
    channel.close()
    assert all(line.strip() for line in (tmp_path / "events.jsonl").read_bytes().splitlines())


def test_what_another_thread_offers_is_told_by_the_one_that_works(tmp_path: Path, channel: Channel) -> None:
    def offer() -> None:
        for number in range(2000):
            channel.offer(MachineUsed(usage=Usage(cpu_percent=number, memory_mb=1, free_memory_mb=1)))

    threads = [threading.Thread(target=offer) for _ in range(2)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        channel.breathe()
        channel.emit(RunStarted(pid=1))
    channel.breathe()
    channel.breathe()
    channel.close()
    lines = (tmp_path / "events.jsonl").read_bytes().splitlines()
    told = [read_event(line) for line in lines]
    used = [event.usage.cpu_percent for event in told if isinstance(event, MachineUsed)]
    assert used[-1] == 1999


def test_what_is_offered_is_told_during_a_pause(tmp_path: Path, channel: Channel) -> None:
    ask(tmp_path, Pause())

    def go_on() -> None:
        channel.offer(MachineUsed(usage=Usage(cpu_percent=1, memory_mb=1, free_memory_mb=1)))
        threading.Timer(0.3, ask, (tmp_path, Continue())).start()

    threading.Timer(0.2, go_on).start()
    channel.breathe()
    channel.close()
    assert [event.type for event in events_of(tmp_path)] == ["Waiting", "MachineUsed"]


def test_an_offer_that_no_disk_takes_is_passed_over(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(channel, "emit", fail)
    channel.offer(RunStarted(pid=1))
    channel.breathe()
    channel.close()
