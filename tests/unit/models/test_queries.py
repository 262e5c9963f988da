import pytest
import torch

from ptstudio.models._queries import Queried, QueriedOrNothing, corners, divided
from ptstudio.tasks._found import found

BOXES = torch.tensor([[0.1, 0.1, 0.4, 0.5], [0.5, 0.5, 0.9, 0.9]])
CLASSES = torch.tensor([0, 2])


def certain(boxes: torch.Tensor, classes: list[int], kinds: int) -> tuple[torch.Tensor, torch.Tensor]:
    """What is said by a network that is sure: logits (1, 1, Q, kinds) and boxes (1, 1, Q, 4)."""
    logits = torch.full((len(classes), kinds), -8.0)
    for query, kind in enumerate(classes):
        if kind >= 0:
            logits[query, kind] = 8.0
    return logits[None, None], boxes[None, None]


def test_queries_are_divided_among_things_at_the_least_cost() -> None:
    found_boxes = torch.stack((BOXES[1], torch.tensor([0.0, 0.0, 1.0, 1.0]), BOXES[0]))
    queries, things = divided(torch.full((3, 3), 0.5), found_boxes, BOXES, CLASSES)
    assert dict(zip(queries.tolist(), things.tolist(), strict=True)) == {0: 1, 2: 0}


def test_of_two_equal_boxes_the_class_decides() -> None:
    probabilities = torch.tensor([[0.1, 0.0, 0.9], [0.9, 0.0, 0.1]])
    same = BOXES[:1].expand(2, -1)
    queries, things = divided(probabilities, same, same, CLASSES)
    assert dict(zip(queries.tolist(), things.tolist(), strict=True)) == {0: 1, 1: 0}


def test_more_things_than_queries_leave_some_unfound() -> None:
    queries, things = divided(torch.full((1, 3), 0.5), BOXES[1:], BOXES, CLASSES)
    assert (queries.tolist(), things.tolist()) == ([0], [1])


@pytest.mark.parametrize(("kind", "outputs", "nothing"), [(Queried, 3, -1), (QueriedOrNothing, 4, 3)])
def test_who_is_right_loses_almost_nothing(kind: type[Queried], outputs: int, nothing: int) -> None:
    boxes = torch.cat((BOXES, torch.tensor([[0.2, 0.2, 0.3, 0.3]])))
    right = kind(*certain(boxes, [0, 2, nothing], outputs))
    wrong = kind(*certain(boxes.flip(0), [1, 1, 1], outputs))
    assert right.loss(BOXES[None], CLASSES[None], None) < 0.01
    assert wrong.loss(BOXES[None], CLASSES[None], None) > 1
    things = found(right)
    assert things.classes[0, :2].sort().values.tolist() == [0, 2]
    assert things.scores[0, 1] > 0.99


@pytest.mark.parametrize(("kind", "outputs"), [(Queried, 3), (QueriedOrNothing, 4)])
def test_a_picture_without_things_and_weights_of_classes_count(kind: type[Queried], outputs: int) -> None:
    torch.manual_seed(0)
    said = kind(torch.randn(1, 2, 6, outputs), torch.rand(1, 2, 6, 4).sort(dim=-1).values)
    empty = said.loss(torch.zeros(1, 1, 4), torch.tensor([[-1]]), None)
    assert torch.isfinite(empty)
    assert empty > 0
    plain, weighted = (said.loss(BOXES[None], CLASSES[None], weights) for weights in (None, torch.tensor([9.0, 1, 1])))
    assert not torch.isclose(plain, weighted)


def test_the_last_layer_answers() -> None:
    logits, boxes = torch.zeros(1, 2, 1, 3), torch.rand(1, 2, 1, 4)
    logits[0, 1] = 4.0
    places, probabilities = Queried(logits, boxes).candidates()
    assert torch.equal(places, boxes[:, 1])
    assert (probabilities > 0.9).all()


def test_corners_are_half_a_side_from_the_middle() -> None:
    assert corners(torch.tensor([0.5, 0.4, 0.2, 0.4])).tolist() == pytest.approx([0.4, 0.2, 0.6, 0.6])
