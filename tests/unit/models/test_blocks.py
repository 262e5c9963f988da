"""Parts become blocks: in order, about equally many, a normalisation with its layer."""

import pytest
from torch import nn

from ptstudio.models._blocks import consecutive


def test_a_normalisation_stays_with_its_layer_and_parts_without_parameters_are_left_out() -> None:
    first, norm, second = nn.Conv2d(1, 1, 1), nn.BatchNorm2d(1), nn.Conv2d(1, 1, 1)
    assert consecutive([first, norm, nn.ReLU(), second]) == [[first, norm], [second]]


@pytest.mark.parametrize(("parts", "sizes"), [(0, []), (3, [1, 1, 1]), (4, [1, 1, 2]), (7, [2, 2, 3])])
def test_blocks_are_about_equal_and_keep_the_order(parts: int, sizes: list[int]) -> None:
    layers: list[nn.Module] = [nn.Linear(1, 1) for _ in range(parts)]
    blocks = consecutive(layers, most=3)
    assert [len(block) for block in blocks] == sizes
    assert [layer for block in blocks for layer in block] == layers
