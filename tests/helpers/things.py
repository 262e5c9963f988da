"""Pictures of coloured things on grey, easy to tell apart, and detections that are sure of them."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

from ptstudio.core.dataset import ImportOptions, Sample
from ptstudio.data import all_formats
from tests.helpers.annotations import Scene, voc
from tests.helpers.pictures import BLUE, RED, picture

if TYPE_CHECKING:
    import torch

KINDS = {"berry": RED, "pool": BLUE}
SIZE = (80, 60)


def scenes(count: int, seed: int = 0, most: int = 3) -> list[Scene]:
    """So many pictures with one to `most` things, which lie in columns beside each other; all kinds are there."""
    dice = np.random.default_rng(seed)
    width = SIZE[0] // most
    made = []
    for number in range(count):
        things = []
        for column in range(int(dice.integers(1, most + 1))):
            left, top = column * width + int(dice.integers(1, 6)), int(dice.integers(2, 30))
            kind = list(KINDS)[(number + column) % len(KINDS)]
            things.append((kind, (left, top, left + int(dice.integers(14, 20)), top + int(dice.integers(16, 28)))))
        made.append(Scene(f"{seed}-{number}.png", things, SIZE))
    return made


def pictures_of_things(folder: Path, count: int = 8, seed: int = 0) -> Path:
    """The same drawn, in folders as Pascal VOC has them."""
    made = scenes(count, seed)
    voc(folder, made)
    for number, scene in enumerate(made):
        drawn(scene, number).save(folder / "JPEGImages" / scene.name)
    return folder


def drawn(scene: Scene, seed: int = 0) -> Image.Image:
    """A picture with its things, each in the colour of its kind."""
    made = picture(scene.size, (120, 120, 120), seed)
    for kind, edges in scene.things:
        left, top, right, bottom = map(round, edges)
        made.paste(KINDS[kind], (left, top, right, bottom))
    return made


def samples_of_things(folder: Path, count: int = 8) -> list[Sample]:
    """The same as the format reads them."""
    found = all_formats()["voc"].read(pictures_of_things(folder, count), ImportOptions())
    return [sample for sample in found if isinstance(sample, Sample)]


class SureOfThings(NamedTuple):
    """Detections that find everything that is there, and nothing else."""

    boxes: "torch.Tensor"
    probabilities: "torch.Tensor"

    @property
    def is_apart(self) -> bool:
        """Each thing is found once."""
        return True

    def loss(self, boxes: "torch.Tensor", classes: "torch.Tensor", weights: "torch.Tensor | None") -> "torch.Tensor":
        """How far its boxes are from these."""
        del classes, weights
        return (self.boxes - boxes).abs().sum()

    def candidates(self) -> "tuple[torch.Tensor, torch.Tensor]":
        """The very things that are there."""
        return self.boxes, self.probabilities


def sure_of_things(boxes: "torch.Tensor", classes: "torch.Tensor", kinds: int) -> SureOfThings:
    """Sure of boxes (N, most, 4) of classes (N, most), −1 where there is none."""
    from torch.nn import functional

    probabilities = functional.one_hot(classes + 1, kinds + 1)[..., 1:].float()
    return SureOfThings(boxes.clamp(min=0), probabilities)
