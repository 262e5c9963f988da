"""The first process's side of training together: it decides and writes, the others only compute.

Before every step the weights that learn go out to all, each process works out the gradient of its share of the batch,
and the sum comes back. The others keep nothing that matters: no optimiser, no schedule, no best epoch; so whatever the
first one does to its weights (it resumes, or goes back to a good state), they follow without being told. Whoever trains
alone is a crew of one.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import TypeAlias

import numpy as np
import torch
from torch import nn
from typing_extensions import override

from ptstudio.engine.computing.evaluation import Judged
from ptstudio.engine.ranks import faults
from ptstudio.engine.ranks.arrays import from_bytes
from ptstudio.engine.ranks.common_dice import dice_for_all
from ptstudio.engine.ranks.findings import receive_judged
from ptstudio.engine.ranks.learning import add_up_gradients, learning_state, pass_on, state_of
from ptstudio.engine.ranks.orders import Begin, End, Judge, Look, Order, Rest, Step
from ptstudio.engine.ranks.shares import share
from ptstudio.engine.ranks.wire import Wire

Chunks: TypeAlias = Sequence[Sequence[int]]
Looking: TypeAlias = Callable[[Chunks], Iterator[np.ndarray]]
"""Looks at chunks of samples, one after the other; gives the features of each."""
Seen: TypeAlias = Generator[tuple[Sequence[int], np.ndarray], None, None]


class Alone:
    """A crew of one process."""

    size = 1
    is_sharding = False
    """Whether networks that are trained are spread over the processes."""

    def begin(self, _phase: Begin, _network: nn.Module) -> None:
        """From now on this phase is trained, beginning with the network as it is."""

    def share(self, places: Sequence[int], _smallest: int) -> Sequence[int]:
        """The samples of a batch that this process learns from."""
        return places

    def turn(self, chunks: Chunks) -> Chunks:
        """The chunks that this process looks at."""
        return chunks

    def together(self, _order: Step | Judge, _network: nn.Module) -> AbstractContextManager[None]:
        """A context in which the own share of some work is done, and the others' shares are put to it."""
        return nullcontext()

    def add_up(self, _network: nn.Module, loss: torch.Tensor, _weight: float) -> torch.Tensor:
        """Put the gradients of all shares together, each with its `weight`; gives the loss of the whole batch."""
        return loss

    def judged(self, own: list[Judged]) -> list[Judged]:
        """What all have judged, in the order of the chunks."""
        return own

    def look(self, _order: Look, chunks: Chunks, looking: Looking) -> Seen:
        """Each chunk with its features."""
        yield from zip(chunks, looking(chunks), strict=True)

    def rest(self) -> None:
        """The training is paused: have the others give back memory, unless they are in the middle of something."""


ALONE = Alone()


class Crew(Alone):
    """Several processes, of which this is the first. Everything raises ProcessLost where another one is gone; what went
    wrong in another one is raised as if it had happened here.
    """

    def __init__(self, wire: Wire, *, is_sharding: bool = False) -> None:
        self.wire = wire
        self.is_sharding = is_sharding
        self.size = wire.world
        self._has_agreed = True

    @override
    def begin(self, phase: Begin, network: nn.Module) -> None:
        self.tell(phase)
        pass_on(self.wire, state_of(network))

    @override
    def share(self, places: Sequence[int], smallest: int) -> Sequence[int]:
        return share(places, 0, self.size, smallest)

    @override
    def turn(self, chunks: Chunks) -> Chunks:
        return chunks[:: self.size]

    @override
    @contextmanager
    def together(self, order: Step | Judge, network: nn.Module) -> Iterator[None]:
        self.tell(order)
        pass_on(self.wire, learning_state(network))
        # A share that is computed in parts throws its dice part by part.
        samples = order.samples if isinstance(order, Step) and order.parts == 1 else 0
        with self._agreeing(), dice_for_all(network, 0, samples) if samples else nullcontext():
            yield

    @override
    def add_up(self, network: nn.Module, loss: torch.Tensor, weight: float) -> torch.Tensor:
        weights = self._agree(weight)
        return add_up_gradients(self.wire, network, loss, weight / sum(weights))

    @override
    def judged(self, own: list[Judged]) -> list[Judged]:
        self._agree()
        return _in_turn([own, *(receive_judged(self.wire, rank) for rank in range(1, self.size))])

    @override
    def look(self, order: Look, chunks: Chunks, looking: Looking) -> Seen:
        """In rounds: every process looks at one chunk, then all that was found is taken in."""
        self.tell(order)
        own = looking(self.turn(chunks))
        for start in range(0, len(chunks), self.size):
            here = chunks[start : start + self.size]
            with self._agreeing():
                found = [next(own)]
                self._agree()
                found += [from_bytes(self.wire.receive(rank))["features"] for rank in range(1, len(here))]
                self._has_agreed = start + self.size >= len(chunks)
                yield from zip(here, found, strict=True)

    @override
    def rest(self) -> None:
        if self._has_agreed:
            self.tell(Rest())

    def end(self) -> None:
        """Let the others go; one that has gone already is missed no more."""
        with suppress(faults.ProcessLost):
            self.tell(End())

    # ------------------------------------------------------------------ inside

    def tell(self, order: Order) -> None:
        """Give an order, which all others follow at once."""
        self.wire.tell(order.to_line().encode())

    @contextmanager
    def _agreeing(self) -> Iterator[None]:
        """Whatever breaks off in here, the others hear of it, and wait for the next order."""
        self._has_agreed = False
        try:
            yield
        except BaseException as error:
            if not self._has_agreed and not isinstance(error, faults.ProcessLost):
                self._answers(is_faulty=True)
            raise

    def _agree(self, weight: float = 1.0) -> list[float]:
        """The weights of all shares. Raises what went wrong in another process."""
        self._has_agreed = True
        weights, errors = self._answers(weight)
        if errors:
            raise errors[0]
        return weights

    def _answers(self, weight: float = 0.0, *, is_faulty: bool = False) -> tuple[list[float], list[Exception]]:
        answers = self.wire.all_of(float(is_faulty), weight)
        faulty = [rank for rank, (has_failed, _) in enumerate(answers) if has_failed and rank]
        return [weight for _, weight in answers], [faults.read(self.wire.receive(rank)) for rank in faulty]


def _in_turn(turns: list[list[Judged]]) -> list[Judged]:
    """What was dealt out in turn, in its order again."""
    longest = len(turns[0])
    return [own[number] for number in range(longest) for own in turns if number < len(own)]
