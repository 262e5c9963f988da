"""What the processor tells of itself: its energy, by the counters of Linux, and its temperature; often neither."""

import contextlib
from pathlib import Path

import psutil

POWERCAP = Path("/sys/class/powercap")
_SENSORS = ("coretemp", "k10temp", "zenpower", "cpu_thermal", "cpu-thermal", "soc_thermal")
"""Linux' names for sensors in processors: of Intel, of AMD, and of small boards."""


class EnergyCounters:
    """The running average power limit counters (RAPL) of all processors, of Intel and, from Linux 5.8 on, of AMD.

    https://www.kernel.org/doc/html/latest/power/powercap/powercap.html. A package is counted with all that is in it,
    and its memory beside it; many systems let only an administrator read them.
    """

    def __init__(self, folder: Path = POWERCAP) -> None:
        self._zones = [zone for zone in sorted(folder.glob("intel-rapl:*")) if _is_counted(zone)]
        self._last: dict[Path, int] = {}
        self.joules()

    def joules(self) -> float | None:
        """What was used since the last reading; None where that is not told."""
        used = 0
        is_told = bool(self._zones)
        for zone in self._zones:
            energy, before = _number(zone / "energy_uj"), self._last.get(zone)
            if energy is None:
                self._last.pop(zone, None)
                is_told = False
                continue
            self._last[zone] = energy
            if before is None:
                is_told = False
            elif energy >= before:
                used += energy - before
            else:  # the counter has begun anew
                used += energy + (_number(zone / "max_energy_range_uj") or before) - before
        return used / 1e6 if is_told else None


def processor_temperature_c() -> float | None:
    """That of the hottest part of the processor; None where no sensor tells it."""
    read = getattr(psutil, "sensors_temperatures", None)  # which Windows and macOS lack
    if read is None:
        return None
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        found = read()
        for name in _SENSORS:
            degrees = [reading.current for reading in found.get(name, ()) if 0 < reading.current < 130]
            if degrees:
                return float(max(degrees))
    return None


def _is_counted(zone: Path) -> bool:
    """A package counts, and memory, which is no part of it; its cores are, and “psys” is a sum of everything."""
    try:
        name = (zone / "name").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return False
    return name.startswith("package") or name == "dram"


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
