"""Of boxes that overlap the best: picture by picture and class by class as torchvision says."""

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from torchvision.ops import batched_nms

from ptstudio.models._suppression import best_apart, chosen


def made(seed: int, pictures: int, places: int, kinds: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Boxes that often overlap, scores of which no two are the same, and classes."""
    dice = np.random.default_rng(seed)
    corners = dice.choice(np.linspace(0, 0.6, 7), (pictures, places, 2)) + dice.normal(0, 0.01, (pictures, places, 2))
    boxes = np.concatenate((corners, corners + dice.uniform(0.2, 0.4, corners.shape)), axis=-1).clip(0, 1)
    scores = dice.permutation(pictures * places).reshape(pictures, places) / (pictures * places) * 0.9 + 0.05
    return (
        torch.from_numpy(boxes).float(),
        torch.from_numpy(scores).float(),
        torch.from_numpy(dice.integers(0, kinds, (pictures, places))),
    )


@given(
    st.integers(0, 10**6), st.integers(1, 4), st.integers(1, 30), st.integers(1, 4), st.integers(1, 40),
    st.sampled_from([0.3, 0.5, 0.7]),
)  # fmt: skip
def test_each_picture_keeps_what_torchvision_keeps(
    seed: int, pictures: int, places: int, kinds: int, most: int, overlap: float
) -> None:
    boxes, scores, classes = made(seed, pictures, places, kinds)
    kept, best = best_apart(boxes, scores, classes, overlap, most)
    assert kept.shape == best.shape == (pictures, min(most, places))
    for number in range(pictures):
        expected = batched_nms(boxes[number], scores[number], classes[number], overlap)[:most]
        found = kept[number][best[number] > 0]
        assert found.tolist() == expected.tolist()
        assert best[number][: len(expected)].tolist() == scores[number][expected].tolist()
        assert bool((best[number][len(expected) :] == 0).all())


def of_one(
    number: int, boxes: torch.Tensor, scores: torch.Tensor, classes: torch.Tensor, most: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """What is kept of one picture by itself."""
    own = slice(number, number + 1)
    return best_apart(boxes[own], scores[own], classes[own], 0.5, most)


def test_neighbours_in_a_batch_change_nothing() -> None:
    boxes, scores, classes = made(3, 5, 20, 3)
    together = best_apart(boxes, scores, classes, 0.5, 10)
    for number in range(5):
        alone = of_one(number, boxes, scores, classes, 10)
        assert torch.equal(alone[1][0], together[1][number])
        is_there = alone[1][0] > 0
        assert torch.equal(alone[0][0][is_there], together[0][number][is_there])


def test_small_boxes_are_told_apart_in_large_batches_of_many_kinds() -> None:
    boxes, scores, classes = made(1, 64, 30, 1)
    boxes = boxes * 0.04 + 0.5
    together = best_apart(boxes, scores, classes + 89, 0.5, 30)
    for number in range(64):
        assert torch.equal(
            of_one(number, boxes, scores, classes, 30)[1][0],
            together[1][number],
        )


def test_chosen_takes_numbers_and_boxes_at_places() -> None:
    values, places = torch.arange(24).reshape(2, 3, 4), torch.tensor([[2, 0], [1, 1]])
    assert chosen(values, places).tolist() == [[[8, 9, 10, 11], [0, 1, 2, 3]], [[16, 17, 18, 19]] * 2]
    assert chosen(values[..., 0], places).tolist() == [[8, 0], [16, 16]]
