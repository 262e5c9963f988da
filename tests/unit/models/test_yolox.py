import pytest
import torch

from ptstudio.models._yolox import Placed, at_all_places
from ptstudio.models._yolox_layers import Scale, yolox

BOXES = torch.tensor([[[0.1, 0.1, 0.45, 0.5], [0.5, 0.5, 0.9, 0.9]]])
CLASSES = torch.tensor([[0, 2]])
MAPS = [torch.zeros(1, 1, side, side) for side in (8, 4, 2)]


def placed(kinds: int = 3) -> Placed:
    """What is said by a network that knows nothing, of three maps."""
    places = at_all_places(MAPS)
    count = len(places)
    return Placed(torch.zeros(1, count, kinds), torch.zeros(1, count, 4), torch.zeros(1, count), places)


def exact(said: Placed) -> Placed:
    """The same, but that every place says the first box."""
    left, top, right, bottom = BOXES[0, 0]
    corner, sides = said.places[:, :2], said.places[:, 2:]
    middle, size = torch.stack(((left + right) / 2, (top + bottom) / 2)), torch.stack((right - left, bottom - top))
    steps = torch.cat(((middle - corner) / sides, (size / sides).log()), dim=-1)
    return said._replace(steps=steps[None])


def test_places_are_the_upper_left_corners_of_cells() -> None:
    places = at_all_places(MAPS[1:])
    assert places.shape == (16 + 4, 4)
    assert places[1].tolist() == [0.25, 0.0, 0.25, 0.25]
    assert places[-1].tolist() == [0.5, 0.5, 0.5, 0.5]


def test_a_box_is_where_its_steps_lead() -> None:
    boxes, probabilities = exact(placed()).candidates()
    torch.testing.assert_close(boxes[0], BOXES[0, :1].expand_as(boxes[0]))
    assert probabilities.flatten().tolist() == pytest.approx([0.25] * probabilities.numel())


def test_things_are_found_at_places_in_or_near_them() -> None:
    said = placed()
    held = said._held(said._boxes(said.steps)[0], said.logits[0], said.objectness[0], BOXES[0], CLASSES[0])
    assert set(held.tolist()) == {-1, 0, 1}
    cells = said.places[:, :2] + said.places[:, 2:] / 2
    for number, box in enumerate(BOXES[0]):
        off = (cells[held == number] - (box[:2] + box[2:]) / 2).abs()
        assert (off <= (box[2:] - box[:2]) / 2 + 2.5 * said.places[held == number, 2:]).all()


def test_good_boxes_are_wanted_of_more_places() -> None:
    poor, good = placed(), exact(placed())
    one = BOXES[0, :1], CLASSES[0, :1]

    def places_held(said: Placed) -> int:
        held = said._held(said._boxes(said.steps)[0], said.logits[0], said.objectness[0], *one)
        return int((held >= 0).sum())

    assert places_held(poor) < places_held(good) <= 10


def test_without_things_only_there_being_none_is_learned() -> None:
    said = placed()._replace(objectness=torch.zeros(1, len(placed().places)).requires_grad_())
    loss = said.loss(torch.zeros(1, 1, 4), torch.tensor([[-1]]), None)
    assert loss.item() == pytest.approx(0.6931 * len(said.places), rel=1e-3)
    (steps,) = torch.autograd.grad(loss, said.objectness)
    assert bool((steps > 0).all())


def test_classes_count_by_their_weights() -> None:
    plain, weighted = (placed().loss(BOXES, CLASSES, each) for each in (None, torch.tensor([5.0, 1.0, 1.0])))
    assert weighted > plain


def test_a_network_learns_where_things_are() -> None:
    torch.manual_seed(0)
    backbone, head = yolox(Scale(0.33, 0.125, is_light=True), 3)
    network = torch.nn.Sequential(backbone, head)
    optimizer = torch.optim.AdamW(network.parameters(), 3e-3)
    picture, losses = torch.rand(1, 3, 64, 64) * 255, []
    for _ in range(30):
        loss = network(picture).loss(BOXES, CLASSES, None)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert losses[-1] < losses[0] * 0.6
