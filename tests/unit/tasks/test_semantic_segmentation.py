"""What only the task of marking areas does: what it admits, losses by settings, masks of the picture's own size."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.core.prediction import Mask
from ptstudio.core.shapes import UNKNOWN, Box, Shape
from ptstudio.core.trained import TrainedModel
from ptstudio.data._masks import decoded
from ptstudio.tasks import _placed_masks, _true_masks, all_tasks
from ptstudio.tasks._task import Row
from tests.helpers.areas import CLASSES, area_samples, scene
from tests.helpers.tasks import admitted, rows_of, trained_by

TASK = all_tasks()["semantic-segmentation"]
PX = 64


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    samples = area_samples(tmp_path_factory.mktemp("scenes"), range(3), 80)
    return rows_of(TASK, admitted(TASK, samples)[0], CLASSES)


@pytest.fixture(scope="module")
def trained() -> tuple[torch.nn.Module, TrainedModel]:
    return trained_by(TASK, CLASSES, image_px=PX, design="lraspp")


def test_a_row_holds_the_mask_of_its_picture(tmp_path: Path) -> None:
    (sample,) = area_samples(tmp_path, [5], 80)
    found = TASK.admit(sample)
    assert isinstance(found, Admitted)
    _, mask = scene(5, 80)
    assert found.labels == tuple(CLASSES[number - 1] for number in np.unique(mask) if number)
    (row,) = rows_of(TASK, [found], CLASSES)
    assert np.array_equal(_true_masks.of_row(row), mask)


def test_what_only_has_boxes_shows_no_area_and_what_has_nothing_is_a_sample(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    Image.new("RGB", (8, 8)).save(picture)

    def said(*shapes: Shape) -> Admitted | Finding:
        return TASK.admit(Sample(path=picture, fields={"image": picture, "shapes": shapes}))

    boxed = said(Shape("cat", Box(1, 1, 5, 5)))
    assert isinstance(boxed, Finding)
    assert boxed.severity == "error"
    assert "outlines" in boxed.remedy
    nothing = said()
    assert isinstance(nothing, Admitted)
    assert nothing.labels == ()
    with pytest.raises(DatasetError):
        TASK.refuse_few_classes(())
    TASK.refuse_few_classes(("cat",))


def test_a_mask_moves_with_its_picture(rows: list[Row], trained: tuple[torch.nn.Module, TrainedModel]) -> None:
    settings = TASK.settings.from_values({"rotate": 45.0, "mirror": True})
    examples = [TASK.example(row, trained[1], settings, random.Random(3)) for row in rows]
    batch = TASK.collate(examples)
    assert batch.inputs.shape == (3, 3, PX, PX)
    assert batch.targets["mask"].shape == (3, PX, PX)
    assert (batch.targets["mask"] == UNKNOWN).any()
    plain = TASK.collate([TASK.example(row, trained[1], settings, None) for row in rows])
    for mask, row in zip(plain.targets["mask"], rows, strict=True):
        assert np.array_equal(mask, _placed_masks.squeezed(_true_masks.of_row(row), PX))
    assert plain.targets["size"].tolist() == [[80, 80]] * 3


@pytest.mark.parametrize("loss", ["cross-entropy", "dice", "focal", None])
def test_the_settings_say_what_counts_as_wrong(rows: list[Row], loss: str | None) -> None:
    network, known = trained_by(TASK, CLASSES, image_px=PX, design="lraspp", loss=loss)
    settings = TASK.settings.from_values(known.settings)
    batch = TASK.collate([TASK.example(row, known, settings, None) for row in rows])
    with torch.inference_mode():
        outputs = network(batch.inputs)
    found = float(TASK.loss(outputs, batch.targets, settings, None))
    others = [
        float(TASK.loss(outputs, batch.targets, TASK.settings.from_values({"loss": other}), None))
        for other in ("cross-entropy", "dice", "focal")
    ]
    assert found == pytest.approx(others[0] + others[1] if loss is None else others[others.index(found)])


def test_few_pictures_are_looked_at_more_often() -> None:
    balanced = TASK.settings.from_values({"trainable": "all", "epochs": 20})
    assert TASK.long_enough(balanced, 1000) == (balanced, "")
    longer, reason = TASK.long_enough(balanced, 100)
    assert (longer.epochs, "100 pictures are few" in reason) == (40, True)
    assert TASK.long_enough(balanced, 3)[0].epochs == 80
    quick = TASK.settings.from_values({"trainable": "head"})
    assert TASK.long_enough(quick, 3) == (quick, "")


def test_a_mask_is_as_large_as_its_picture(trained: tuple[torch.nn.Module, TrainedModel], tmp_path: Path) -> None:
    network, known = trained
    module = TASK.exportable(network, known).module
    for size in ((7, 3), (90, 150), (1500, 1000)):
        file = tmp_path / "picture.png"
        Image.fromarray(scene(1, 64)[0]).resize(size).save(file)
        row = TASK.given(file)
        with torch.inference_mode():
            told = module(torch.from_numpy(np.array(TASK.raw(row, known)["pixels"])))
        outputs = {name: getattr(told, name).numpy() for name in told._fields}
        assert outputs["classes"].shape == (1, size[1], size[0])
        (prediction,) = TASK.predictions(TASK.said([outputs], [row], known), CLASSES, 1)
        assert isinstance(prediction, Mask)
        assert (prediction.width, prediction.height) == size
        assert max(decoded(prediction.png).shape) == min(1024, max(size))


def test_drawings_show_each_class_in_its_colour(
    rows: list[Row], trained: tuple[torch.nn.Module, TrainedModel], tmp_path: Path
) -> None:
    example = TASK.example(rows[0], trained[1], TASK.settings(), None)
    TASK.draw(example, trained[1], tmp_path / "seen" / "square.png")
    with Image.open(tmp_path / "seen" / "square.png") as drawn:
        assert drawn.size == (PX, PX)
