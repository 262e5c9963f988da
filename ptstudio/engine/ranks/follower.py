"""The side of the others: they do what the first process tells them, decide nothing, and write nothing.

What a follower needs (data, settings, way of computing) it reads from the run's folder; the network's weights come from
the first process.
"""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import torch

from ptstudio.core.jobs import TrainJob
from ptstudio.core.run import load_job
from ptstudio.engine.computing.adapters import adapted
from ptstudio.engine.computing.memory_return import give_back
from ptstudio.engine.learning.preparation import set_up_again
from ptstudio.engine.learning.setup import Setup
from ptstudio.engine.learning.shrinking import shrunk
from ptstudio.engine.looking.features import looks
from ptstudio.engine.looking.samples import AS_PREDICTED, View
from ptstudio.engine.ranks import faults
from ptstudio.engine.ranks.arrays import to_bytes
from ptstudio.engine.ranks.findings import send_judged
from ptstudio.engine.ranks.followed_phase import FollowedPhase
from ptstudio.engine.ranks.learning import add_up_gradients, learning_state, pass_on, state_of
from ptstudio.engine.ranks.orders import Begin, End, Gather, Judge, Look, Order, Rest, Spread, Step, read_order
from ptstudio.engine.ranks.place import Place
from ptstudio.engine.ranks.settling import settle_in
from ptstudio.engine.ranks.sharded_follower import ShardedFollower
from ptstudio.engine.ranks.wire import Wire

T = TypeVar("T")


def follow(folder: Path, place: Place) -> None:
    """Help with the training of a run until all is done. Raises ProcessLost where the first process is gone."""
    wire = Wire(place)
    try:
        job = load_job(folder)
        if isinstance(job, TrainJob):
            setup = set_up_again(job, folder)
            settle_in(wire, place, job.cards, setup.way.device)
            Follower(wire, setup).run()
    finally:
        wire.close()


class Follower:
    """One of the others. What fails is told to the first process, which decides what is to be done about it."""

    def __init__(self, wire: Wire, setup: Setup) -> None:
        self._wire = wire
        self._planned = setup
        self._fault = b""
        self._sharded: ShardedFollower | None = None
        self._adapters = ExitStack()
        self._phase = FollowedPhase(setup, setup.phases[0], wire.rank, wire.world)

    def run(self) -> None:
        """Follow orders until the last."""
        while True:
            order = read_order(self._wire.hear())
            if isinstance(order, End):
                return
            self._follow(order)

    def _follow(self, order: Order) -> None:
        if self._sharded is not None and not isinstance(order, Begin | Look):
            self._sharded.follow(order)
            return
        match order:
            case Begin():
                self._begin(order)
            case Rest():
                self._phase.rest()
            case Step():
                self._step(order)
            case Judge():
                self._judge(order)
            case Look():
                self._look(order)
            case Gather() | Spread():
                raise AssertionError("Nothing was spread.")

    def _begin(self, order: Begin) -> None:
        self._phase.rest()
        setup = shrunk(self._planned, order.shrinks)
        self._adapters.close()
        phase = self._adapters.enter_context(adapted(setup.network, setup.phases[order.phase], setup.settings.seed))
        self._phase = FollowedPhase(setup, phase, self._wire.rank, self._wire.world)
        pass_on(self._wire, state_of(setup.network))
        self._sharded = ShardedFollower(self._wire, self._phase) if order.is_sharded else None

    def _step(self, order: Step) -> None:
        network = self._phase.learning_network()
        pass_on(self._wire, learning_state(network))
        found = self._tried(lambda: self._phase.step(order))
        loss, weight = found or (torch.zeros(()), 0.0)
        weights = self._answer(weight)
        if weights:
            loss = loss.to(self._phase.setup.way.device)
            add_up_gradients(self._wire, network, loss, weight / sum(weights))
        network.zero_grad(set_to_none=True)

    def _judge(self, order: Judge) -> None:
        pass_on(self._wire, learning_state(self._phase.learning_network()))
        found = self._tried(lambda: self._phase.judged(order))
        if self._answer() and found is not None:
            send_judged(self._wire, found)

    def _look(self, order: Look) -> None:
        """In rounds, as long as the first process does not break off."""
        setup, rank, world = self._phase.setup, self._wire.rank, self._wire.world
        is_exact = order.split == "validation"
        view = AS_PREDICTED if is_exact else View(is_exact=False, variation=order.variation, is_kept=order.is_kept)
        rows, way = (setup.validation, setup.exact) if is_exact else (setup.training, setup.looking)
        backbone = setup.network.get_submodule("backbone")
        own = looks(setup.samples(rows), backbone, way, view)(order.chunks[rank::world])
        for start in range(0, len(order.chunks), world):
            is_due = start + rank < len(order.chunks)
            features = self._tried(lambda: next(own)) if is_due else None
            if not self._answer():
                return
            if features is not None:
                self._wire.send(to_bytes({"features": features}))

    # ------------------------------------------------------------------ telling what failed

    def _tried(self, work: Callable[[], T]) -> T | None:
        """What comes of some work; None where it has failed, which the next answer tells."""
        self._fault = b""
        try:
            return work()
        except faults.ProcessLost:
            raise
        except Exception as error:
            self._fault = faults.written(error)
        # Outside the handler: what the error holds, and with it the memory, is free only now.
        self._phase.rest()
        give_back()
        return None

    def _answer(self, weight: float = 1.0) -> list[float]:
        """Say that the work is done, or why not; gives the weights of all shares, nothing where somebody has failed."""
        answers = self._wire.all_of(float(bool(self._fault)), weight)
        if self._fault:
            self._wire.send(self._fault)
            self._fault = b""
        return [] if any(has_failed for has_failed, _ in answers) else [weight for _, weight in answers]
