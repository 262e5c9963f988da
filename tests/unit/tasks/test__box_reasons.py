"""What decided is where covering makes a thing less probable."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from ptstudio.core.pretrained import ImageInput
from ptstudio.core.trained import TrainedModel
from ptstudio.tasks import _box_reasons, _heat_map
from ptstudio.tasks._box_reasons import GRID, LOOKS, METHOD
from tests.helpers.pretrained import model
from tests.unit.tasks.test__found import Said

PX = 40
BRIGHT_PX = 16


class SeesBrightness(nn.Module):
    """Sure of a thing in the upper left corner as far as that is bright; its head needs no weight."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(1))

    def forward(self, pictures: torch.Tensor) -> Said:
        bright = pictures[:, :, :BRIGHT_PX, :BRIGHT_PX].mean(dim=(1, 2, 3)) * self.weight
        boxes = torch.tensor([[0.0, 0.0, 0.4, 0.4], [0.6, 0.6, 0.9, 0.9]]).expand(len(pictures), -1, -1)
        chances = torch.stack((bright, torch.full_like(bright, 0.01)), dim=1)
        return Said(boxes, torch.stack((chances, torch.zeros_like(chances)), dim=-1))


def trained() -> TrainedModel:
    return TrainedModel(
        task="object-detection", model=model(input=ImageInput(px=PX, mean=(0, 0, 0), std=(1, 1, 1))),
        classes=("a", "b"), has_pretrained_weights=False, dataset="d/0001", dataset_fingerprint="", preset="quick",
        settings={},
    )  # fmt: skip


def test_the_heat_is_where_the_thing_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    monkeypatch.setattr(_heat_map, "draw", lambda image, heat, file: drawn.append((image.size, heat, file)))
    raw = {"pixels": np.full((1, 30, 50, 3), 200, np.uint8)}
    assert _box_reasons.draw(SeesBrightness(), trained(), raw, tmp_path / "why.png") == METHOD
    ((size, heat, file),) = drawn
    assert (size, heat.shape, file) == ((50, 30), (GRID, GRID), tmp_path / "why.png")
    np.testing.assert_allclose(heat[:4, :4], 1.0, atol=1e-4)
    assert (heat[4:] == 0).all()
    assert (heat[:, 4:] == 0).all()


def test_quarters_share_what_their_part_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    monkeypatch.setattr(_heat_map, "draw", lambda image, heat, file: drawn.append((image, heat, file)))
    pixels = np.zeros((1, PX, PX, 3), np.uint8)
    pixels[0, 4:8, 4:8] = 255
    network, looks = SeesBrightness(), list[int]()
    network.register_forward_hook(lambda _, asked, __: looks.append(len(asked[0])))
    _box_reasons.draw(network, trained(), {"pixels": pixels}, tmp_path / "why.png")
    ((_, heat, _),) = drawn
    assert heat[1, 1] == 1
    assert heat.sum() == 1, "one quarter of the first part is all that is bright"
    assert sum(looks) == 1 + 25 + 4
    assert sum(looks) <= LOOKS == 50


def test_where_nothing_decides_nothing_is_hot(tmp_path: Path) -> None:
    raw = {"pixels": np.zeros((1, 30, 50, 3), np.uint8)}
    assert _box_reasons.draw(SeesBrightness(), trained(), raw, tmp_path / "why.png") == METHOD
    with Image.open(tmp_path / "why.png") as picture:
        assert picture.size[0] > 1
