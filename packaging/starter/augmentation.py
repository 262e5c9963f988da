"""Turn masks of characters and textures into varied colour pictures, a whole batch at a time."""

import math

import torch
from torch import Tensor
from torch.nn import functional

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)

COARSE_SIDES = (8, 8, 8, 10, 12, 16, 24, 0, 0, 0, 0)
"""To how many pixels a picture is shrunk before it is enlarged again; 0 leaves it sharp."""


def uniform(count: int, low: float, high: float) -> Tensor:
    """Draw `count` numbers between `low` and `high`."""
    return torch.empty(count).uniform_(low, high)


def some(count: int, chance: float) -> Tensor:
    """Choose each of `count` with the given chance."""
    return torch.rand(count) < chance


def change_strokes(masks: Tensor) -> Tensor:
    """Thicken some characters and thin others."""
    count = len(masks)
    kernel = (3, 5, 7)[int(torch.randint(3, ()))]
    wide = functional.max_pool2d(masks, (1, kernel), 1, (0, kernel // 2))
    thick = functional.max_pool2d(wide, (kernel, 1), 1, (kernel // 2, 0))
    thin = -functional.max_pool2d(-masks, 3, 1, 1)
    much = (torch.rand(count) * some(count, 0.6)).view(-1, 1, 1, 1)
    less = (torch.rand(count) * some(count, 0.15)).view(-1, 1, 1, 1)
    return masks + much * (thick - masks) + less * (1 - much) * (thin - masks)


def _affine(count: int, calm: float) -> Tensor:
    """Draw matrices that place a picture's points in the mask; `calm` of them hardly turn."""
    turn = torch.where(some(count, calm), uniform(count, -0.2, 0.2), uniform(count, -0.6, 0.6))
    shear = 0.22 * torch.randn(count)
    size = 1 / uniform(count, 0.7, 1.15)
    narrow = torch.where(some(count, 0.5), 1 / uniform(count, 0.5, 1.0), torch.ones(count))
    flat = torch.where(some(count, 0.15), 1 / uniform(count, 0.6, 1.0), torch.ones(count))
    cosine, sine = turn.cos(), turn.sin()
    matrix = torch.zeros(count, 3, 3)
    matrix[:, 0, 0] = size * narrow * (cosine - shear * sine)
    matrix[:, 0, 1] = size * narrow * (sine + shear * cosine)
    matrix[:, 1, 0] = size * flat * -sine
    matrix[:, 1, 1] = size * flat * cosine
    matrix[:, :2, 2] = torch.empty(count, 2).uniform_(-0.12, 0.12)
    matrix[:, 2, :2] = torch.empty(count, 2).uniform_(-0.15, 0.15)
    matrix[:, 2, 2] = 1
    return matrix


def _ripples(count: int, side: int, strength: float) -> Tensor:
    """Draw smooth random displacements, as a rubber sheet is pulled here and there."""
    knots = int(torch.randint(3, 6, ()))
    pull = torch.randn(count, 2, knots, knots) * uniform(count, 0, strength).view(-1, 1, 1, 1)
    return functional.interpolate(pull, (side, side), mode="bicubic", align_corners=True).permute(0, 2, 3, 1)


def warp(masks: Tensor, side: int, *, strength: float = 0.14, padding: str = "zeros") -> Tensor:
    """Turn, lean, squeeze, tilt and ripple masks, and sample them at `side` × `side` pixels."""
    count = len(masks)
    axis = torch.linspace(-1, 1, side)
    rows, columns = torch.meshgrid(axis, axis, indexing="ij")
    points = torch.stack([columns, rows, torch.ones_like(rows)], -1).view(1, -1, 3)
    moved = points @ _affine(count, 0.8).transpose(1, 2)
    grid = (moved[..., :2] / moved[..., 2:].clamp(min=0.4)).view(count, side, side, 2)
    grid = grid + _ripples(count, side, strength)
    return functional.grid_sample(masks, grid, padding_mode=padding, align_corners=False)


def occlude(masks: Tensor, chance: float = 0.15) -> Tensor:
    """Hide a rectangle of some masks."""
    count, _, side, _ = masks.shape
    top, left = uniform(count, 0, 0.9), uniform(count, 0, 0.9)
    height, width = uniform(count, 0.1, 0.35), uniform(count, 0.1, 0.35)
    place = torch.arange(side) / side
    rows = (place >= top[:, None]) & (place < (top + height)[:, None])
    columns = (place >= left[:, None]) & (place < (left + width)[:, None])
    hidden = rows[:, :, None] & columns[:, None, :] & some(count, chance)[:, None, None]
    return masks.masked_fill(hidden.unsqueeze(1), 0.0)


def _colours(count: int) -> tuple[Tensor, Tensor]:
    """Draw pairs of colours that differ visibly; many are greys."""
    first, second = torch.rand(count, 3), torch.rand(count, 3)
    grey = some(count, 0.5)
    first[grey], second[grey] = first[grey, :1], second[grey, :1]
    close = (first - second).abs().mean(1) < 0.3
    second[close] = (first[close] + 0.5) % 1
    return first.view(-1, 3, 1, 1), second.view(-1, 3, 1, 1)


def _lighting(count: int, side: int) -> Tensor:
    """Draw smooth changes of light and tint across a picture, for half of the pictures."""
    light = 0.15 * torch.randn(count, 1, 2, 2) + 0.06 * torch.randn(count, 3, 2, 2)
    light = light * some(count, 0.5).view(-1, 1, 1, 1)
    return functional.interpolate(light, (side, side), mode="bilinear", align_corners=True)


def _through(pictures: Tensor, coarse: int) -> Tensor:
    """Shrink pictures to `coarse` pixels and enlarge them again."""
    side = pictures.shape[-1]
    if not 0 < coarse < side:
        return pictures
    mode = "bicubic" if torch.rand(()) < 0.7 else "bilinear"
    return functional.interpolate(
        functional.interpolate(pictures, (coarse, coarse), mode="area"), (side, side), mode=mode
    )


def coarsen(pictures: Tensor) -> Tensor:
    """Make parts of a batch look as if they came from a scanner of few pixels."""
    sides = torch.randint(len(COARSE_SIDES), (8,)).tolist()
    parts = zip(pictures.chunk(len(sides)), sides, strict=False)
    return torch.cat([_through(part, COARSE_SIDES[number]) for part, number in parts])


def _blur(pictures: Tensor, chance: float = 0.2) -> Tensor:
    """Blur some pictures a little."""
    chosen = some(len(pictures), chance)
    framed = functional.pad(pictures[chosen], (1, 1, 1, 1), mode="replicate")
    pictures[chosen] = functional.avg_pool2d(framed, 3, 1)
    return pictures


def _add_noise(pictures: Tensor, chance: float = 0.5, strength: float = 0.08) -> Tensor:
    """Add noise to some pictures and keep all values between 0 and 1."""
    chosen = some(len(pictures), chance)
    noise = torch.randn_like(pictures[chosen])
    pictures[chosen] += noise * uniform(len(noise), 0, strength).view(-1, 1, 1, 1)
    return pictures.clamp(0, 1)


def character_pictures(masks: Tensor, textures: Tensor, side: int) -> Tensor:
    """Paint characters (bytes) in random colours on plain or faintly textured grounds (bytes)."""
    count = len(masks)
    ink = occlude(warp(change_strokes(masks.unsqueeze(1) / 255), side))
    front, ground = _colours(count)
    grain = functional.interpolate(textures.unsqueeze(1) / 255, (side, side), mode="bilinear") - 0.5
    grain = grain * (uniform(count, 0, 0.5) * some(count, 0.4)).view(-1, 1, 1, 1)
    pictures = ground + grain + ink * (front - ground) + _lighting(count, side)
    return _add_noise(_blur(coarsen(pictures)))


def texture_pictures(textures: Tensor, side: int) -> Tensor:
    """Colour textures (bytes) with random palettes of three colours."""
    count = len(textures)
    grey = warp(textures.unsqueeze(1) / 255, side, strength=0.05, padding="reflection")
    low, high = _colours(count)
    middle = torch.lerp((low + high) / 2, torch.rand(count, 3, 1, 1), uniform(count, 0, 1).view(-1, 1, 1, 1))
    palette = torch.where(grey < 0.5, torch.lerp(low, middle, 2 * grey), torch.lerp(middle, high, 2 * grey - 1))
    return _add_noise(_blur(palette + _lighting(count, side)))


def normalise(pictures: Tensor) -> Tensor:
    """Subtract the mean and divide by the spread that torchvision's models expect."""
    return (pictures - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(STD).view(3, 1, 1)


def colour_summary(pictures: Tensor) -> Tensor:
    """Describe each picture by the mean and the spread of its three colours."""
    return torch.cat([pictures.mean((2, 3)), pictures.std((2, 3)) * math.sqrt(3)], 1)
