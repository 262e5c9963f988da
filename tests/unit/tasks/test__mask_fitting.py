"""What is chosen for a network that marks areas, and how much each class counts."""

import numpy as np
import pytest

from ptstudio.core.pretrained import PretrainedModel
from ptstudio.core.shapes import UNKNOWN
from ptstudio.models import all_families
from ptstudio.models._segmenters import DESIGN
from ptstudio.tasks._mask_fitting import balanced, designed, fitted, weights_of
from ptstudio.tasks._segmentation_settings import SegmentationSettings

BACKBONE = all_families()["mobilenet"].catalogue[0]
SEGMENTER = all_families()["torchvision-segmenters"].catalogue[0]


def test_a_backbone_gets_a_design_and_a_segmenter_keeps_its_own() -> None:
    assert designed(BACKBONE, SegmentationSettings()).config[DESIGN] == "unet"
    assert designed(BACKBONE, SegmentationSettings(design="fcn")).config[DESIGN] == "fcn"
    assert designed(SEGMENTER, SegmentationSettings(design="fcn")) == SEGMENTER


@pytest.mark.parametrize(("model", "names"), [(BACKBONE, ["design", "loss"]), (SEGMENTER, ["loss"])])
def test_what_nobody_asked_for_is_chosen_and_explained(model: PretrainedModel, names: list[str]) -> None:
    settings = SegmentationSettings()
    found, choices = fitted(designed(model, settings), settings, list)
    assert found == designed(model, settings)
    assert [choice.name for choice in choices] == ["image_px", *names]
    assert all(choice.reason.endswith(".") for choice in choices)
    assert fitted(model, SegmentationSettings(design="fcn", loss="dice", image_px=64), list)[1] == ()


def test_pictures_are_larger_where_areas_are_narrow() -> None:
    mask = np.zeros((300, 300), dtype=np.uint8)
    mask[100:107] = 1
    (model, choices), usual = fitted(BACKBONE, SegmentationSettings(), lambda: [mask]), BACKBONE.picture.px
    assert model.picture.px == 416 > usual
    assert "9 pixels wide" in next(choice.reason for choice in choices if choice.name == "image_px")
    mask[100:160] = 1
    assert fitted(BACKBONE, SegmentationSettings(), lambda: [mask])[0].picture.px == usual


def test_pixels_of_small_classes_count_more() -> None:
    mask = np.zeros((10, 20), dtype=np.uint8)
    mask[:5, :10], mask[0, 0], mask[9] = 1, 2, UNKNOWN
    background, area, speck = balanced([mask])
    assert area == 1.0
    assert background == pytest.approx(50 / 131, abs=0.02)
    assert speck == 20.0
    assert balanced([]) == []


def test_a_class_is_measured_by_the_pictures_that_have_it() -> None:
    half, whole = np.zeros((4, 4), dtype=np.uint8), np.zeros((4, 4), dtype=np.uint8)
    half[:2] = 1
    assert balanced([half]) == [1.0, 1.0]
    assert balanced([half, whole, whole]) == pytest.approx([0.8, 1.333], abs=0.01)


def test_weights_are_kept_with_the_model() -> None:
    mask = np.zeros((4, 4), dtype=np.uint8)
    mask[0, 0] = 2
    settings = SegmentationSettings(class_weights="balanced", design="unet", loss="dice", image_px=64)
    model, (choice,) = fitted(BACKBONE, settings, lambda: [mask])
    assert choice.name == "class_weights"
    assert weights_of(BACKBONE, 3) == [1.0] * 4
    background, absent, rare, unseen = weights_of(model, 3)
    assert background < rare
    assert (absent, unseen) == (1.0, 1.0)
