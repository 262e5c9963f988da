"""When two runs of one network are said to tell the same pixels."""

import numpy as np
import pytest

from ptstudio.core.certificate import Agreement
from ptstudio.tasks._mask_agreement import agreement


def output(classes: list[int], probabilities: list[float], margins: list[float]) -> dict[str, np.ndarray]:
    """What a file gives for one picture of one row."""
    return {
        "classes": np.array([[classes]], np.uint8),
        "probabilities": np.array([[probabilities]], np.float32),
        "margins": np.array([[margins]], np.float32),
    }


def compared(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> Agreement:
    return agreement([one], [other], 1e-3, "mean_iou", (0.5, 0.6))


CLEAR = output([0, 1, 2, 1], [0.9, 0.8, 0.7, 0.6], [0.8, 0.7, 0.5, 0.3])


def test_pixels_agree_where_their_class_is_the_same() -> None:
    found = compared(CLEAR, output([0, 1, 2, 2], [0.9, 0.8, 0.7004, 0.6], [0.8, 0.7, 0.5, 0.3]))
    assert found.label_agreement == 0.75
    assert (found.samples, found.answers, found.compared, found.ties) == (1, 4, 4, 0)
    assert found.largest_difference == pytest.approx(4e-4, abs=1e-6)
    assert found.mean_difference == pytest.approx(4e-4 / 3, abs=1e-6)
    assert (found.metric, found.reference, found.exported) == ("mean_iou", 0.5, 0.6)


def test_a_pixel_between_two_classes_is_a_tie_only_if_pytorch_says_so() -> None:
    close = output([0, 1, 2, 1], [0.9, 0.8, 0.7, 0.4], [0.8, 0.7, 0.5, 0.0005])
    other = output([0, 1, 2, 2], [0.9, 0.8, 0.7, 0.4], [0.8, 0.7, 0.5, 0.0005])
    assert (compared(close, other).label_agreement, compared(close, other).ties) == (1.0, 1)
    assert compared(CLEAR, other).label_agreement == 0.75


def test_pictures_of_many_sizes_count_by_their_pixels() -> None:
    small = output([1], [0.9], [0.8])
    found = agreement([CLEAR, small], [CLEAR, output([0], [0.9], [0.8])], 1e-3, "mean_iou", (1, 1))
    assert (found.label_agreement, found.answers, found.samples) == (0.8, 5, 2)
