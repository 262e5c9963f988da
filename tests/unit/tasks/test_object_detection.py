"""What is particular to finding things: boxes that go in, what is not learned from, what counts as found."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ptstudio.core.dataset import Admitted, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.core.shapes import Box, Shape
from ptstudio.models import all_families
from ptstudio.models._detectors import DESIGN
from ptstudio.tasks import all_tasks
from ptstudio.tasks._detection_settings import DetectionSettings
from ptstudio.tasks._looks import MOST_TIMES
from ptstudio.tasks._task import Row
from tests.helpers.detectors import drawn_things, tiny_detector
from tests.helpers.pictures import save
from tests.helpers.tasks import trained_by
from tests.helpers.things import sure_of_things

TASK = all_tasks()["object-detection"]
CLASSES = ("berry", "pool")
BERRY, POOL = Shape("berry", Box(2, 3, 10, 9)), Shape("pool", Box(12, 4, 23, 15.5))


def admitted(folder: Path, *shapes: Shape) -> Admitted:
    picture = save(folder / "a.png")
    found = TASK.admit(Sample(picture, {"image": picture, "shapes": shapes}))
    assert isinstance(found, Admitted)
    return found


def test_the_order_in_which_things_were_written_down_makes_no_difference(tmp_path: Path) -> None:
    one, other = admitted(tmp_path, POOL, BERRY), admitted(tmp_path, BERRY, POOL)
    assert one == other
    assert one.labels == ("berry", "pool")
    assert one.columns["boxes"] == [2, 3, 10, 9, 12, 4, 23, 15.5]
    assert one.truth != admitted(tmp_path, BERRY, POOL._replace(box=Box(12, 4, 23, 15))).truth


def test_a_picture_without_things_and_many_that_nobody_told_apart_are_admitted(tmp_path: Path) -> None:
    assert admitted(tmp_path).labels == ()
    assert admitted(tmp_path, BERRY._replace(is_crowd=True), POOL).columns["crowds"] == [1, 0]


def test_one_class_is_enough_and_none_is_not() -> None:
    TASK.refuse_few_classes(["berry"])
    with pytest.raises(DatasetError, match="no box"):
        TASK.refuse_few_classes([])


@pytest.mark.parametrize(("samples", "times"), [(10, MOST_TIMES), (38, 2), (1500, 1)])
def test_few_pictures_are_looked_at_more_often(samples: int, times: int) -> None:
    settings = DetectionSettings(epochs=20, trainable="all")
    longer, reason = TASK.long_enough(settings, samples)
    assert longer.epochs == 20 * times
    assert bool(reason) == (times > 1)
    head_alone = DetectionSettings(trainable="head")
    assert TASK.long_enough(head_alone, samples) == (head_alone, "")


def test_what_nobody_has_told_apart_is_not_learned_from() -> None:
    pictures, boxes, classes = drawn_things(2)
    with torch.no_grad():
        said = tiny_detector("ssdlite")(pictures)
    crowds = torch.where(classes < 0, -1, 0)
    targets: dict[str, torch.Tensor] = {"boxes": boxes, "classes": classes, "crowds": crowds}
    settings = TASK.settings()
    without = classes.clone()
    without[0, 0] = -1
    many = crowds.clone()
    many[0, 0] = 1
    assert torch.equal(
        TASK.loss(said, targets | {"crowds": many}, settings, None),
        TASK.loss(said, targets | {"classes": without}, settings, None),
    )


def test_rare_classes_count_more_where_asked() -> None:
    pictures, boxes, classes = drawn_things(2)
    with torch.no_grad():
        said = tiny_detector("ssdlite")(pictures)
    targets = {"boxes": boxes, "classes": classes, "crowds": torch.where(classes < 0, -1, 0)}
    counts = torch.tensor([1, 9])

    def loss(how: str, known: torch.Tensor | None) -> torch.Tensor:
        return TASK.loss(said, targets, TASK.settings.from_values({"class_weights": how}), known)

    assert torch.equal(loss("none", counts), loss("none", None))
    assert torch.equal(loss("balanced", None), loss("none", None))
    torch.testing.assert_close(loss("balanced", counts), said.loss(boxes, classes, torch.tensor([10 / 2, 10 / 18])))


def test_every_family_that_can_find_things_gets_a_design() -> None:
    for family in all_families().values():
        if TASK.key not in family.tasks or not family.gives_maps or not family.catalogue:
            continue
        adapted = TASK.adapt(family.catalogue[0], DetectionSettings(design="fcos", image_px=128))
        assert (adapted.config[DESIGN], adapted.picture.px) == ("fcos", 128)


def test_pictures_of_a_batch_may_hold_differently_many_things(tmp_path: Path) -> None:
    trained = trained_by(TASK, CLASSES, image_px=64)[1]
    samples: Sequence[tuple[Shape, ...]] = ((BERRY, POOL), (), (POOL,))
    found = [admitted(tmp_path / str(number), *shapes) for number, shapes in enumerate(samples)]
    rows: list[Row] = [{**one.columns, "label": [CLASSES.index(label) for label in one.labels]} for one in found]
    for dice in (None, random.Random(0)):
        batch = TASK.collate([TASK.example(row, trained, DetectionSettings(shrink=0, crop=0), dice) for row in rows])
        targets: Any = batch.targets
        assert targets["classes"].tolist() == [[0, 1], [-1, -1], [1, -1]]
        assert targets["boxes"].shape == (3, 2, 4)
        assert targets["sizes"].tolist() == [[24, 16]] * 3


def test_the_threshold_is_settled_by_what_was_found() -> None:
    _, boxes, classes = drawn_things(4)
    sure = sure_of_things(boxes, classes, len(CLASSES))
    unsure = sure._replace(probabilities=sure.probabilities * 0.3)
    targets = {
        "boxes": boxes, "classes": classes, "crowds": torch.where(classes < 0, -1, 0), "sizes": torch.full((4, 2), 64.0)
    }  # fmt: skip
    trained = trained_by(TASK, CLASSES)[1]
    evidence = TASK.evidence(unsure, targets)
    assert TASK.measure(evidence)["f1"] == 0, "nothing is as probable as usual"
    settled = TASK.settle(evidence, trained)
    assert 0 < settled["threshold"] <= 0.3
    as_settled = TASK.as_settled(evidence, trained.model_copy(update={"settled": settled}))
    assert TASK.measure(as_settled)["f1"] == pytest.approx(1)
    assert np.isclose(TASK.measure(as_settled)["map"], TASK.measure(evidence)["map"])
