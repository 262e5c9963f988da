"""Optimisers without torch's compiler, which nobody asks for where nothing is compiled; knows no network."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

COMPILER = "torch._dynamo"


@contextmanager
def without_compiler() -> Iterator[None]:
    """Have an optimiser made and used inside without a second's wait for the import of the compiler.

    At its first step, an optimiser of torch tells the compiler to break its graph there, and to leave it alone
    (`torch/optim/optimizer.py`, `torch/_compile.py`). Where nothing is compiled, it is told to nobody; who has the real
    compiler loaded keeps it, and who needs it later gets it.
    """
    if COMPILER in sys.modules:
        yield
        return
    nobody = ModuleType(COMPILER)
    vars(nobody).update(graph_break=_pass_over, disable=_as_it_is)
    sys.modules[COMPILER] = nobody
    try:
        yield
    finally:
        del sys.modules[COMPILER]


def _pass_over() -> None:
    """There is no graph to break."""


def _as_it_is(function: Callable[..., Any], recursive: bool = True, *, wrapping: bool = True) -> Callable[..., Any]:
    del recursive, wrapping
    return function
