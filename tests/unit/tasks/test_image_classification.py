"""What image classification adds to the contract: picture sizes, weights of classes, smoothing, variation."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional

from ptstudio.core.dataset import Admitted, Sample
from ptstudio.core.errors import InputError, SettingsError
from ptstudio.core.prediction import HeatMap
from ptstudio.tasks import all_tasks
from ptstudio.tasks.image_classification import ImageClassificationSettings
from tests.helpers.pictures import save, save_text, save_turned
from tests.helpers.tasks import trained_by

TASK = all_tasks()["image-classification"]
CLASSES = ("cat", "dog")
OUTPUTS = torch.tensor([[2.0, 0.0], [1.0, 0.0], [0.0, 0.5]])
TARGETS = torch.tensor([0, 0, 1])


def test_another_picture_size_changes_the_input_alone(tmp_path: Path) -> None:
    usual = trained_by(TASK, CLASSES)[1]
    small = trained_by(TASK, CLASSES, image_px=48)[1]
    assert (usual.model.picture.px, small.model.picture.px) == (224, 48)
    assert small.model.picture.mean == usual.model.picture.mean
    row = {"path": str(save(tmp_path / "one.png")), "label": 1}
    assert TASK.example(row, small, TASK.settings(), None).inputs.shape == (3, 48, 48)


@pytest.mark.parametrize("name", ["crop", "rotate", "colour", "label_smoothing", "image_px"])
def test_settings_out_of_their_limits_are_refused(name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        TASK.settings.from_values({name: 5000})


def test_balanced_weights_make_rare_classes_count_more() -> None:
    counts = torch.tensor([30.0, 10.0])
    balanced = ImageClassificationSettings(class_weights="balanced")
    expected = functional.cross_entropy(OUTPUTS, TARGETS, weight=torch.tensor([40 / 60, 40 / 20]))
    torch.testing.assert_close(TASK.loss(OUTPUTS, TARGETS, balanced, counts), expected)
    plain = TASK.loss(OUTPUTS, TARGETS, ImageClassificationSettings(), counts)
    torch.testing.assert_close(plain, functional.cross_entropy(OUTPUTS, TARGETS))


def test_a_class_without_training_samples_does_no_harm_to_the_weights() -> None:
    balanced = ImageClassificationSettings(class_weights="balanced")
    assert bool(TASK.loss(OUTPUTS, TARGETS, balanced, torch.tensor([3.0, 0.0])).isfinite())


def test_validation_is_judged_by_the_plain_loss() -> None:
    altered = ImageClassificationSettings(class_weights="balanced", label_smoothing=0.3)
    torch.testing.assert_close(TASK.loss(OUTPUTS, TARGETS, altered, None), functional.cross_entropy(OUTPUTS, TARGETS))


def test_smoothing_punishes_being_sure() -> None:
    counts = torch.tensor([2.0, 1.0])
    sure = 100 * functional.one_hot(TARGETS).float()
    smoothed = ImageClassificationSettings(label_smoothing=0.1)
    assert TASK.loss(sure, TARGETS, smoothed, counts) > 1 > TASK.loss(sure, TARGETS, smoothed, None)


def test_pictures_do_not_vary_where_that_is_not_wanted(tmp_path: Path) -> None:
    trained = trained_by(TASK, CLASSES, image_px=32)[1]
    row = {"path": str(save(tmp_path / "one.png")), "label": 1}
    still = ImageClassificationSettings(augment=False)
    plain = TASK.example(row, trained, still, None).inputs
    assert torch.equal(TASK.example(row, trained, still, random.Random(1)).inputs, plain)
    varied = TASK.collate([TASK.example(row, trained, TASK.settings(), random.Random(1))]).inputs
    assert not torch.equal(varied[0], plain)


def test_a_turned_picture_is_upright_everywhere(tmp_path: Path) -> None:
    upright, turned = (save_turned(tmp_path / f"{kind}.png", kind) for kind in (1, 6))
    admitted = TASK.admit(Sample(path=turned, fields={"image": turned, "label": "cat"}))
    assert isinstance(admitted, Admitted)
    assert (admitted.columns["width"], admitted.columns["height"]) == (40, 20)
    trained = trained_by(TASK, CLASSES, image_px=32)[1]
    one, other = (TASK.raw(TASK.given(path), trained)["pixels"] for path in (turned, upright))
    assert np.array_equal(one, other)
    inputs = [
        TASK.example({"path": str(path), "label": 0}, trained, TASK.settings(), None).inputs
        for path in (upright, turned)
    ]
    assert torch.equal(*inputs)


def test_one_file_of_any_size_is_answered_alike_alone_and_in_a_batch() -> None:
    network, trained = trained_by(TASK, CLASSES, image_px=64)
    module = TASK.exportable(network, trained).module
    pixels = torch.randint(0, 256, (3, 90, 50, 3), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        together, alone = module(pixels), torch.cat([module(one[None]) for one in pixels])
    torch.testing.assert_close(together, alone, atol=1e-5, rtol=0)
    torch.testing.assert_close(together.sum(dim=1), torch.ones(3))


def test_a_network_of_maps_is_explained_by_grad_cam(tmp_path: Path) -> None:
    network, trained = trained_by(TASK, CLASSES, image_px=64)
    row = TASK.given(save(tmp_path / "one.png", size=(90, 60)))
    explanation = TASK.explain(network, trained, row, tmp_path / "why.png")
    assert explanation == HeatMap(file=str(tmp_path / "why.png"), method="Grad-CAM")


def test_a_text_named_like_a_picture_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"note\.jpg” cannot be used") as caught:
        TASK.raw(TASK.given(save_text(tmp_path / "note.jpg")), trained_by(TASK, CLASSES)[1])
    assert caught.value.hint


@pytest.mark.parametrize("class_weights", ["none", "balanced"])
@pytest.mark.parametrize("label_smoothing", [0.0, 0.2])
def test_losses_of_parts_weighted_by_what_they_are_means_of_make_that_of_the_batch(
    class_weights: str, label_smoothing: float
) -> None:
    settings = TASK.settings.from_values({"class_weights": class_weights, "label_smoothing": label_smoothing})
    counts = torch.tensor([9.0, 3.0])
    parts = [(OUTPUTS[:1], TARGETS[:1]), (OUTPUTS[1:], TARGETS[1:])]
    weights = [TASK.loss_weight(targets, settings, counts) for _, targets in parts]
    losses = [float(TASK.loss(outputs, targets, settings, counts)) for outputs, targets in parts]
    whole = float(TASK.loss(OUTPUTS, TARGETS, settings, counts))
    assert np.average(losses, weights=weights) == pytest.approx(whole)


def test_smaller_pictures_end_where_there_is_little_left_to_see() -> None:
    trained = trained_by(TASK, CLASSES)[1]
    sizes = [trained.model.picture.px]
    while found := TASK.smaller(trained):
        trained, said = found
        sizes.append(trained.model.picture.px)
        assert str(sizes[-1]) in said
    assert sizes == [224, 160, 96, 64]
