"""torchvision's builders of networks, without torch's compiler, which nobody here asks for; knows no network."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import nn

COMPILER = "torch._dynamo.utils"


def make_network(architecture: str, **options: Any) -> "nn.Module":
    """The network of that name in torchvision, with random weights."""
    load_builders()
    from torchvision.models import get_model

    made: nn.Module = get_model(architecture, weights=None, **options)
    return made


def load_builders() -> None:
    """Import them, if that was not done yet."""
    with _question_answered():
        importlib.import_module("torchvision.models")


@contextmanager
def _question_answered() -> Iterator[None]:
    """Have torchvision imported in half the time.

    It asks one question of torch's compiler when it is imported, for an operator of object detectors
    (`torchvision/ops/roi_align.py`). Importing the compiler for that takes longer than all the rest; so the question is
    answered here, and who needs the compiler later gets the real one.
    """
    if COMPILER in sys.modules:
        yield
        return
    answer = ModuleType(COMPILER)
    vars(answer)["is_compile_supported"] = lambda _device: False
    sys.modules[COMPILER] = answer
    try:
        yield
    finally:
        del sys.modules[COMPILER]
