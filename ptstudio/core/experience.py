"""What earlier trainings teach: by how much a plan's seconds are off on this machine, and what power it draws."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ptstudio import __version__
from ptstudio.core.energy import TYPICAL_CORE_W
from ptstudio.core.events import Adapted, EpochEnded, Event, PlanMade, RunStarted, StageChanged, Waiting
from ptstudio.core.history import Past, PastStage
from ptstudio.core.machine import Plan, PlannedStage

NEWEST = 20
"""So many of the trainings that are alike are looked at: a machine changes with its drivers and its other work."""
LEAST_RATIO, MOST_RATIO = 0.2, 10.0
"""A stage whose time is farther off than this did other work than was planned, such as finding its features in the
cache, and teaches nothing of the machine."""


@dataclass(frozen=True)
class Situation:
    """Where a training runs, and on what: the machine, its device, the network and its family."""

    machine: str
    device: str
    family: str
    architecture: str
    cores: int


def learned(plan: Plan, situation: Situation, history: Sequence[Past]) -> Plan:
    """The plan with its seconds corrected by the median of what stages like these took over what had been planned for
    them, and with the energy that follows.

    Trainings of the same network on the same device count; where there is none, all on that device.
    """
    alike, is_same_network = _alike(history, situation)
    stages = tuple(_corrected(stage, alike) for stage in plan.stages)
    seconds = sum(stage.seconds for stage in stages)
    return plan.model_copy(
        update={
            "stages": stages,
            "seconds": seconds,
            "energy_wh": _energy_wh(seconds, alike, situation),
            "learned_from": len(alike),
            "is_same_network": is_same_network,
        }
    )


def lessons(events: Iterable[Event], until: float) -> tuple[PastStage, ...]:
    """What each planned stage took, up to `until` (Unix time), and what was planned for the epochs that it got to.

    Nothing of a run that was resumed, paused, or that went on in another way than planned: its times are of more
    than the work.
    """
    plan: Plan | None = None
    stage, since = "", 0.0
    took: dict[str, float] = {}
    epochs: dict[str, int] = {}
    for event in events:
        match event:
            case Waiting() | Adapted():
                return ()
            case RunStarted() if event.session > 1:
                return ()
            case PlanMade():
                plan = event.plan
            case EpochEnded():
                epochs[event.phase] = epochs.get(event.phase, 0) + 1
        if stage:
            took[stage] = took.get(stage, 0.0) + event.at - since
        stage, since = event.stage if isinstance(event, StageChanged) else stage, event.at
    took[stage] = took.get(stage, 0.0) + until - since
    planned = {planned.key: planned for planned in plan.stages} if plan else {}
    return tuple(
        PastStage(key=key, planned_s=_planned_s(planned[key], epochs.get(key)), took_s=seconds)
        for key, seconds in took.items()
        if key in planned and seconds >= 0  # a clock may be set back
    )


def _planned_s(stage: PlannedStage, epochs: int | None) -> float:
    """What was measured before for the epochs that were made."""
    share = epochs / stage.epochs if epochs and stage.epochs else 1.0
    return stage.seconds / stage.correction * share


def _alike(history: Sequence[Past], situation: Situation) -> tuple[list[Past], bool]:
    here = [past for past in history if (past.machine, past.device) == (situation.machine, situation.device)]
    network = situation.family, situation.architecture
    same = [past for past in here if (past.family, past.architecture) == network]
    return (same[-NEWEST:], True) if same else (here[-NEWEST:], False)


def _corrected(stage: PlannedStage, alike: Sequence[Past]) -> PlannedStage:
    ratios = [
        past_stage.took_s / past_stage.planned_s
        for past in alike
        if past.version == __version__
        for past_stage in past.stages
        if past_stage.key == stage.key and past_stage.planned_s > 0
    ]
    believable = [ratio for ratio in ratios if LEAST_RATIO <= ratio <= MOST_RATIO]
    factor = statistics.median(believable) if believable else 1.0
    return stage.model_copy(update={"seconds": stage.seconds * factor, "correction": stage.correction * factor})


def _energy_wh(seconds: float, alike: Sequence[Past], situation: Situation) -> float | None:
    """By the power of trainings that are alike; without any, a processor is taken to be busy on all cores."""
    powers = [3600 * past.energy_wh / past.seconds for past in alike if past.energy_wh is not None and past.seconds > 0]
    if powers:
        return seconds * statistics.median(powers) / 3600
    return seconds * situation.cores * TYPICAL_CORE_W / 3600 if situation.device == "cpu" else None
