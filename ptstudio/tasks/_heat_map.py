"""Where an image network looked: Grad-CAM where it keeps a map of the picture to its end, else occlusion."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    import torch
    from torch import nn

OCCLUSION_GRID = 8
DRAWN_PX = 512
# Dark violet over red to pale yellow, lighter throughout, so that it can be read without seeing colours.
_COLOURS = np.array([(13, 8, 60), (120, 28, 109), (203, 71, 54), (249, 157, 21), (252, 255, 190)], dtype=np.float32)


def heat_map(network: "nn.Module", inputs: "torch.Tensor", answer: int) -> tuple[np.ndarray, str]:
    """How much each place of a picture speaks for the class `answer`.

    `inputs` is one picture as the network takes it, (1, 3, px, px). Gives a map in 0…1 of any height and width, and
    the method: `Grad-CAM` (Selvaraju et al. 2017, arXiv:1610.02391) or `occlusion` (Zeiler & Fergus 2014,
    arXiv:1311.2901).
    """
    layer = _last_map(network, inputs)
    if layer is not None:
        return _grad_cam(network, layer, inputs, answer), "Grad-CAM"
    return _occlusion(network, inputs, answer), "occlusion"


def draw(picture: Image.Image, heat: np.ndarray, file: Path) -> None:
    """Lay a map in 0…1 over a picture and write it as PNG, at most 512 pixels wide or high."""
    base = picture.copy()
    base.thumbnail((DRAWN_PX, DRAWN_PX))
    wide = Image.fromarray(heat.astype(np.float32)).resize(base.size, Image.Resampling.BICUBIC)
    strength = np.clip(np.asarray(wide), 0, 1)[..., None]
    place = strength[..., 0] * (len(_COLOURS) - 1)
    channels = [np.interp(place, range(len(_COLOURS)), _COLOURS[:, channel]) for channel in range(3)]
    colour = np.stack(channels, axis=-1)
    mixed = np.asarray(base, dtype=np.float32) * (1 - 0.6 * strength) + colour * 0.6 * strength
    Image.fromarray(np.clip(mixed, 0, 255).astype(np.uint8)).save(file, "PNG")


def _last_map(network: "nn.Module", inputs: "torch.Tensor") -> "nn.Module | None":
    """The last module that gives a map (1, channels, height, width), unless tokens (1, count, width) come after it."""
    import torch

    last: list[nn.Module | None] = [None]

    def note(module: "nn.Module", _: object, output: object) -> None:
        if not isinstance(output, torch.Tensor):
            return
        if output.ndim == 3:
            last[0] = None
        if output.ndim == 4 and min(output.shape[2:]) > 1:
            last[0] = module

    hooks = [module.register_forward_hook(note) for module in network.modules()]
    try:
        with torch.no_grad():
            network(inputs)
    finally:
        for hook in hooks:
            hook.remove()
    return last[0]


def _grad_cam(network: "nn.Module", layer: "nn.Module", inputs: "torch.Tensor", answer: int) -> np.ndarray:
    import torch

    maps: list[torch.Tensor] = []

    def keep(_: object, __: object, output: "torch.Tensor") -> "torch.Tensor":
        maps.append(output.clone().requires_grad_() if not output.requires_grad else output.clone())
        return maps[-1]

    hook = layer.register_forward_hook(keep)
    try:
        with torch.enable_grad():
            score = network(inputs)[0, answer]
            (gradient,) = torch.autograd.grad(score, maps[-1])
    finally:
        hook.remove()
    weights = gradient.mean(dim=(2, 3), keepdim=True)
    return _scaled((weights * maps[-1]).sum(dim=1)[0].relu().detach().cpu().numpy())


def _occlusion(network: "nn.Module", inputs: "torch.Tensor", answer: int) -> np.ndarray:
    import torch

    said = _probability(network, answer)
    px = inputs.shape[-1]
    step = max(1, px // OCCLUSION_GRID)
    places = range(0, px - step // 2, step)
    heat = np.zeros((len(places), len(places)), dtype=np.float32)
    with torch.no_grad():
        whole = said(inputs)[0]
        for row, top in enumerate(places):
            covered = inputs.repeat(len(places), 1, 1, 1)
            for column, left in enumerate(places):
                covered[column, :, top : top + step, left : left + step] = 0
            heat[row] = (whole - said(covered)).cpu().numpy()
    return _scaled(np.maximum(heat, 0))


def _probability(network: "nn.Module", answer: int) -> Callable[["torch.Tensor"], "torch.Tensor"]:
    return lambda inputs: cast("torch.Tensor", network(inputs).softmax(dim=1)[:, answer])


def _scaled(heat: np.ndarray) -> np.ndarray:
    return heat / heat.max() if heat.max() > 0 else heat
