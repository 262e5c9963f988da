"""How often a network looks while it is found out what decided: progress, and a way to give up."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from torch import nn

from ptstudio.core.events import StepEnded
from ptstudio.core.requests import EXPLAINING


@contextmanager
def counted(network: nn.Module, looks: int, tell: Callable[[StepEnded], None]) -> Iterator[None]:
    """Tell after each time that `network` was asked how many samples it has looked at, of about `looks`; what `tell`
    raises ends it. Nothing is told where one look is enough.
    """
    begun, done = time.perf_counter(), 0

    def count(_: nn.Module, asked: tuple[Any, ...], __: object) -> None:
        nonlocal done
        done += len(asked[0])
        remaining = (time.perf_counter() - begun) / done * max(0, looks - done)
        tell(StepEnded(stage=EXPLAINING, done=min(done, looks), total=looks, remaining_s=remaining))

    hook = network.register_forward_hook(count) if looks > 1 else None
    try:
        yield
    finally:
        if hook is not None:
            hook.remove()
