"""Ways of computing tried one after the other for a moment, as long as that can pay; knows no network.

Trying costs time too. So a way is tried only while what it can save at best, over all that is still to be computed,
is more than what trying one has cost so far; and what is hopelessly slow at its first run is not run again.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import psutil
import torch

from ptstudio.core.errors import ModelError
from ptstudio.engine.choosing.candidates import Candidate, thread_counts
from ptstudio.engine.computing.device import Way, usable_cores

HOPELESS = 3.0
"""So many times slower than the fastest: not run again."""
RUNS, RUNS_S = 6, 0.06
"""How often, and for how long, a way is run after its first time; the best counts, since other programs only slow it.
At least two runs are made."""
LEAST_RUNS = 3
HOPE = 2.0
"""What may be saved has to be so many times what trying costs: about every second way keeps less than it promises."""
SMALL_SHARE = 0.05
OTHER_THREADS = 1.3
"""What another number of threads can gain at best, and a tenth is what it must gain to be chosen."""

LEAST_S = 2e-5
"""No run is shorter: a clock of computing time may tick more slowly than that."""
BUSY = 1.5
"""Runnable threads for each core, in the last minute, from which on others take much of the processor."""

Clock = Callable[[], float]
Begin = Callable[[Way], Callable[[], object]]
"""Gets everything ready for a way; gives what computes one batch of its `batch_size`. Raises ModelError where it cannot
be computed so."""


@dataclass(frozen=True)
class Timed:
    """A way and the samples a second that it computed, in batches of its `batch_size`."""

    way: Way
    samples_per_s: float


@dataclass(frozen=True)
class Stakes:
    """What a choice is about: so many samples will be computed, and trying may take so many seconds; or a small share
    of what computing them all takes, if that is more.
    """

    samples: int
    budget_s: float


@dataclass(frozen=True)
class Tried:
    """What was tried, with the seconds that each took; `is_whole` where everything was that could be."""

    found: tuple[Timed, ...] = ()
    spent_s: tuple[float, ...] = ()
    is_whole: bool = True

    def can_pay(self, promise: float, stakes: Stakes, batch_size: int) -> bool:
        """Whether what is at best `promise` times faster than the fastest so far saves much more than trying it costs,
        which is what trying has cost so far, and at least what its runs take; while nothing could be computed, it does.
        """
        if not self.found:
            return True
        fastest = max(timed.samples_per_s for timed in self.found)
        all_s = stakes.samples / fastest
        saved_s, spent_s = all_s * (1 - 1 / promise), sum(self.spent_s)
        costs_s = max(spent_s / len(self.spent_s), LEAST_RUNS * batch_size / (fastest * promise))
        return spent_s < max(stakes.budget_s, SMALL_SHARE * all_s) and saved_s > HOPE * costs_s


def tried(
    candidates: Iterable[Candidate],
    begin: Begin,
    stakes: Stakes,
    before: Tried | None = None,
    settle: Callable[[Sequence[Timed]], None] = lambda _: None,
) -> Tried:
    """Try ways in their order, after those `before`; those that cannot be computed are noted in the log. After each,
    `settle` may put away what the slower ones needed.
    """
    so_far = before or Tried()
    for candidate in candidates:
        clock = clock_for(candidate.way.device)
        if not so_far.can_pay(candidate.promise, stakes, candidate.way.batch_size):
            so_far = replace(so_far, is_whole=False)
            continue
        start = clock()
        fastest = max((timed.samples_per_s for timed in so_far.found), default=0.0)
        timed = _timed(candidate.way, begin, fastest, clock)
        if timed is None and candidate.instead is not None:
            timed = _timed(candidate.instead, begin, fastest, clock)
        found = so_far.found if timed is None else (*so_far.found, timed)
        so_far = replace(so_far, found=found, spent_s=(*so_far.spent_s, clock() - start))
        settle(so_far.found)
    return so_far


def best_threads(fastest: Timed, begin: Begin, stakes: Stakes, before: Tried) -> int:
    """How many threads compute the fastest way best; leaves torch with as many as it had."""
    now = torch.get_num_threads()
    best, best_speed = now, fastest.samples_per_s * 1.1
    is_moot = fastest.way.device.type != "cpu" or is_busy()  # threads of others would decide it
    if is_moot or not before.can_pay(OTHER_THREADS, stakes, fastest.way.batch_size):
        return now
    try:
        for count in thread_counts(now):
            torch.set_num_threads(count)
            timed = _timed(fastest.way, begin, best_speed, time.perf_counter)
            if timed is not None and timed.samples_per_s > best_speed:
                best, best_speed = count, timed.samples_per_s
    finally:
        torch.set_num_threads(now)
    return best


def is_busy() -> bool:
    """Whether other programs take much of the processor; not known on Windows."""
    return psutil.getloadavg()[0] > BUSY * usable_cores()


def clock_for(device: torch.device) -> Clock:
    """A clock of seconds as trying takes them: where others take the processor too, the time that this process
    computes, spread over its threads, for a clock on the wall would tell what the others do.
    """
    if device.type != "cpu" or not is_busy():
        return time.perf_counter
    threads = torch.get_num_threads()
    return lambda: time.process_time() / threads


def _timed(way: Way, begin: Begin, fastest: float, clock: Clock) -> Timed | None:
    try:
        return Timed(way, _samples_per_s(way, begin, fastest, clock))
    except (ModelError, RuntimeError, NotImplementedError) as error:  # the last two are how torch says it
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        logging.getLogger("ptstudio").info("Not computed in %s: %s", way.title, reason)
        return None


def _samples_per_s(way: Way, begin: Begin, fastest: float, clock: Clock) -> float:
    """The first run is the warm-up: it counts only where it shows that the way is hopeless."""
    compute = begin(way)
    first_s = _seconds(compute, way, clock)
    if way.batch_size / first_s * HOPELESS < fastest:
        return way.batch_size / first_s
    taken_s: list[float] = []
    while len(taken_s) < 2 or (len(taken_s) < RUNS and sum(taken_s) < RUNS_S):
        taken_s.append(_seconds(compute, way, clock))
    return way.batch_size / min(taken_s)


def _seconds(compute: Callable[[], object], way: Way, clock: Clock) -> float:
    start = clock()
    compute()
    if way.device.type == "cuda":
        torch.cuda.synchronize(way.device)
    return max(LEAST_S, clock() - start)
