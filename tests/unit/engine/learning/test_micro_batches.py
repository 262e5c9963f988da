"""A batch in parts: every sample once, in order, as even as may be."""

import pytest
import torch

from ptstudio.engine.learning.micro_batches import cut, part_size
from ptstudio.tasks._task import Batch


def batch(size: int) -> Batch:
    numbers = torch.arange(size)
    return Batch({"first": numbers, "second": numbers * 2}, numbers, size)


@pytest.mark.parametrize(
    ("size", "part", "smallest", "sizes"),
    [
        (8, 8, 1, [8]),
        (8, 4, 1, [4, 4]),
        (9, 4, 1, [3, 3, 3]),
        (5, 1, 1, [1] * 5),
        (5, 2, 2, [2, 3]),
        (3, 2, 2, [3]),
        (1, 4, 2, [1]),
    ],
)
def test_parts_are_even_and_none_is_too_small(size: int, part: int, smallest: int, sizes: list[int]) -> None:
    parts = cut(batch(size), part, smallest)
    assert [one.size for one in parts] == sizes
    assert torch.equal(torch.cat([one.targets for one in parts]), torch.arange(size))
    assert torch.equal(torch.cat([one.inputs["second"] for one in parts]), 2 * torch.arange(size))


def test_the_largest_part_counts() -> None:
    assert [part_size(9, parts) for parts in (1, 2, 4, 9)] == [9, 5, 3, 1]
