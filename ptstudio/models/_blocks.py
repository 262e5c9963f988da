"""Putting the parts of a network into blocks that are frozen, or learn, together."""

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn

MOST_BLOCKS = 12


def consecutive(parts: "Iterable[nn.Module]", most: int = MOST_BLOCKS) -> "list[list[nn.Module]]":
    """Put parts, in their order, into at most `most` blocks of about equally many.

    Parts without parameters are left out, and a normalisation stays with the layer before it.
    """
    from torch import nn

    layers: list[list[nn.Module]] = []
    for part in parts:
        if not any(True for _ in part.parameters()):
            continue
        if layers and isinstance(part, nn.BatchNorm2d | nn.LayerNorm):
            layers[-1].append(part)
        else:
            layers.append([part])
    count = min(most, len(layers))
    edges = [index * len(layers) // count for index in range(count + 1)] if count else [0]
    return [[part for layer in layers[start:end] for part in layer] for start, end in pairwise(edges)]
