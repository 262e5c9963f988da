"""Watching what a job takes while it works: a thread that looks once a second, and never does the job any harm."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from types import TracebackType

from ptstudio.core.events import MachineUsed
from ptstudio.core.jobs import Job, TrainJob
from ptstudio.core.run import Run
from ptstudio.engine.channel import Channel
from ptstudio.engine.metering.graphics_cards import GraphicsCards
from ptstudio.engine.metering.meter import Meter
from ptstudio.engine.metering.processes import ProcessTree
from ptstudio.engine.ranks.place import own_place

LOOK_S = 1.0
OFTEN_FOR_S, SELDOM_S = 600.0, 10.0
"""After ten minutes it is told every ten seconds only, so that the events of a long job stay a small file."""
END_S = 2.0
MEASURED = frozenset({"train", "rate-test", "tune", "cross-validate", "pretrain", "rank", "evaluate", "export"})
"""The kinds of jobs that compute for long."""


def watched(run: Run, channel: Channel) -> contextlib.AbstractContextManager[object]:
    """A context in which the machine is watched, if the run's job is one that computes for long."""
    if run.job.type not in MEASURED:
        return contextlib.nullcontext()
    tree = ProcessTree.of_siblings() if own_place().is_launched else ProcessTree()
    return Monitor(channel, Meter(run.usage, GraphicsCards(_cards(run.job)), tree=tree))


class Monitor:
    """A context: inside it, the channel tells what the meter measures, and a last time at its end.

    The thread only measures. What it finds is handed to the channel, which tells it when the job next breathes, so
    that nothing is ever written from two threads.
    """

    def __init__(self, channel: Channel, meter: Meter, now: Callable[[], float] = time.monotonic) -> None:
        self._channel, self._meter, self._now = channel, meter, now
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="monitor", daemon=True)

    def __enter__(self) -> "Monitor":
        self._channel.measure = self._meter.measure
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join(END_S)
        if self._thread.is_alive():  # a driver that hangs: it must not take the job's result with it
            return
        with contextlib.suppress(OSError):  # a full disk is told of by what the job itself writes
            self._channel.emit(MachineUsed(usage=self._meter.measure()))
        self._meter.close()

    def _watch(self) -> None:
        started = told = self._now()
        try:
            while not self._ended.wait(LOOK_S):
                usage = self._meter.measure()
                is_often = self._now() - started <= OFTEN_FOR_S
                if is_often or self._now() - told >= SELDOM_S:
                    told = self._now()
                    self._channel.offer(MachineUsed(usage=usage))
        except Exception:
            logging.getLogger(__name__).info("What the job takes is measured no more.", exc_info=True)


def _cards(job: Job) -> tuple[int, ...]:
    """The numbers of the graphics cards that a job names."""
    training = job if isinstance(job, TrainJob) else getattr(job, "training", None)
    if not isinstance(training, TrainJob):
        return ()
    return training.cards or (tuple(range(training.processes)) if training.processes > 1 else ())
