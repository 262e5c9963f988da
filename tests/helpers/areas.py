"""Pictures with areas in them, drawn by dice: discs, squares and triangles of all textures that overlap, in noise."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ptstudio.core.dataset import Sample
from ptstudio.core.shapes import MaskFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLASSES = ("disc", "square", "triangle")
LEGEND = tuple(enumerate(CLASSES, start=1))
MOST_SHAPES = 5
NOISE = 18.0


def scene(seed: int, px: int) -> tuple["NDArray[np.uint8]", "NDArray[np.uint8]"]:
    """A picture, uint8 (px, px, 3), and its mask, uint8 (px, px): 0 or the number of a class."""
    dice = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:px, 0:px] / px
    picture = _texture(dice, rows, columns, dice.uniform(80, 170, 3), dice.uniform(2, 6))
    mask = np.zeros((px, px), dtype=np.uint8)
    for _ in range(dice.integers(2, MOST_SHAPES + 1)):
        number = int(dice.integers(1, len(CLASSES) + 1))
        inside = _inside(dice, number, rows, columns)
        picture[inside] = _texture(dice, rows, columns, dice.uniform(20, 235, 3), dice.uniform(4, 14))[inside]
        mask[inside] = number
    noisy = picture + dice.normal(0, NOISE, picture.shape)
    return noisy.clip(0, 255).astype(np.uint8), mask


def area_samples(folder: Path, seeds: Iterable[int], px: int) -> list[Sample]:
    """The scenes of some seeds as pictures with mask files."""
    samples = []
    for seed in seeds:
        picture, mask = scene(seed, px)
        files = folder / f"{seed}.png", folder / f"{seed}_mask.png"
        for file, pixels in zip(files, (picture, mask), strict=True):
            file.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels).save(file)
        fields = {"image": files[0], "mask": MaskFile(files[1], LEGEND)}
        samples.append(Sample(path=files[0], fields=fields))
    return samples


def _texture(
    dice: np.random.Generator,
    rows: "NDArray[np.float64]",
    columns: "NDArray[np.float64]",
    colour: "NDArray[np.float64]",
    waves: float,
) -> "NDArray[np.float64]":
    """Waves across the whole picture in a colour, (px, px, 3)."""
    angle = dice.uniform(0, np.pi)
    along = rows * np.sin(angle) + columns * np.cos(angle)
    texture: NDArray[np.float64] = colour + 25 * np.sin(2 * np.pi * waves * along)[..., None]
    return texture


def _inside(
    dice: np.random.Generator, number: int, rows: "NDArray[np.float64]", columns: "NDArray[np.float64]"
) -> "NDArray[np.bool_]":
    """The pixels of a shape of that number, turned and placed by dice, (px, px)."""
    middle, radius, angle = dice.uniform(0.15, 0.85, 2), dice.uniform(0.12, 0.28), dice.uniform(0, 2 * np.pi)
    down, across = rows - middle[0], columns - middle[1]
    x, y = across * np.cos(angle) + down * np.sin(angle), down * np.cos(angle) - across * np.sin(angle)
    found: NDArray[np.bool_]
    if number == 1:
        found = np.hypot(x, y) < radius
    elif number == 2:
        found = np.maximum(abs(x), abs(y)) < 0.85 * radius
    else:
        found = np.maximum(-y, abs(x) * 3**0.5 / 2 + y / 2) < 0.6 * radius
    return found
