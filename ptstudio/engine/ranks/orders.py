"""What the first process tells the others to do; each order is one line of JSON."""

from functools import cache
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from ptstudio.core.message import Record


class Begin(Record):
    """Get ready for the phase number `phase` (from 0), with inputs made smaller `shrinks` times; the state of the whole
    network follows. With `is_sharded`, it is then spread over all processes.
    """

    type: Literal["begin"] = "begin"
    phase: int
    shrinks: int = 0
    is_sharded: bool = False


class Step(Record):
    """Work out the gradient of your share of step `step` of `epoch`, a batch of so many `samples`, computed in `parts`
    that follow one another; the loss is multiplied by `scale` before. What learns follows, as it is by now.

    A network that is spread is adjusted by everybody: with the learning `rates` of the optimiser's groups, the gradient
    being no longer than `limit` (0: as long as it is).
    """

    type: Literal["step"] = "step"
    epoch: int
    step: int
    parts: int = 1
    recomputes: bool = False
    scale: float = 1.0
    samples: int = 0
    rates: tuple[float, ...] = ()
    limit: float = 0.0


class Judge(Record):
    """Judge your share of the validation samples in batches of so many; what learns follows, as it is by now."""

    type: Literal["judge"] = "judge"
    batch_size: int


class Look(Record):
    """Let the frozen backbone look at your share of `chunks` of the samples of a split: at validation samples exactly
    as prediction sees them, at training samples as `features.View` says.
    """

    type: Literal["look"] = "look"
    split: Literal["train", "validation"]
    variation: int = 0
    is_kept: bool = False
    chunks: tuple[tuple[int, ...], ...]


class Gather(Record):
    """Bring a network that is spread together again, in the first process; with what the optimiser remembers, if asked
    for.
    """

    type: Literal["gather"] = "gather"
    has_optimizer: bool


class Spread(Record):
    """Take the weights of the first process again, and what its optimiser remembers, if it has that."""

    type: Literal["spread"] = "spread"
    has_optimizer: bool


class Rest(Record):
    """The training is paused: give back memory that the next step can do without until then."""

    type: Literal["rest"] = "rest"


class End(Record):
    """All is done."""

    type: Literal["end"] = "end"


Order = Begin | Step | Judge | Look | Gather | Spread | Rest | End


@cache
def _adapter() -> TypeAdapter[Order]:
    return TypeAdapter(Annotated[Order, Field(discriminator="type")])


def read_order(line: bytes) -> Order:
    """Read an order. Raises pydantic's ValidationError."""
    return _adapter().validate_json(line)
