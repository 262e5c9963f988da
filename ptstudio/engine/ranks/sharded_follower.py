"""The side of the others where the network is spread over all processes: everybody computes and adjusts at once."""

from ptstudio.engine.ranks.findings import send_judged
from ptstudio.engine.ranks.followed_phase import FollowedPhase
from ptstudio.engine.ranks.orders import Gather, Judge, Order, Rest, Spread, Step
from ptstudio.engine.ranks.sharded import Sharded
from ptstudio.engine.ranks.wire import Wire


class ShardedFollower:
    """Follows the orders of a phase with its part of the network; `phase` reads the samples."""

    def __init__(self, wire: Wire, phase: FollowedPhase) -> None:
        self._wire, self._phase = wire, phase
        self._sharded = Sharded(wire, phase.setup, phase.phase)

    def follow(self, order: Order) -> None:
        """Do what is asked. Raises RuntimeError where memory runs out, or another process is gone."""
        match order:
            case Step():
                self._step(order)
            case Judge():
                self._judge(order)
            case Gather():
                self._sharded.weights()
                if order.has_optimizer:
                    self._sharded.optimizer_state()
            case Spread():
                self._sharded.spread_weights({})
                if order.has_optimizer:
                    self._sharded.spread_optimizer_state({})
            case Rest():
                self._phase.rest()

    def _step(self, order: Step) -> None:
        batch = self._phase.batch(order)
        self._phase.sow(order)
        if batch is None:
            # It still has to lend the others its weights, so it computes along, for nothing.
            self._sharded.step(self._phase.any_batch(), order, 0.0)
        else:
            self._sharded.step(batch, order, self._sharded.weight_of(batch))

    def _judge(self, order: Judge) -> None:
        has_broken_off = False

        def goes_on() -> bool:
            nonlocal has_broken_off
            has_broken_off = self._wire.all_of(1.0)[0] != [1.0]
            return not has_broken_off

        found = self._sharded.judged(order, self._phase.source, goes_on)
        if not has_broken_off:
            self._wire.all_of(0.0, 1.0)
            send_judged(self._wire, found)
