"""What was chosen automatically and why, what the machine is, and what will happen: small values to show."""

import contextlib
import platform
import sys
from pathlib import Path

from ptstudio.core.amount import MB
from ptstudio.core.message import Record


class Choice(Record):
    """One automatic choice: what it is for, what was chosen, and the reason in a sentence."""

    name: str
    value: str | int | float | bool
    reason: str


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
    """One stage of a plan: what happens, and about how long it takes in seconds."""

    key: str
    title: str
    seconds: float


class Plan(Record):
    """What a training will do, about how long it takes and how much memory it needs at most (MB)."""

    stages: tuple[PlannedStage, ...]
    choices: tuple[Choice, ...]
    seconds: float
    memory_mb: float


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
