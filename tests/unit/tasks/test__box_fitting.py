"""Design, pixels and anchors follow from how large things are, each with a reason."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ptstudio.models._detectors import ANCHORS, DESIGN, DESIGNS
from ptstudio.tasks import _box_fitting
from ptstudio.tasks._box_fitting import PX, designed, fitted, fitted_anchors, sizes_of
from ptstudio.tasks._detection_settings import DetectionSettings
from ptstudio.tasks._picturing import of_side
from tests.helpers.pretrained import model

MODEL = model()
STRIDES = (8, 16, 32)
SIZES = np.random.default_rng(0).uniform(0.1, 0.5, (200, 2))
many_sizes = st.integers(0, 30).flatmap(lambda count: arrays(np.float64, (count, 2), elements=st.floats(0.005, 1)))


class Rows:
    """Rows of a split as far as boxes go."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.rows = rows

    def column(self, name: str) -> list[Any]:
        return [row[name] for row in self.rows]


def test_a_classifier_gets_the_design_that_was_asked_for_or_one_that_learns_from_few_pictures() -> None:
    assert designed(MODEL, DetectionSettings()).config[DESIGN] == "faster-rcnn"
    assert designed(MODEL, DetectionSettings(design="ssdlite")).config[DESIGN] == "ssdlite"


def test_sizes_are_relative_to_each_picture() -> None:
    rows = Rows(
        {"boxes": [0, 0, 10, 20, 50, 0, 100, 50], "width": 100, "height": 50},
        {"boxes": [], "width": 10, "height": 10},
        {"boxes": [1, 1, 3, 2], "width": 4, "height": 4},
    )
    found = sizes_of(rows)
    np.testing.assert_allclose(found, [[0.1, 0.4], [0.5, 1.0], [0.5, 0.25]])
    assert sizes_of(Rows()).shape == (0, 2)


def test_of_very_many_boxes_some_tell_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_box_fitting, "MOST_BOXES", 10)
    rows = Rows(*({"boxes": [0, 0, 1 + at, 1], "width": 40, "height": 40} for at in range(35)))
    found = sizes_of(rows)
    assert 10 <= len(found) <= 20
    assert found[-1, 0] > 30 / 40, "also of the last ones"


@pytest.mark.parametrize(
    ("smallest", "px", "words"),
    [
        (0.2, 320, "Even the smallest tenth of the things is about 64 pixels"),
        (0.05, 320, "16 pixels"),
        (0.04, 416, "about 17 pixels wide, enough"),
        (0.021, 800, "enough to be found"),
        (0.005, 800, "only about 4 pixels wide even then"),
    ],
)
def test_pictures_are_as_large_as_small_things_need(smallest: float, px: int, words: str) -> None:
    model, choices = fitted(of_side(MODEL, 224), DetectionSettings(), np.full((50, 2), smallest))
    reason = next(choice.reason for choice in choices if choice.name == "image_px")
    assert model.picture.px == px
    assert words in reason


@given(many_sizes, st.sampled_from([224, 320, 512, 900]))
def test_pictures_are_never_smaller_than_usual_unless_that_is_too_large(found: np.ndarray, usual: int) -> None:
    chosen = fitted(of_side(MODEL, usual), DetectionSettings(), found)[0].picture.px
    assert chosen in PX
    assert chosen >= min(usual, PX[-1])


@given(many_sizes, st.sampled_from([3, 6, 9]))
def test_each_level_has_its_anchors_whatever_the_boxes(sizes: np.ndarray, count: int) -> None:
    shapes = fitted_anchors(sizes, STRIDES, count, 320)
    assert [len(level) for level in shapes] == [count] * len(STRIDES)
    assert all(0 < side <= 1 for level in shapes for shape in level for side in shape)
    assert shapes == fitted_anchors(sizes, STRIDES, count, 320), "no dice decide"


def test_anchors_overlap_better_with_the_boxes_than_usual_ones() -> None:
    dice = np.random.default_rng(0)
    thin = np.column_stack((dice.uniform(0.3, 0.5, 300), dice.uniform(0.04, 0.06, 300)))
    own, usual = (
        np.array([shape for level in shapes for shape in level])
        for shapes in (fitted_anchors(thin, STRIDES, 6, 320), fitted_anchors(thin[:0], STRIDES, 6, 320))
    )
    best, before = (_box_fitting._overlaps(thin, shapes).max(axis=1).mean() for shapes in (own, usual))
    assert best > 0.7 > before + 0.1


@pytest.mark.parametrize("key", sorted(DESIGNS))
def test_every_choice_has_a_reason(key: Any) -> None:
    settings = DetectionSettings(design=key)
    made, choices = fitted(designed(MODEL, settings), settings, SIZES)
    by_name = {choice.name: choice for choice in choices}
    assert set(by_name) == {"image_px"} | ({"anchors"} if DESIGNS[settings.design or key].anchors else set())
    assert all(choice.reason.endswith(".") for choice in choices)
    assert made.picture.px == by_name["image_px"].value
    assert (ANCHORS in made.config) == ("anchors" in by_name)


def test_what_somebody_chose_is_not_chosen_again() -> None:
    settings = DetectionSettings(image_px=64, design="fcos")
    asked = designed(MODEL, settings)
    assert fitted(asked, settings, SIZES) == (asked, ())
    _, choices = fitted(designed(MODEL, DetectionSettings(image_px=64)), DetectionSettings(image_px=64), SIZES)
    assert [(choice.name, choice.value) for choice in choices] == [("design", "Faster R-CNN"), ("anchors", 12)]
    settings = DetectionSettings(image_px=64, design="ssdlite")
    _, choices = fitted(designed(MODEL, settings), settings, SIZES)
    assert [choice.name for choice in choices] == ["anchors"]


def test_a_detector_of_its_own_keeps_its_design() -> None:
    own, choices = fitted(MODEL, DetectionSettings(), SIZES)
    assert own.config == MODEL.config
    assert [choice.name for choice in choices] == ["image_px"]


def test_without_any_box_it_is_as_usual() -> None:
    settings = DetectionSettings()
    made, _ = fitted(designed(MODEL, settings), settings, SIZES[:0])
    assert made.picture.px == PX[0]
