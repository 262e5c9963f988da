"""Small random changes to pictures that do not change what they show, made for a whole batch at once.

Turning, cutting and mirroring are one resampling, and colours are changed for all pictures together: a tenth of the
time that it takes picture by picture. Knows nothing of labels, and where pictures come from.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ptstudio.core.pretrained import ImageInput

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

MOST_ROOM = 1.5
"""How much larger a square is kept than what is seen of it, at most, whatever share may be cut away."""
GREY = 114.0
"""What lies beyond a picture's edges where it is not its mirror image."""
_AS_IT_IS = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


@dataclass(frozen=True)
class View:
    """A square picture, uint8 (side, side, 3), and how a network is shown it.

    `place` is an affine map (2×3, row by row) from a point of what is seen to one of the picture, both in -1…1;
    `colour` are factors of brightness, contrast and saturation. What is seen beyond the picture's edges is its own
    mirror image, so that no edge is there to be learned; or grey, where things in it count (`is_grey_beyond`).
    """

    pixels: "NDArray[np.uint8]"
    wanted: ImageInput
    place: tuple[float, ...] = _AS_IT_IS
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0)
    is_grey_beyond: bool = False


def seen(views: Sequence[View]) -> "torch.Tensor":
    """What the views show, normalised float32 (N, 3, px, px); their squares are all of one size."""
    import numpy as np
    import torch

    wanted = views[0].wanted
    pictures = torch.from_numpy(np.stack([view.pixels for view in views])).permute(0, 3, 1, 2).float()
    if pictures.shape[-1] != wanted.px or any(view.place != _AS_IT_IS for view in views):
        pictures = _placed(pictures, views)
    if any(view.colour != (1.0, 1.0, 1.0) for view in views):
        pictures = _coloured(pictures, torch.tensor([view.colour for view in views]))
    mean, spread = (255 * torch.tensor(values).view(1, 3, 1, 1) for values in (wanted.mean, wanted.std))
    return pictures.sub_(mean).div_(spread)


def _placed(pictures: "torch.Tensor", views: Sequence[View]) -> "torch.Tensor":
    from torch.nn import functional

    points = seen_points(views)
    if not views[0].is_grey_beyond:
        return functional.grid_sample(pictures, points, "bilinear", "reflection", align_corners=False)
    return functional.grid_sample(pictures - GREY, points, "bilinear", "zeros", align_corners=False) + GREY


def seen_points(views: Sequence[View]) -> "torch.Tensor":
    """Where in its picture each pixel of a view lies, in −1…1; (N, px, px, 2)."""
    import torch
    from torch.nn import functional

    maps, px = torch.tensor([view.place for view in views]).view(-1, 2, 3), views[0].wanted.px
    return functional.affine_grid(maps, [len(views), 3, px, px], align_corners=False)


def _coloured(pictures: "torch.Tensor", factors: "torch.Tensor") -> "torch.Tensor":
    brightness, contrast, saturation = (factor.view(-1, 1, 1, 1) for factor in factors.unbind(1))
    grey = pictures.mean(dim=1, keepdim=True)
    pictures = grey.lerp(pictures, saturation)
    mean = grey.mean(dim=(2, 3), keepdim=True)
    return mean.lerp(pictures, contrast).mul_(brightness).clamp_(0, 255)


@dataclass(frozen=True)
class Variation:
    """How much pictures vary; orientation is kept unless asked.

    `crop` is the largest share of the area that is cut away, `rotate` the largest angle in degrees, `colour` the
    largest relative change of brightness, contrast and saturation. Half of the pictures are seen from farther away
    where `shrink` is more than 0, at most so much of a side then being grey.
    """

    crop: float
    rotate: float
    colour: float
    mirror: bool
    upside_down: bool
    shrink: float = 0.0

    def side(self, px: int) -> int:
        """How large a square has to be for `px` pixels of it to be seen as sharp as they are, for most of its views."""
        return round(px * min(MOST_ROOM, 1 / math.sqrt(1 - self.crop)))

    def view(self, pixels: "NDArray[np.uint8]", wanted: ImageInput, dice: random.Random) -> View:
        """A square picture, uint8 (side, side, 3), as the dice show it."""
        return View(pixels, wanted, self._place(dice), self._colour(dice), self.shrink > 0)

    def _place(self, dice: random.Random) -> tuple[float, ...]:
        share = 1 - dice.uniform(0, self.crop)
        stretch = 1 + dice.uniform(-1, 1) * self.crop / 2
        width, height = min(1.0, share**0.5 / stretch), min(1.0, share**0.5 * stretch)
        if self.shrink and dice.random() < 0.5:
            farther = 1 / (1 - dice.uniform(0, self.shrink))
            width, height = width * farther, height * farther
        across, down = (dice.uniform(-1, 1) * (1 - extent) for extent in (width, height))
        angle = math.radians(dice.uniform(-self.rotate, self.rotate))
        if self.mirror and dice.random() < 0.5:
            width = -width
        if self.upside_down and dice.random() < 0.5:
            height = -height
        cos, sin = math.cos(angle), math.sin(angle)
        return (width * cos, -width * sin, across, height * sin, height * cos, down)

    def _colour(self, dice: random.Random) -> tuple[float, float, float]:
        brightness, contrast, saturation = (1 + dice.uniform(-self.colour, self.colour) for _ in range(3))
        return brightness, contrast, saturation
