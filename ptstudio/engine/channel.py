"""The worker's side of the conversation: events out, requests in. Knows nothing of what the job is."""

import contextlib
import os
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeAlias

from pydantic import ValidationError

from ptstudio.core.events import Event, StepEnded, Waiting, WarningRaised
from ptstudio.core.requests import Continue, Leave, LetGo, Pause, Predict, Request, Stop, read_request
from ptstudio.core.usage import Usage
from ptstudio.core.worker import request_bytes

EVENTS_A_SECOND = 10
POLL_S = 0.05
BEAT_S = 1.0
"""How often a worker that waits looks whether anybody is left to wait for."""
Rest: TypeAlias = Callable[[], contextlib.AbstractContextManager[None]]


class StopRequested(Exception):
    """Somebody asked the worker to stop, or nobody listens any more."""


class Channel:
    """Writes events to `events.jsonl` and the private standard output; reads `requests.jsonl` as it grows."""

    def __init__(self, folder: Path, stream: BinaryIO | None, asked_before: int | None = None) -> None:
        """`asked_before` is the size in bytes of what an earlier worker of this run was asked, which is none of this
        one's business; by default all that is there.
        """
        self._events = (folder / "events.jsonl").open("ab")
        self._stream = stream
        self._requests = folder / "requests.jsonl"
        self._read_up_to = request_bytes(folder) if asked_before is None else asked_before
        self._predictions: list[Predict] = []
        self._unwanted: set[str] = set()
        self._offered: deque[Event] = deque(maxlen=1)
        self.measure: Callable[[], Usage | None] = lambda: None
        """What the job has taken of the machine so far, where somebody measures it (`monitor.py`)."""
        self._while_paused: Rest = contextlib.nullcontext
        self._listeners: list[Callable[[Event], None]] = []
        self._last_step = self._last_beat = 0.0
        self._is_stopped = self._is_paused = self._is_let_go = False
        self.is_abandoned = False

    def emit(self, event: Event) -> None:
        """Tell an event. Raises OSError where it cannot be written down; whoever listens hears it all the same."""
        line = event.to_line().encode() + b"\n"
        try:
            self._events.write(line)
            self._events.flush()
        finally:
            self._tell(line)
        for hear in tuple(self._listeners):
            hear(event)

    def listen(self, hear: Callable[[Event], None]) -> None:
        """From now on have `hear` called with every event, once it is told."""
        self._listeners.append(hear)

    def unlisten(self, hear: Callable[[Event], None]) -> None:
        """Call it no more."""
        self._listeners.remove(hear)

    def rest_by(self, rest: Rest | None) -> None:
        """From now on enter `rest` for the time of a pause, which gives back what nobody needs; None for nothing."""
        self._while_paused = rest or contextlib.nullcontext

    def offer(self, event: Event) -> None:
        """Have an event told at the next breath, unless a newer one is offered before; from any thread.

        Only the thread that works ever writes, so that no line gets into another.
        """
        self._offered.append(event)

    def step(self, event: StepEnded) -> None:
        """Tell progress, but not more often than ten times a second; the end of a stage is always told."""
        if self.is_due() or event.done == event.total:
            self._last_step = time.monotonic()
            self.emit(event)

    def is_due(self) -> bool:
        """Whether progress told now would get through."""
        return time.monotonic() - self._last_step >= 1 / EVENTS_A_SECOND

    def warn(self, message: str, hint: str) -> None:
        """Tell something that does not end the work."""
        self.emit(WarningRaised(message=message, hint=hint))

    def breathe(self) -> None:
        """Take note of requests. Raises StopRequested; waits here while paused."""
        self._read_requests()
        self._tell_offered()
        if self._is_paused and not self._is_stopped:
            with self._while_paused():
                self.emit(Waiting(reason="Paused."))
                while self._is_paused and not self._is_stopped:
                    self._rest()
                    self._read_requests()
                    self._tell_offered()
        if self._is_stopped:
            raise StopRequested

    def next_prediction(self) -> Predict:
        """Wait for a `Predict` request. Raises StopRequested."""
        while not self._predictions:
            self.breathe()
            if not self._predictions:
                self._rest()
        return self._predictions.pop(0)

    def is_left(self, request: Predict) -> bool:
        """Whether nobody wants what is not answered yet; as of the last breath."""
        return request.id in self._unwanted

    def _tell_offered(self) -> None:
        """What cannot be written down is passed over: the next one says as much."""
        try:
            offered = self._offered.popleft()
        except IndexError:
            return
        with contextlib.suppress(OSError):
            self.emit(offered)

    def _rest(self) -> None:
        """Wait a moment. A blank line, which nobody takes for an event, finds out whether somebody still listens: a
        worker that waits would otherwise stay for ever when the window dies.
        """
        time.sleep(POLL_S)
        if self._stream is not None and time.monotonic() - self._last_beat >= BEAT_S and not self._stream.isatty():
            self._last_beat = time.monotonic()
            self._tell(b"\n")

    def close(self) -> None:
        """Have everything on disk."""
        self._events.flush()
        os.fsync(self._events.fileno())
        self._events.close()

    def _tell(self, line: bytes) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(line)
            self._stream.flush()
        except OSError:
            self._hang_up()
            self._read_requests()
            self.is_abandoned = not (self._is_stopped or self._is_let_go)
            self._is_stopped = self._is_stopped or self.is_abandoned

    def _hang_up(self) -> None:
        """Tell no more to whoever started this: there is nobody, or nobody who wants to hear it."""
        if self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.close()
            self._stream = None

    def _read_requests(self) -> None:
        if not self._requests.exists() or self._requests.stat().st_size <= self._read_up_to:
            return
        with self._requests.open("rb") as file:
            file.seek(self._read_up_to)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._read_up_to += len(line)
                self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            request: Request = read_request(line)
        except ValidationError:
            self.warn("A request could not be understood and was passed over.", "Update PTStudio.")
            return
        match request:
            case Stop():
                self._is_stopped = True
            case Pause():
                self._is_paused = True
            case Continue():
                self._is_paused = False
            case LetGo():
                self._is_let_go = True
                self._hang_up()
            case Predict():
                self._predictions.append(request)
            case Leave():
                self._unwanted.add(request.id)


def private_stdout(folder: Path) -> BinaryIO:
    """Keep standard output for events alone: whatever prints from now on, in Python or in C, goes to `log.txt`."""
    sys.stdout.flush()
    private = os.dup(1)
    log = os.open(folder / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    return os.fdopen(private, "wb")
