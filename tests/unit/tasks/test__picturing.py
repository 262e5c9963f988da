"""What all tasks on pictures share: squares, views of them, files that are pictures."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from ptstudio.core.dataset import Sample
from ptstudio.core.errors import InputError
from ptstudio.core.trained import TrainedModel
from ptstudio.core.training import TrainingSettings
from ptstudio.tasks import all_tasks
from ptstudio.tasks._picturing import LEAST_PX, Picturing, load_picture, of_side, picture_of, picture_settings
from ptstudio.tasks._variation import View
from tests.helpers.pictures import save, save_text, save_truncated
from tests.helpers.tasks import trained_by

TASKS = [task for task in all_tasks().values() if isinstance(task, Picturing)]
CLASSES = ("a", "b")


@pytest.fixture(params=TASKS, ids=lambda task: task.key)
def task(request: pytest.FixtureRequest) -> Picturing:
    found: Picturing = request.param
    return found


def trained_at(task: Picturing, px: int) -> TrainedModel:
    return trained_by(task, CLASSES, image_px=px)[1]


def test_there_are_tasks_on_pictures() -> None:
    assert {"image-classification", "object-detection"} <= {task.key for task in TASKS}
    assert {task.icon for task in TASKS} == {"picture"}


def test_pictures_get_smaller_by_quarters_until_little_is_left(task: Picturing) -> None:
    trained, sides = trained_at(task, 320), []
    while found := task.smaller(trained):
        trained, words = found
        sides.append(trained.model.picture.px)
        assert words == f"{sides[-1]} × {sides[-1]} pixels"
    assert sides == [224, 160, 96, 64]
    assert sides[-1] == LEAST_PX


def test_a_picture_as_it_is_is_a_tensor_and_a_varied_one_a_view(task: Picturing, tmp_path: Path) -> None:
    row = {"path": str(save(tmp_path / "a.png", size=(50, 30)))}
    trained, settings = trained_at(task, 64), task.settings()
    plain = task.seen(row, trained, settings, None, None)
    assert isinstance(plain, torch.Tensor)
    assert plain.shape == (3, 64, 64)
    varied = task.seen(row, trained, settings, random.Random(0), None)
    assert isinstance(varied, View)
    assert varied.pixels.shape[0] > 64, "with room for what is cut away"
    still = task.seen(row, trained, settings, None, np.zeros((64, 64, 3), np.uint8))
    assert isinstance(still, View)
    assert still == View(still.pixels, trained.model.picture)


def test_what_pictures_are_made_of_has_a_key_of_its_own(task: Picturing) -> None:
    trained = trained_at(task, 64)
    plain = task.preparation(trained, task.settings(), is_varied=False)
    roomy = task.preparation(trained, task.settings(), is_varied=True)
    assert plain.key == "rgb-64"
    assert roomy.key != plain.key
    never = task.settings.from_values({"augment": False})
    assert task.preparation(trained, never, is_varied=True).key == plain.key
    assert task.varied_by(never) == ""
    assert task.varied_by(task.settings())


def test_bad_pictures_are_errors_that_the_engine_or_a_person_understands(task: Picturing, tmp_path: Path) -> None:
    trained = trained_at(task, 64)
    bad = save_truncated(tmp_path / "a.jpg")
    with pytest.raises(ValueError, match=r"a\.jpg"):
        load_picture({"path": str(bad)})
    with pytest.raises(InputError, match="cannot be used"):
        task.raw({"path": str(bad)}, trained)
    with pytest.raises(InputError, match="no picture"):
        task.raw({"path": str(save_text(tmp_path / "notes.txt"))}, trained)
    assert task.takes(bad)
    assert not task.takes(tmp_path / "notes.txt")


def test_what_belongs_to_another_task_is_refused() -> None:
    with pytest.raises(TypeError, match="on pictures"):
        picture_settings(TrainingSettings())
    with pytest.raises(TypeError, match="Path"):
        picture_of(Sample(Path("a"), {"image": "a.png"}))


def test_a_side_is_changed_only_where_one_is_given(task: Picturing) -> None:
    model = trained_at(task, 64).model
    assert of_side(model, None) is model
    assert of_side(model, 96).picture.px == 96
    assert of_side(model, 96).picture.mean == model.picture.mean
