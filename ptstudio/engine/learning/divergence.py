"""When a loss is out of control, found out without waiting for the device; knows not what is then done.

Two signs: it is no longer a finite number, or it has grown far beyond its start for long.
"""

import math
from collections import deque

import torch

from ptstudio.core.errors import Diverged
from ptstudio.core.message import Record

FAR = 4.0
"""How many times its start a loss has to be: where a learning-rate range test stops (fastai's `LRFinder`, after Smith
2017, arXiv:1506.01186). It is compared with the start of the whole training, when the new last layer knew nothing, and
not with the best so far, which a well-trained network can multiply and still be good."""
LONG = 50
"""For how many steps in a row. A high step or two are a hard batch; a warm-up that is too steep recovers in a few."""
START_STEPS = 10
SMOOTHING = 0.9


class Trend(Record):
    """Where the loss of single steps goes: its mean over the first ten steps of the training, a moving mean, and for
    how many steps in a row that has been far beyond the start.
    """

    steps: int = 0
    start: float = 0.0
    smoothed: float = 0.0
    beyond: int = 0

    def after(self, loss: float) -> "Trend":
        """With the loss of one more step. Raises Diverged where it is out of control."""
        if not math.isfinite(loss):
            raise out_of_control("the loss is no longer a number")
        steps = self.steps + 1
        start = self.start + (loss - self.start) / steps if steps <= START_STEPS else self.start
        smoothed = SMOOTHING * self.smoothed + (1 - SMOOTHING) * loss if self.steps else loss
        is_beyond = steps > START_STEPS and smoothed > FAR * start > 0
        beyond = self.beyond + 1 if is_beyond else 0
        if beyond >= LONG:
            raise out_of_control(f"for {LONG} steps the loss has been more than {FAR:.0f} times what it was at first")
        return Trend.model_construct(steps=steps, start=start, smoothed=smoothed, beyond=beyond)


class Arrivals:
    """The losses of steps on their way from the device: at once from a processor, a step late from a graphics card,
    which would otherwise stand still at every step until somebody has looked.
    """

    def __init__(self) -> None:
        self._under_way: deque[tuple[torch.Tensor, torch.cuda.Event, int]] = deque()

    def take(self, loss: torch.Tensor, samples: int) -> list[tuple[float, int]]:
        """Send off the loss (a scalar) of a step of so many samples; gives those that have arrived, oldest first."""
        if loss.device.type != "cuda":
            return [(float(loss), samples)]
        copy = torch.empty((), dtype=loss.dtype, pin_memory=True).copy_(loss, non_blocking=True)
        ready = torch.cuda.current_stream(loss.device).record_event()
        self._under_way.append((copy, ready, samples))
        return self._arrived(at_most_left=1)

    def rest(self) -> list[tuple[float, int]]:
        """Wait for all that are still on their way."""
        return self._arrived(at_most_left=0)

    def forget(self) -> None:
        """Those on their way are of no interest any more."""
        self._under_way.clear()

    def _arrived(self, at_most_left: int) -> list[tuple[float, int]]:
        found = []
        while len(self._under_way) > at_most_left:
            copy, ready, samples = self._under_way.popleft()
            ready.synchronize()
            found.append((float(copy), samples))
        return found


def out_of_control(how: str) -> Diverged:
    """The failure, which says how it shows."""
    return Diverged(
        f"Training went out of control: {how}.",
        "Choose a lower learning rate (a tenth, say) and train again; what was saved before is kept.",
    )


def raise_if_not_finite(loss: float) -> None:
    """Raise Diverged for a mean loss that is no longer a number."""
    if not math.isfinite(loss):
        raise out_of_control("the loss is no longer a number")
