"""What a report says of masks, and what is shown of them."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from ptstudio.core.prediction import Mask
from ptstudio.core.report import MaskClasses, MaskMistakes, PixelConfusion
from ptstudio.tasks._mask_evidence import judged, said
from ptstudio.tasks._mask_metrics import measure
from ptstudio.tasks._mask_sections import MOST_MISTAKES, predictions, sections

CLASSES = ("sky", "road", "car")


def pixels(mask: Mask) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(mask.png))))


def evidence() -> dict[str, np.ndarray]:
    """Of four pictures: one right, one with a fourth of its road missed, one all wrong, and one with nothing."""
    half, empty, nothing = (np.zeros((8, 8), int) for _ in range(3))
    half[:, 4:] = 2
    less = half.copy()
    less[:4, 4:6] = 0
    return judged(
        [half, less, empty + 1, nothing], [half, half, empty + 2, nothing], [0.9, 0.8, 0.7, 0.6], [(80, 80)] * 4, 3
    )


def test_classes_and_their_figures() -> None:
    table, confusion, _ = sections(evidence(), list("abcd"), CLASSES)
    assert isinstance(table, MaskClasses)
    sky, road, car = table.rows
    assert (sky.label, sky.iou, sky.support, sky.share, sky.boundary) == ("sky", 0.0, 0, 0.0, None)
    assert (road.support, road.share) == (3, 0.5)
    assert (road.iou, road.recall, road.precision) == pytest.approx((56 / 128, 56 / 128, 1.0))
    assert road.boundary is not None
    assert 0.5 < road.boundary < 1
    assert (car.iou, car.support, car.boundary) == (0.0, 0, None)
    assert np.mean([road.iou, sky.iou]) == pytest.approx(measure(evidence())["mean_iou"])
    assert isinstance(confusion, PixelConfusion)
    assert confusion.classes == ("background", *CLASSES)
    assert confusion.shares[2] == pytest.approx((8 / 128, 64 / 128, 56 / 128, 0), abs=1e-6)
    assert confusion.shares[3] == (0, 0, 0, 0)


def test_the_worst_pictures_come_first_and_those_that_are_right_are_left_out() -> None:
    mistakes = sections(evidence(), list("abcd"), CLASSES)[2]
    assert isinstance(mistakes, MaskMistakes)
    assert [(each.sample, each.iou) for each in mistakes.mistakes] == [("c", 0.0), ("b", 0.75)]
    worst = mistakes.mistakes[0]
    assert (worst.truth.said, worst.said.said) == ("road", "sky")
    assert (worst.truth.width, worst.said.height) == (80, 80)
    assert [worst.truth.confidence, worst.said.confidence] == pytest.approx([1.0, 0.7])
    assert (np.unique(pixels(worst.truth)).tolist(), np.unique(pixels(worst.said)).tolist()) == ([2], [1])


def test_no_more_pictures_are_told_of_than_somebody_looks_at() -> None:
    many = MOST_MISTAKES + 3
    black, white = np.zeros((4, 4), int), np.ones((4, 4), int)
    made = judged([black] * many, [white] * many, [0.5] * many, [(4, 4)] * many, 3)
    mistakes = sections(made, [str(number) for number in range(many)], CLASSES)[2]
    assert isinstance(mistakes, MaskMistakes)
    assert len(mistakes.mistakes) == MOST_MISTAKES


def test_predictions_name_the_classes_by_the_room_they_take() -> None:
    map_ = np.zeros((10, 10), int)
    map_[:, :3], map_[:, 3:8] = 3, 1
    (mask, nothing) = predictions(said([map_, map_ * 0], [0.75, 0.5], [(100, 50), (10, 10)], 3), CLASSES)
    assert [(each.label, each.share) for each in mask.shares] == [("sky", 0.5), ("car", 0.3)]
    assert (mask.width, mask.height, mask.confidence, mask.classes) == (100, 50, 0.75, CLASSES)
    assert pixels(mask).shape == (50, 100)
    assert (nothing.shares, nothing.said) == ((), "—")
