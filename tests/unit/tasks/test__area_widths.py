import numpy as np
import pytest

from ptstudio.core.shapes import UNKNOWN
from ptstudio.tasks._area_widths import SIDE, narrow, widths_of


def drawn(*areas: tuple[slice, slice, int]) -> np.ndarray:
    mask = np.zeros((SIDE, SIDE), dtype=np.uint8)
    for rows, columns, number in areas:
        mask[rows, columns] = number
    return mask


def test_a_road_is_as_wide_as_across() -> None:
    ((width, area),) = widths_of([drawn((slice(100, 120), slice(None), 1))])
    assert width == pytest.approx(20 / SIDE, abs=1.5 / SIDE)
    assert area == pytest.approx(20 / SIDE)


def test_areas_that_do_not_touch_and_classes_are_measured_apart() -> None:
    mask = drawn(
        (slice(0, 10), slice(0, 10), 1), (slice(50, 90), slice(0, 40), 1), (slice(50, 90), slice(40, 80), 2),
        (slice(300, 400), slice(0, 80), UNKNOWN),
    )  # fmt: skip
    widths = sorted((widths_of([mask, mask[:0:-1]])[:, 0] * SIDE).round().tolist())
    assert widths == pytest.approx([10, 10, 40, 40, 40, 40], abs=1.5)


def test_pictures_of_any_shape_are_measured_as_the_squares_they_become() -> None:
    mask = np.zeros((100, 400), dtype=np.uint8)
    mask[:, 100:140] = 3
    assert widths_of([mask])[0, 0] == pytest.approx(0.1, abs=0.01)


def test_narrow_is_what_a_tenth_of_the_marked_is_below_whatever_specks_there_are() -> None:
    specks = [(slice(at, at + 1), slice(500, 501), 1) for at in range(0, 300, 3)]
    wide, thin = (slice(0, 100), slice(0, 100), 1), (slice(200, 210), slice(0, 200), 2)
    assert narrow(widths_of([drawn(wide, *specks)])) == pytest.approx(100 / SIDE, abs=2 / SIDE)
    assert narrow(widths_of([drawn(wide, thin)])) == pytest.approx(10 / SIDE, abs=1.5 / SIDE)
    assert narrow(widths_of([drawn()])) == 1
