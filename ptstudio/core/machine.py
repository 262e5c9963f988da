"""What was chosen automatically and why, what the machine is, and what will happen: small values to show."""

import contextlib
import platform
import sys
from pathlib import Path

from ptstudio.core.amount import MB
from ptstudio.core.message import Record


class Timing(Record):
    """How fast one way of doing something was when it was tried; `way` is for people."""

    way: str
    samples_per_s: float


class Choice(Record):
    """One automatic choice: what it is for, what was chosen, the reason in a sentence, and what was tried for it."""

    name: str
    value: str | int | float | bool
    reason: str
    timings: tuple[Timing, ...] = ()


class Device(Record):
    """Something that can compute: `kind` is cpu, cuda or mps; memory in MB, 0 where it cannot be told."""

    kind: str
    title: str
    memory_mb: int = 0


class Machine(Record):
    """The machine; memory in MB."""

    system: str
    processor: str
    cores: int
    memory_mb: int
    free_memory_mb: int
    devices: tuple[Device, ...]


class PlannedStage(Record):
    """One stage of a plan: what happens, and about how long it takes in seconds.

    `correction` is the factor, learned from earlier runs, that is in the seconds already. A stage that goes over the
    samples again and again has so many `epochs` at most.
    """

    key: str
    title: str
    seconds: float
    correction: float = 1.0
    epochs: int | None = None


class Plan(Record):
    """What a training will do, about how long it takes and how much memory it needs at most (MB).

    `energy_wh` is None where nothing is known of what the device draws. Time and energy follow from `learned_from`
    earlier runs on this machine (of the same network, if `is_same_network`), or from measured speed and typical
    power alone where that is 0. `free_memory_mb` is what could be taken when the plan was made, what the worker held
    already included; 0 where that is not known.
    """

    stages: tuple[PlannedStage, ...]
    choices: tuple[Choice, ...]
    seconds: float
    memory_mb: float
    free_memory_mb: float = 0.0
    energy_wh: float | None = None
    learned_from: int = 0
    is_same_network: bool = False


def this_machine() -> Machine:
    """What can be told of this machine without torch: no graphics card is among its devices."""
    import psutil

    memory, title = psutil.virtual_memory(), processor()
    return Machine(
        system=platform.platform(),
        processor=title,
        cores=psutil.cpu_count() or 1,
        memory_mb=memory.total // MB,
        free_memory_mb=memory.available // MB,
        devices=(Device(kind="cpu", title=title, memory_mb=memory.total // MB),),
    )


def processor() -> str:
    """The processor's name."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError), Path("/proc/cpuinfo").open(encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
