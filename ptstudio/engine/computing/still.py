"""Networks that stand still, made fast once and found again as long as no weight of theirs has changed.

To fuse a network or to hand it to another runtime takes as long as looking at a hundred samples; the probe, the
features of each split and the final figures all want the very same.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import nn

from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.frozen import Frozen, frozen
from ptstudio.engine.computing.heap import keep_freed

MOST_PARAMETERS = 100e6
"""Of larger networks no further copy is kept: memory is worth more than a moment."""

_Key = tuple[Way, int]
_State = torch.Tensor
_MADE: "WeakKeyDictionary[nn.Module, dict[_Key, tuple[_State, Frozen]]]" = WeakKeyDictionary()


def still(module: nn.Module, way: Way, example: Any) -> Frozen:
    """`frozen`, but where it was made for that way and as many threads before, the same again. Raises ModelError."""
    state = _state(module)
    made = _MADE.setdefault(module, {})
    for key in [key for key, (of, _) in made.items() if not _is_same(of, state)]:
        del made[key]
    key = _key(way)
    if key in made:
        return made[key][1]
    keep_freed()
    look = frozen(module, way, example)
    if sum(parameter.numel() for parameter in module.parameters()) <= MOST_PARAMETERS:
        made[key] = (state, look)
    return look


def keep_only(module: nn.Module, ways: Collection[Way]) -> None:
    """Forget what was made of a network for other ways than these."""
    kept = {_key(way) for way in ways}
    made = _MADE.get(module, {})
    for key in [key for key in made if key not in kept]:
        del made[key]


def _key(way: Way) -> _Key:
    """The batch size makes no difference."""
    return replace(way, batch_size=0), torch.get_num_threads()


def _state(module: nn.Module) -> _State:
    """The sum of each tensor of a network, on the processor."""
    tensors = (*module.parameters(), *module.buffers())
    with torch.no_grad():
        return torch.stack([tensor.sum(dtype=torch.float64) for tensor in tensors]).cpu()


def _is_same(one: _State, other: _State) -> bool:
    """Whether sums are the same but for the order of what was summed up, which depends on the memory layout.

    The smallest step of a training changes sums by very much more than the rounding of double precision.
    """
    return one.shape == other.shape and torch.allclose(one, other, rtol=1e-10, atol=1e-9)
