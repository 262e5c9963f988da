"""What the pixels of a picture are: masks as rows of a revision keep them, and as a network is taught them.

A row's mask has k for the k-th class of its `label`; taught are 0 for the background and from 1 on the classes of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ptstudio.core.class_colours import colour_at
from ptstudio.core.shapes import UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

    from ptstudio.core.dataset import Sample
    from ptstudio.tasks._task import Row

STRENGTH = 0.55
"""How far a class's colour covers the picture where it is drawn."""


def of_sample(sample: Sample) -> tuple[NDArray[np.uint8], tuple[str, ...]]:
    """The mask of a sample, uint8 (height, width), and the classes that are in it, sorted: k is the k-th of them.

    Raises UnreadableImageError.
    """
    from ptstudio.core.sample_classes import classes_of
    from ptstudio.data._masks import mask_of

    named = sorted(set(classes_of(sample.fields)))
    mask = mask_of(sample.fields, named)
    there = [number for number in np.unique(mask).tolist() if 0 < number < UNKNOWN]
    return _renumbered(mask, there, range(1, len(there) + 1)), tuple(named[number - 1] for number in there)


def of_row(row: Row) -> NDArray[np.uint8]:
    """The mask of a row, uint8 (height, width), with the numbers of all classes."""
    from ptstudio.data._masks import decoded

    return _renumbered(decoded(row["mask"]), range(1, len(row["label"]) + 1), [label + 1 for label in row["label"]])


def is_unknown(mask: NDArray[np.uint8]) -> bool:
    """Whether nothing in a mask can be learned from: nothing is marked, and of some of it nobody knows the class."""
    return not ((mask > 0) & (mask < UNKNOWN)).any() and bool((mask == UNKNOWN).any())


def drawn(picture: Image.Image, mask: NDArray[np.uint8]) -> Image.Image:
    """A picture under a mask of its size, each class in its colour, and grey where nobody knows."""
    from PIL import Image

    table = np.zeros((UNKNOWN + 1, 4), dtype=np.float32)
    table[1:, :3] = [colour_at(number) for number in range(UNKNOWN)]
    table[1:, 3] = STRENGTH
    table[UNKNOWN, :3] = 128
    colours, strength = table[mask][..., :3], table[mask][..., 3:]
    mixed = np.asarray(picture, dtype=np.float32) * (1 - strength) + colours * strength
    return Image.fromarray(mixed.astype(np.uint8))


def _renumbered(mask: NDArray[np.uint8], old: Sequence[int], new: Sequence[int]) -> NDArray[np.uint8]:
    """The mask with other numbers; those that are not named become background, but for what nobody knows."""
    table = np.zeros(UNKNOWN + 1, dtype=np.uint8)
    table[list(old)] = list(new)
    table[UNKNOWN] = UNKNOWN
    renumbered: NDArray[np.uint8] = table[mask]
    return renumbered
