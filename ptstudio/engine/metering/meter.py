"""What a job takes, measured and added up when it is asked for; knows no thread and no channel."""

import time
from collections.abc import Callable
from threading import Lock

import psutil

from ptstudio.core.amount import MB
from ptstudio.core.energy import TYPICAL_CORE_W
from ptstudio.core.usage import DeviceUsage, Usage
from ptstudio.engine.metering.graphics_cards import GraphicsCards
from ptstudio.engine.metering.processes import ProcessTree
from ptstudio.engine.metering.processor_sensors import EnergyCounters, processor_temperature_c

SHORTEST_S = 0.2
"""What was measured less than this ago is told again: over less time, a share of it is noise."""
LONGEST_S = 30.0
"""A longer time between two looks was the machine's sleep, and nothing of it is counted."""
TEMPERATURE_S = 5.0
"""Some sensors are slow to read."""
MOST_W = 2000.0
"""No machine's processors draw more; a counter that says so has begun anew."""
PATIENCE_S = 2.0


class Meter:
    """Goes on from what was measured before, in an earlier session of the run. `measure` is safe from any thread."""

    def __init__(
        self,
        before: Usage | None = None,
        cards: GraphicsCards | None = None,
        *,
        tree: ProcessTree | None = None,
        counters: EnergyCounters | None = None,
        temperature: Callable[[], float | None] = processor_temperature_c,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tree = tree or ProcessTree()
        self._counters = counters or EnergyCounters()
        self._cards = cards or GraphicsCards()
        self._temperature = temperature
        self._now = now
        self._lock = Lock()
        self._cores = psutil.cpu_count() or 1
        self._measured_at = now()
        self._felt_at = float("-inf")
        self._degrees: float | None = None
        self._last = before or _nothing()

    def measure(self) -> Usage:
        """What is taken just now, and all that was taken so far."""
        if not self._lock.acquire(timeout=PATIENCE_S):  # a driver that hangs
            return self._last
        try:
            now = self._now()
            past_s = now - self._measured_at
            if past_s >= SHORTEST_S:
                self._measured_at = now
                self._last = self._look(past_s)
            return self._last
        finally:
            self._lock.release()

    def close(self) -> None:
        """Let go of what is asked."""
        self._cards.close()

    def _look(self, past_s: float) -> Usage:
        used_s, memory = self._tree.read()
        joules = self._counters.joules()
        cards = self._cards.read()
        processor_w = joules / past_s if joules is not None and joules / past_s <= MOST_W else None
        power_w = used_s / past_s * TYPICAL_CORE_W if processor_w is None else processor_w
        power_w += sum(card.power_w or 0.0 for card in cards)
        is_estimated = processor_w is None or any(card.power_w is None for card in cards)
        free = psutil.virtual_memory()
        just_now = Usage(
            cpu_percent=round(min(100.0, 100 * used_s / past_s / self._cores), 1),
            memory_mb=round(memory, 1),
            free_memory_mb=round(free.available / MB, 1),
            memory_total_mb=round(free.total / MB, 1),
            temperature_c=self._processor_temperature(),
            power_w=round(power_w, 2),
            is_estimated=is_estimated,
            devices=cards,
        )
        return _added(self._last, just_now, past_s if past_s <= LONGEST_S else 0.0)

    def _processor_temperature(self) -> float | None:
        if self._now() - self._felt_at >= TEMPERATURE_S:
            self._felt_at, self._degrees = self._now(), self._temperature()
        return self._degrees


def taken(used: Usage | None, own_peak_mb: float = 0.0) -> dict[str, float | bool | None]:
    """The facts for a job's result; `own_peak_mb` is what the system says of the peak of this process alone."""
    if used is None:
        return {"peak_memory_mb": round(own_peak_mb, 1)}
    return {
        "energy_wh": round(used.energy_wh, 4) if used.energy_wh is not None else None,
        "energy_is_estimated": used.is_estimated,
        "peak_memory_mb": round(max(used.peak_memory_mb, own_peak_mb), 1),
        "mean_cpu_percent": round(used.mean_cpu_percent, 1),
        "mean_card_percent": round(used.mean_card_percent, 1) if used.mean_card_percent is not None else None,
    }


def _added(before: Usage, just_now: Usage, past_s: float) -> Usage:
    """What is taken just now, with what was taken until then added up."""
    seconds = before.seconds + past_s
    share = past_s / seconds if seconds > 0 else 0.0
    return just_now.model_copy(
        update={
            "seconds": seconds,
            "energy_wh": (before.energy_wh or 0.0) + (just_now.power_w or 0.0) * past_s / 3600,
            "is_estimated": just_now.is_estimated or (before.is_estimated and before.seconds > 0),
            "mean_cpu_percent": before.mean_cpu_percent + share * (just_now.cpu_percent - before.mean_cpu_percent),
            "mean_card_percent": _mean(before.mean_card_percent, _card_percent(just_now.devices), share),
            "peak_memory_mb": max(before.peak_memory_mb, just_now.memory_mb),
        }
    )


def _card_percent(cards: tuple[DeviceUsage, ...]) -> float | None:
    told = [card.used_percent for card in cards if card.used_percent is not None]
    return sum(told) / len(told) if told else None


def _mean(before: float | None, just_now: float | None, share: float) -> float | None:
    """A card counts from the start as soon as there is one; before, it did nothing."""
    if before is None and just_now is None:
        return None
    return (before or 0.0) + share * ((just_now or 0.0) - (before or 0.0))


def _nothing() -> Usage:
    memory = psutil.virtual_memory()
    return Usage(
        cpu_percent=0.0, memory_mb=0.0, free_memory_mb=memory.available / MB, memory_total_mb=memory.total / MB
    )
