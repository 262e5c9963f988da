"""What decided for the most probable thing in a picture: how much less probable it gets where a part is covered.

Zeiler & Fergus 2014 (arXiv:1311.2901); of several things found then, it is the one that overlaps most with it and is of
its class, as in D-RISE (Petsiuk et al. 2021, arXiv:2006.03204). Large parts are covered first, and then only quarters
of those that matter most: half as many looks as at every small part.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import torch
    from torch import nn

    from ptstudio.core.trained import TrainedModel
    from ptstudio.models._detections import Detections
    from ptstudio.tasks._task import Arrays

PARTS = 5
"""A picture has so many large parts across, and as many down."""
CLOSER = 6
"""Of so many of them quarters are covered."""
GRID = 2 * PARTS
LOOKS = 1 + PARTS * PARTS + 4 * CLOSER
METHOD = "occlusion"


def draw(network: nn.Module, trained: TrainedModel, raw: Arrays, picture: Path) -> str:
    """Draw a heat map over pixels (1, height, width, 3) into `picture`; gives the name of the method."""
    import numpy as np
    import torch
    from PIL import Image

    from ptstudio.tasks import _heat_map, _pixels

    inputs = _pixels.network_input(torch.from_numpy(np.array(raw["pixels"])), trained.model.picture)
    inputs = inputs.to(next(network.parameters()).device)
    with torch.no_grad():
        heat = _heat(network, inputs)
    _heat_map.draw(Image.fromarray(raw["pixels"][0]), heat / heat.max() if heat.max() > 0 else heat, picture)
    return METHOD


def _heat(network: nn.Module, inputs: torch.Tensor) -> np.ndarray:
    """How much each part counts, (GRID, GRID): quarters of a large one share what that counts."""
    import numpy as np

    from ptstudio.tasks import _found

    thing = _Thing(*(found[0, 0] for found in _found.found(network(inputs))))
    rows = [_lost(network, inputs, thing, PARTS, [(row, at) for at in range(PARTS)]) for row in range(PARTS)]
    coarse = np.array(rows)
    heat = np.repeat(np.repeat(coarse, 2, axis=0), 2, axis=1)
    for place in np.argsort(-coarse, axis=None, kind="stable")[:CLOSER]:
        row, at = divmod(int(place), PARTS)
        if coarse[row, at] <= 0:
            break
        quarters = [(2 * row + down, 2 * at + right) for down, right in product((0, 1), repeat=2)]
        lost = _lost(network, inputs, thing, GRID, quarters)
        if lost.max() > 0:
            heat[2 * row : 2 * row + 2, 2 * at : 2 * at + 2] *= (lost / lost.max()).reshape(2, 2)
    return heat


class _Thing(NamedTuple):
    """The one that is asked about: its box, relative to the picture, how probable it is, and its class."""

    box: torch.Tensor
    likely: torch.Tensor
    kind: torch.Tensor


def _lost(
    network: nn.Module, inputs: torch.Tensor, thing: _Thing, across: int, parts: list[tuple[int, int]]
) -> np.ndarray:
    """How much less probable the thing gets where each of some parts is covered, of so many across and down."""
    px = inputs.shape[-1]
    edges = [px * at // across for at in range(across + 1)]
    covered = inputs.repeat(len(parts), 1, 1, 1)
    for number, (row, at) in enumerate(parts):
        covered[number, :, edges[row] : edges[row + 1], edges[at] : edges[at + 1]] = 0
    lost: np.ndarray = (thing.likely - _likeliness(network(covered), thing)).clamp(min=0).cpu().numpy()
    return lost


def _likeliness(said: Detections, thing: _Thing) -> torch.Tensor:
    """How probable the thing still is in each picture of a batch, (N,)."""
    from torchvision.ops import box_iou

    from ptstudio.tasks import _found

    things = _found.found(said)
    overlaps = box_iou(thing.box[None], things.boxes.flatten(0, 1)).reshape(things.scores.shape)
    likely: torch.Tensor = (things.scores * overlaps * (things.classes == thing.kind)).amax(dim=1)
    return likely
