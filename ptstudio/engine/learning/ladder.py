"""How to go on where memory runs out: rung by rung, each with the words that the user reads; knows no network.

Training keeps its batch, and so its result: the batch is computed in more and smaller parts, then blocks are computed
twice rather than kept, then, only if the user allows it, the input gets smaller. Measuring has its own batch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

from ptstudio.core.errors import OutOfMemory
from ptstudio.core.events import Adapted, Event
from ptstudio.core.shortage import Shortage, failure, shortage_of, words
from ptstudio.engine.computing.memory_return import give_back
from ptstudio.engine.learning.adaptation import Adaptation
from ptstudio.engine.learning.micro_batches import part_size

T = TypeVar("T")
Cause = Literal["gpu-memory", "memory", "page-file"]
_CAUSES: dict[Shortage, Cause] = {Shortage(cause): cause for cause in get_args(Cause)}
_NOTHING_TO_DO = "There is nothing to do."


@dataclass(frozen=True)
class Rungs:
    """What can still be done: for batches of `batch_size`, in parts of no fewer than `smallest` samples.

    `can_recompute` tells that there are blocks that can be computed twice, `smaller` the input's size after the next
    shrinking in words; empty where it cannot be smaller, or the user has not allowed it.
    """

    batch_size: int
    smallest: int
    can_recompute: bool
    smaller: str


def memory_shortage(error: BaseException) -> Shortage | None:
    """Which memory ran out where `error` was raised; None for everything else, a full disk included."""
    shortage = shortage_of(error)
    return shortage if shortage in _CAUSES else None


def next_rung(held: Adaptation, shortage: Shortage, rungs: Rungs) -> tuple[Adaptation, Adapted]:
    """How training goes on with less memory, and what is said of it. Raises OutOfMemory where there is no way left."""
    most_parts = rungs.batch_size // rungs.smallest
    if held.parts < most_parts:
        lower = held.model_copy(update={"parts": min(2 * held.parts, most_parts)})
        size = part_size(rungs.batch_size, lower.parts)
        said = (
            f"Each batch of {rungs.batch_size} is now computed {size} sample{'s' if size > 1 else ''} at a time; the "
            "result stays the same."
        )
    elif rungs.can_recompute and not held.recomputes:
        lower = held.model_copy(update={"recomputes": True})
        said = (
            "Parts of the network are now computed twice instead of being kept in memory; the result stays the same, "
            "and a step takes about a third longer."
        )
    elif rungs.smaller:
        lower = held.model_copy(update={"shrinks": held.shrinks + 1})
        said = f"As you allowed, the network now sees smaller inputs: {rungs.smaller}."
    else:
        raise _no_way_left(shortage)
    return lower, Adapted(cause=_CAUSES[shortage], message=f"{words(shortage)} {said}", hint=_NOTHING_TO_DO)


def halving(batch_size: int, attempt: Callable[[int], T], tell: Callable[[Event], None]) -> T:
    """`attempt` with a batch size, which is halved for as long as memory runs out: for all work that keeps nothing from
    batch to batch, such as measuring. Raises OutOfMemory where not even one sample fits.
    """
    while True:
        shortage = None
        try:
            return attempt(batch_size)
        except Exception as error:
            shortage = memory_shortage(error)
            if shortage is None:
                raise
        # Outside the handler: what the error holds, and with it the memory, is free only now.
        batch_size = half(batch_size, shortage, tell)


def half(batch_size: int, shortage: Shortage, tell: Callable[[Event], None]) -> int:
    """Half as many samples at once; tells so. Raises OutOfMemory where it is one already."""
    give_back()
    if batch_size <= 1:
        raise failure(shortage)
    smaller = batch_size // 2
    said = f"{words(shortage)} Samples are now measured {smaller} at a time; the figures stay the same."
    tell(Adapted(cause=_CAUSES[shortage], message=said, hint=_NOTHING_TO_DO))
    return smaller


def _no_way_left(shortage: Shortage) -> OutOfMemory:
    return OutOfMemory(
        f"{words(shortage)} Not even one sample at a time fits in.",
        "Choose a smaller model or a smaller input, let less of the network learn, allow a smaller input in the "
        "advanced settings, or close other programs. What was saved before is kept.",
    )
