"""Make classes of grey textures without any photograph: filtered noise and piles of overlapping shapes."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

SIDE = 96
SPECTRAL_CLASSES = 96
PILE_CLASSES = 32

Grey = NDArray[np.float64]


def _filter(dice: np.random.Generator) -> Grey:
    """Draw one class's filter: a band of frequencies, with or without a direction."""
    rows = np.fft.fftfreq(SIDE)[:, None] * SIDE
    columns = np.fft.fftfreq(SIDE)[None, :] * SIDE
    radius = np.hypot(rows, columns) + 1e-6
    centre = np.exp(dice.uniform(np.log(2), np.log(24)))
    band: Grey = np.exp(-0.5 * (np.log(radius / centre) / dice.uniform(0.1, 0.9)) ** 2)
    if dice.random() < 0.6:
        turn = np.arctan2(rows, columns) - dice.uniform(0, np.pi)
        band = band * np.abs(np.cos(turn)) ** dice.uniform(2, 40)
    return band


def _shape(values: Grey, kind: int) -> Grey:
    """Give filtered noise its class's look: as it is, in ridges, in two tones, or in spots."""
    spread: Grey = values / (values.std() + 1e-9)
    looks: dict[int, Grey] = {
        0: np.clip(0.5 + 0.22 * spread, 0, 1),
        1: np.exp(-3 * np.abs(spread)),
        2: (spread > 0).astype(np.float64),
        3: 1 / (1 + np.exp(-8 * (spread - 0.8))),
    }
    return looks[kind]


def spectral_texture(band: Grey, kind: int, dice: np.random.Generator) -> Grey:
    """Make one texture of filtered noise."""
    noise = np.fft.fft2(dice.standard_normal((SIDE, SIDE)))
    return _shape(np.fft.ifft2(noise * band).real, kind)


def pile_texture(corners: int, size: float, stretch: float, dice: np.random.Generator) -> Grey:
    """Make one pile: shapes of random grey thrown over each other until they cover the square."""
    rows, columns = np.mgrid[:SIDE, :SIDE].astype(np.float64)
    pile = np.full((SIDE, SIDE), dice.random())
    for _ in range(min(150, int(3 * (SIDE / size) ** 2))):
        middle, turn = dice.uniform(0, SIDE, 2), dice.uniform(0, np.pi)
        down, right = rows - middle[0], columns - middle[1]
        along = (down * np.cos(turn) + right * np.sin(turn)) / stretch
        across = down * -np.sin(turn) + right * np.cos(turn)
        angle = np.arctan2(along, across) % (2 * np.pi / corners) - np.pi / corners
        distance = np.hypot(along, across) * (np.cos(angle) if corners < 9 else 1.0)
        pile[distance < size * dice.lognormal(0, 0.4) / 2] = dice.random()
    return pile


def texture_bank(variants: int, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Return textures (bytes, number × side × side) and the class of each."""
    dice = np.random.default_rng(seed)
    pictures: list[Grey] = []
    for number in range(SPECTRAL_CLASSES):
        band = _filter(dice)
        pictures += [spectral_texture(band, number % 4, dice) for _ in range(variants)]
    for _ in range(PILE_CLASSES):
        corners, size = int(dice.choice([3, 4, 5, 9])), dice.uniform(9, 36)
        stretch = float(dice.choice([1.0, 1.0, 3.0]))
        pictures += [pile_texture(corners, size, stretch, dice) for _ in range(variants)]
    masks = torch.from_numpy((np.stack(pictures) * 255).astype(np.uint8))
    return masks, torch.arange(SPECTRAL_CLASSES + PILE_CLASSES).repeat_interleave(variants)
