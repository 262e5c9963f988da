"""What a job takes of the machine and of energy, in a few words for the terminal."""

from collections.abc import Mapping
from typing import Any

from ptstudio.core.amount import size
from ptstudio.core.energy import equivalent, written
from ptstudio.core.machine import Plan
from ptstudio.core.usage import Usage


def usage_note(usage: Usage) -> str:
    """What it takes just now, in a few words: “processor 97 %, 1.2 GB, 23 W”."""
    parts = [f"processor {usage.cpu_percent:.0f} %"]
    told = [card.used_percent for card in usage.devices if card.used_percent is not None]
    if told:
        parts.append(f"graphics {sum(told) / len(told):.0f} %")
    parts.append(size(usage.memory_mb))
    if usage.power_w is not None:
        parts.append(f"{usage.power_w:.0f} W")
    return ", ".join(parts)


def plan_costs(plan: Plan) -> list[str]:
    """The energy that a plan may take, and which earlier trainings its estimates come from; nothing where there is
    neither.
    """
    said = [f"about {written(plan.energy_wh)} of energy"] if plan.energy_wh is not None else []
    if plan.learned_from:
        trainings = "an earlier training" if plan.learned_from == 1 else f"{plan.learned_from} earlier trainings"
        which = " of this model" if plan.is_same_network else ""
        said.append(f"time and energy are estimated from {trainings}{which} on this machine")
    return [f"  {'; '.join(said)}"] if said else []


def time_and_energy(result: Mapping[str, Any]) -> str:
    """What a training took: “12.3 s and about 0.2 Wh (an LED lamp for 80 s)”."""
    took, wh = f"{result['seconds']['total']:.1f} s", result.get("energy_wh")
    if wh is None:
        return took
    about = "about " if result.get("energy_is_estimated", True) else ""
    return f"{took} and {about}{written(wh)} ({equivalent(wh).say()})"
