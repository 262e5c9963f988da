"""What decided for the most probable thing in a picture: how much less probable it gets where a part is covered.

Zeiler & Fergus 2014 (arXiv:1311.2901); of several things found then, it is the one that overlaps most with it and is of
its class, as in D-RISE (Petsiuk et al. 2021, arXiv:2006.03204).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from ptstudio.tasks import _found, _heat_map, _pixels

if TYPE_CHECKING:
    from pathlib import Path

    import torch
    from torch import nn

    from ptstudio.core.trained import TrainedModel
    from ptstudio.models._detections import Detections
    from ptstudio.tasks._task import Arrays

GRID = 10
AT_ONCE = 10
METHOD = "occlusion"


def draw(network: nn.Module, trained: TrainedModel, raw: Arrays, picture: Path) -> str:
    """Draw a heat map over pixels (1, height, width, 3) into `picture`; gives the name of the method."""
    import numpy as np
    import torch
    from PIL import Image

    inputs = _pixels.network_input(torch.from_numpy(np.array(raw["pixels"])), trained.model.picture)
    inputs = inputs.to(next(network.parameters()).device)
    with torch.no_grad():
        whole = _found.found(network(inputs))
        box, kind, likely = whole.boxes[0, 0], int(whole.classes[0, 0]), float(whole.scores[0, 0])
        left = torch.cat([_likeliness(network(covered), box, kind) for covered in _covered(inputs)])
    heat = (likely - left).clamp(min=0).reshape(GRID, GRID).cpu().numpy()
    _heat_map.draw(Image.fromarray(raw["pixels"][0]), heat / heat.max() if heat.max() > 0 else heat, picture)
    return METHOD


def _covered(inputs: torch.Tensor) -> Iterator[torch.Tensor]:
    """A picture (1, 3, px, px) with one part after the other covered, row by row, some at once."""
    px = inputs.shape[-1]
    edges = [px * at // GRID for at in range(GRID + 1)]
    for top, bottom in pairwise(edges):
        covered = inputs.repeat(GRID, 1, 1, 1)
        for at, (left, right) in enumerate(pairwise(edges)):
            covered[at, :, top:bottom, left:right] = 0
        yield covered


def _likeliness(said: Detections, box: torch.Tensor, kind: int) -> torch.Tensor:
    """How probable the thing in a box still is in each picture of a batch, (N,)."""
    from torchvision.ops import box_iou

    things = _found.found(said)
    overlaps = box_iou(box[None], things.boxes.flatten(0, 1)).reshape(things.scores.shape)
    likely: torch.Tensor = (things.scores * overlaps * (things.classes == kind)).amax(dim=1)
    return likely
