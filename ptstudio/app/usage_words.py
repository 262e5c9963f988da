"""What a job takes of the machine, in words and shares to show; knows no widget.

What is said of energy is rounded as far as it is known: where a processor does not tell its power, it is an estimate.
"""

import re
from dataclasses import dataclass

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.core import energy
from ptstudio.core.usage import DeviceUsage, Usage

APART = "\N{NO-BREAK SPACE}· "


@dataclass(frozen=True)
class Gauge:
    """One thing that is taken: what it is called, how much in words, and the share of all there is, if there is one.

    `tip` says where the figure comes from.
    """

    key: str
    name: str
    value: str
    share: float | None = None
    tip: str = ""


def gauges(usage: Usage) -> tuple[Gauge, ...]:
    """What is taken just now, and the energy so far; only what the machine tells."""
    made = [_processor(usage), _memory(usage)]
    if usage.devices:
        made.append(_cards(usage.devices))
    if usage.power_w is not None:
        made.append(Gauge("power", tr("Power"), watts(usage.power_w), tip=origin(usage)))
    if usage.energy_wh is not None:
        made.append(Gauge("energy", tr("Energy so far"), energy_words(usage.energy_wh), tip=origin(usage)))
    return tuple(made)


def taken(usage: Usage) -> str:
    """What a job that is over has taken, in a sentence with its energy, an equivalent, and its most memory."""
    memory = formats.size(usage.peak_memory_mb)
    if usage.energy_wh is None:
        return tr("It took at most {memory} of memory.", memory=memory)
    words = {"energy": energy_words(usage.energy_wh), "memory": memory}
    if usage.is_estimated:
        return tr("It took about {energy}, and at most {memory} of memory.", **words)
    return tr("It took {energy}, and at most {memory} of memory.", **words)


def energy_words(wh: float) -> str:
    """Energy with what else takes as much: “12 Wh, about half a phone charge”."""
    words = tr("{energy}, {equivalent}", energy=energy.written(wh), equivalent=energy.equivalent(wh).say(tr))
    return _unbroken(words)


def origin(usage: Usage) -> str:
    """Where the figures of power and energy come from."""
    if usage.is_estimated:
        return tr(
            "Estimated: this machine does not let everything be measured. A busy core is taken to draw {watts} W, as "
            "is typical; a graphics card that tells its power is measured. Screen, disks and the rest are not counted.",
            watts=f"{energy.TYPICAL_CORE_W:g}",
        )
    return tr(
        "Measured by the processor and the graphics cards themselves, with whatever else they compute. Screen, disks "
        "and the rest are not counted."
    )


def watts(power_w: float) -> str:
    """Power: “3.2 W”, “45 W”."""
    return _unbroken(tr("{watts} W", watts=f"{power_w:.1f}" if power_w < 9.95 else f"{power_w:.0f}"))


def _processor(usage: Usage) -> Gauge:
    parts = [_percent(usage.cpu_percent)]
    if usage.temperature_c is not None:
        parts.append(_degrees(usage.temperature_c))
    tip = tr("This job’s share of all cores of the processor.")
    return Gauge("processor", tr("Processor"), APART.join(parts), usage.cpu_percent / 100, tip)


def _memory(usage: Usage) -> Gauge:
    used, total = formats.size(usage.memory_mb), usage.memory_total_mb
    tip = tr("What this job holds of the machine’s memory; {free} are free.", free=formats.size(usage.free_memory_mb))
    if not total:
        return Gauge("memory", tr("Memory"), used, tip=tip)
    words = tr("{used} of {total}", used=used, total=formats.size(total))
    return Gauge("memory", tr("Memory"), _unbroken(words), usage.memory_mb / total, tip)


def _cards(cards: tuple[DeviceUsage, ...]) -> Gauge:
    """One card, or several together: how busy they are on average, what they hold, and the hottest."""
    name = tr("Graphics card") if len(cards) == 1 else tr("{count} graphics cards", count=len(cards))
    busy = [card.used_percent for card in cards if card.used_percent is not None]
    held = [card.memory_mb for card in cards if card.memory_mb is not None]
    there = [card.memory_total_mb for card in cards if card.memory_total_mb is not None]
    degrees = [card.temperature_c for card in cards if card.temperature_c is not None]
    parts = [_percent(sum(busy) / len(busy))] if busy else []
    if held and there:
        parts.append(tr("{used} of {total}", used=formats.size(sum(held)), total=formats.size(sum(there))))
    if degrees:
        parts.append(_degrees(max(degrees)))
    share = sum(busy) / len(busy) / 100 if busy else None
    return Gauge("cards", name, APART.join(parts) or tr("in use"), share, "\n".join(map(_card_line, cards)))


def _card_line(card: DeviceUsage) -> str:
    parts = [card.title]
    if card.used_percent is not None:
        parts.append(_percent(card.used_percent))
    if card.memory_mb is not None and card.memory_total_mb is not None:
        used, total = formats.size(card.memory_mb), formats.size(card.memory_total_mb)
        parts.append(tr("{used} of {total}", used=used, total=total))
    if card.temperature_c is not None:
        parts.append(_degrees(card.temperature_c))
    if card.power_w is not None:
        parts.append(watts(card.power_w))
    return APART.join(parts)


def _percent(value: float) -> str:
    return formats.share(value / 100, 0)


def _degrees(value: float) -> str:
    return _unbroken(tr("{degrees} °C", degrees=f"{value:.0f}"))


def _unbroken(words: str) -> str:
    """With every figure and its unit on one line."""
    return re.sub(r"(?<=\d) (?=\D)", "\N{NO-BREAK SPACE}", words)
