"""Small detectors of every design, and drawn things that they can learn from in moments."""

from collections import OrderedDict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models._detectors import DesignKey, detector_head, with_design
from tests.helpers.pretrained import model
from tests.helpers.things import KINDS, drawn, scenes

if TYPE_CHECKING:
    import torch
    from torch import nn

PX = 64


def designed(key: DesignKey, px: int = PX, **more: Any) -> PretrainedModel:
    """Facts of a model with a design put on it."""
    return with_design(model(input=ImageInput(px=px)), key, **more)


def tiny_detector(key: DesignKey, kinds: int = len(KINDS), px: int = PX) -> "nn.Module":
    """A design on a backbone of five convolutions, with random weights."""
    import torch
    from torch import nn

    from ptstudio.models._maps import maps_of

    torch.manual_seed(0)
    widths = (3, 16, 24, 32, 48, 48)
    backbone: Any = maps_of(nn.Sequential(*(_halving(*pair) for pair in pairwise(widths))))
    head = detector_head(designed(key, px), backbone.channels, kinds)
    return nn.Sequential(OrderedDict(backbone=backbone, head=head))


def drawn_things(count: int, seed: int = 0, px: int = PX) -> "tuple[torch.Tensor, torch.Tensor, torch.Tensor]":
    """Pictures (N, 3, px, px), boxes (N, most, 4) relative to them, and classes (N, most), −1 where there is none."""
    import numpy as np
    import torch

    made = scenes(count, seed)
    most = max(len(scene.things) for scene in made)
    squares = np.stack([np.asarray(drawn(scene, at).resize((px, px)), np.float32) for at, scene in enumerate(made)])
    boxes, classes = torch.zeros(count, most, 4), torch.full((count, most), -1)
    for at, scene in enumerate(made):
        for place, (kind, edges) in enumerate(scene.things):
            boxes[at, place] = torch.tensor(edges) / torch.tensor(scene.size * 2)
            classes[at, place] = list(KINDS).index(kind)
    return torch.from_numpy(squares).permute(0, 3, 1, 2) / 127.5 - 1, boxes, classes


def _halving(channels: int, wanted: int) -> "nn.Module":
    from torch import nn

    return nn.Sequential(nn.Conv2d(channels, wanted, 3, 2, 1), nn.GroupNorm(8, wanted), nn.ReLU())
