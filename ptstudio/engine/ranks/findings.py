"""What was said of validation samples, on its way to the first process."""

import numpy as np

from ptstudio.engine.computing.evaluation import Judged
from ptstudio.engine.ranks.arrays import from_bytes, to_bytes
from ptstudio.engine.ranks.wire import Wire

_LOSS = "loss of all samples"


def send_judged(wire: Wire, judged: list[Judged]) -> None:
    """Send what was said of each chunk."""
    wire.send(str(len(judged)).encode())
    for evidence, loss in judged:
        wire.send(to_bytes({**evidence, _LOSS: np.array(loss, np.float64)}))


def receive_judged(wire: Wire, rank: int) -> list[Judged]:
    """What the process `rank` has sent."""
    found: list[Judged] = []
    for _ in range(int(wire.receive(rank))):
        arrays = from_bytes(wire.receive(rank))
        loss = float(arrays.pop(_LOSS))
        found.append((arrays, loss))
    return found
