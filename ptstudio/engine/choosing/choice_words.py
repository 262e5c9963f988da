"""What was tried and chosen, in words; measures and decides nothing."""

import torch

from ptstudio.core.machine import Choice, Timing
from ptstudio.engine.choosing.decided import DecidedWay
from ptstudio.engine.choosing.remembered_speed import Measured

_WORK = {"way_of_looking": "a network that stands still", "way_of_training": "steps of training"}


def way_choice(name: str, measured: Measured, wanted: str | None) -> Choice:
    """The choice of a way of looking or of training."""
    chosen, tried = measured.fastest, measured.timings
    return Choice(
        name=name,
        value=title(chosen),
        reason=" ".join([_why(name, measured, wanted), *_on_exactness(name, measured, wanted)]),
        timings=tuple(Timing(way=title(timing), samples_per_s=round(timing.samples_per_s, 1)) for timing in tried),
    )


def threads_choice(threads: int, usual: int) -> list[Choice]:
    """The choice of another number of threads than usual; nothing where it is as usual."""
    if threads == usual:
        return []
    return [Choice(name="threads", value=threads, reason=f"Tried: faster here than the usual {usual}.")]


def title(way: DecidedWay) -> str:
    """A way, for people."""
    return way.way(torch.device("cpu")).title


def _why(name: str, measured: Measured, wanted: str | None) -> str:
    count = len(measured.timings)
    speed = f"{measured.fastest.samples_per_s:,.0f} samples a second"
    asked = f"In {wanted}, as you asked. " if wanted else ""
    if count == 1:
        rest = " Trying others would take longer than it can save." if not measured.is_whole else ""
        return f"{asked}Computes {speed} in {_WORK[name]}.{rest}"
    return f"{asked}The best of {count} ways tried on your samples in {_WORK[name]}: {speed}."


def _on_exactness(name: str, measured: Measured, wanted: str | None) -> list[str]:
    """What the choice means for how exact results are."""
    chosen = measured.fastest
    if chosen.precision != "float32":
        return ["The final figures are measured in float32."] if name == "way_of_looking" else []
    faster = [timing for timing in measured.timings if timing.samples_per_s > chosen.samples_per_s]
    if wanted is None and any(timing.precision != "float32" for timing in faster):
        return ["Half precision is only a little faster here, which does not make up for its rounding."]
    return []
