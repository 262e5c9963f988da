"""Whether other programs want the processor, and how threads had better wait for each other then; imports no torch."""

import os
import sys
import time
from contextlib import suppress

import psutil

from ptstudio.engine.metering.processes import cpu_s

POLICY = "OMP_WAIT_POLICY"
"""The variable that OpenMP reads when it is loaded."""
LOOK_S = 0.06
"""How long is looked: the system counts in hundredths of a second for each core."""
CROWDED = 0.25
"""How much of one core others may take before threads had better sleep."""


def wait_considerately() -> None:
    """Before torch is loaded: have threads that wait for each other sleep at once where others want the processor.

    Threads that spin while they wait, as OpenMP has them do for some milliseconds, make a network on a quiet machine
    learn 1.1 to 1.8 times as fast as those that sleep; among others, they make it learn at half the speed or less
    (two cores, MobileNetV2, ResNet-18 and the starter). What the user has set stays; once torch is there, nobody asks.
    """
    if "torch" not in sys.modules and POLICY not in os.environ and cores_taken_by_others(LOOK_S) > CROWDED:
        os.environ[POLICY] = "PASSIVE"


def cores_taken_by_others(look_s: float) -> float:
    """How many cores' time went to other programs while looking, those of this process and its parent left out."""
    started, busy, own = time.monotonic(), _busy_s(), _own_s()
    time.sleep(look_s)
    others = (_busy_s() - busy) - (_own_s() - own)
    return max(0.0, others / (time.monotonic() - started))


def _busy_s() -> float:
    """Seconds that all cores together have worked."""
    times = psutil.cpu_times()
    return float(times.user + times.system + getattr(times, "nice", 0.0))


def _own_s() -> float:
    """Seconds that this process has worked, and the one that started it."""
    spent_s = 0.0
    for number in (os.getpid(), os.getppid()):
        with suppress(psutil.Error):
            spent_s += cpu_s(psutil.Process(number))
    return spent_s
