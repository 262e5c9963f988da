"""The figures of masks are those of their plain definitions; resamples are measured as one by one."""

import base64
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ptstudio.core.shapes import UNKNOWN
from ptstudio.tasks._mask_evidence import (
    BOUNDARY,
    CONFUSION,
    LONGEST,
    SAID_PNG,
    SHARES,
    TRUE_PNG,
    boundary,
    confusion,
    judged,
    png,
    said,
)
from ptstudio.tasks._mask_facts import METRICS
from ptstudio.tasks._mask_metrics import baseline, measure, measure_resamples


def maps(seed: int, pictures: int = 5, classes: int = 3, side: int = 24) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """What was said, and what is there, of which some is unknown; coarse areas, so that there are outlines."""
    dice = np.random.default_rng(seed)
    true = [
        np.kron(dice.integers(0, classes + 1, (side // 6, side // 6)), np.ones((6, 6), int)) for _ in range(pictures)
    ]
    guesses = [
        np.where(dice.random(each.shape) < 0.15, dice.integers(0, classes + 1, each.shape), each) for each in true
    ]
    return guesses, [np.where(dice.random(each.shape) < 0.1, UNKNOWN, each) for each in true]


def evidence(seed: int, pictures: int = 5, classes: int = 3) -> dict[str, np.ndarray]:
    guesses, true = maps(seed, pictures, classes)
    return judged(guesses, true, [0.9] * pictures, [(24, 24)] * pictures, classes)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), classes=st.integers(1, 8), pictures=st.integers(1, 6))
def test_the_figures_are_those_of_their_definitions(seed: int, classes: int, pictures: int) -> None:
    guesses, true = maps(seed, pictures, classes)
    found = measure(judged(guesses, true, [1.0] * pictures, [(24, 24)] * pictures, classes))
    flat_true, flat_said = np.concatenate(true).ravel(), np.concatenate(guesses).ravel()
    known = flat_true != UNKNOWN
    there, claimed = flat_true[known], flat_said[known]
    overlaps, dices = [], []
    for kind in range(1, classes + 1):
        both, either = ((there == kind) & (claimed == kind)).sum(), ((there == kind) | (claimed == kind)).sum()
        if either:
            overlaps.append(both / either)
            dices.append(2 * both / ((there == kind).sum() + (claimed == kind).sum()))
    assert found["mean_iou"] == pytest.approx(np.mean(overlaps))
    assert found["dice"] == pytest.approx(np.mean(dices))
    assert found["pixel_accuracy"] == pytest.approx((there == claimed).mean())


def test_resamples_are_measured_as_one_by_one() -> None:
    made = evidence(1, 7)
    chosen = np.random.default_rng(2).integers(0, 7, (12, 7))
    together = measure_resamples(made, chosen)
    for number, each in enumerate(chosen):
        alone = measure({name: array[each] for name, array in made.items()})
        assert {key: float(values[number]) for key, values in together.items()} == pytest.approx(alone)


def test_what_is_right_is_right_throughout_and_nothing_is_no_division_by_zero() -> None:
    square = np.zeros((40, 40), int)
    square[10:30, 10:30] = 1
    assert set(measure(judged([square], [square], [1.0], [(40, 40)], 2)).values()) == {1.0}
    nothing = np.zeros((40, 40), int)
    assert measure(judged([nothing], [nothing], [1.0], [(40, 40)], 2)) == {
        "mean_iou": 0.0, "dice": 0.0, "pixel_accuracy": 1.0, "boundary_f1": 0.0,
    }  # fmt: skip
    unknown = np.full((40, 40), UNKNOWN)
    assert set(measure(judged([square], [unknown], [1.0], [(40, 40)], 2)).values()) == {0.0}


def test_outlines_may_be_off_by_less_than_a_hundredth_of_the_diagonal() -> None:
    true, near, far = (np.zeros((200, 200), int) for _ in range(3))
    true[50:150, 50:150] = 1
    near[52:152, 50:150] = 1
    far[70:170, 50:150] = 1
    assert boundary(true, true, 1).tolist() == [[396, 396, 396, 396]]
    assert boundary(near, true, 1).tolist() == [[396, 396, 396, 396]]
    drawn, right, there, found = boundary(far, true, 1)[0].tolist()
    assert drawn == there == 396
    assert right == found < 250
    assert boundary(np.zeros_like(true), true, 1).tolist() == [[0, 0, 396, 0]]


def test_neither_edges_of_the_picture_nor_unknown_places_are_outlines() -> None:
    true = np.zeros((50, 50), int)
    true[:, :20] = 1
    assert boundary(true, true, 1)[0].tolist() == [50, 50, 50, 50]
    said_more = np.ones_like(true)
    said_more[:, 40:] = 0
    unknown = np.where(np.arange(50) >= 30, UNKNOWN, true)
    assert boundary(said_more, unknown, 1)[0].tolist() == [0, 0, 50, 0]


def test_what_is_unknown_is_counted_nowhere() -> None:
    table = confusion(np.array([[0, 1], [1, 1]]), np.array([[0, UNKNOWN], [1, 0]]), 1)
    assert table.tolist() == [[1, 1], [0, 1]]


def test_a_guess_takes_all_pixels_for_one_class() -> None:
    true = np.zeros((10, 10), int)
    true[:, :3], true[:, 9] = 2, 1
    made = judged([true], [true], [1.0], [(10, 10)], 2)
    guess = baseline(np.array([1, 5, 6]), made, ("sky", "road"))
    assert guess.values == pytest.approx(
        {"mean_iou": 0.15, "dice": 0.6 / 1.3 / 2, "pixel_accuracy": 0.6, "boundary_f1": 0.0}
    )
    assert "road" in guess.reason
    assert guess.values.keys() == {facts.key for facts in METRICS}


def test_small_masks_have_the_picture_s_proportions_and_classes() -> None:
    square = np.zeros((64, 64), int)
    square[:, 32:] = 7
    made = said([square], [0.8], [(800, 400)], 9)
    mask = np.asarray(Image.open(io.BytesIO(base64.b64decode(made[SAID_PNG][0]))))
    assert mask.shape == (LONGEST // 2, LONGEST)
    assert mask[0].tolist() == [0] * (LONGEST // 2) + [7] * (LONGEST // 2)
    assert made[SHARES][0].tolist() == [0.5, *[0] * 6, 0.5, 0, 0]
    whole = np.asarray(Image.open(io.BytesIO(base64.b64decode(png(square, (3, 2), 1000)))))
    assert whole.tolist() == [[0, 7, 7], [0, 7, 7]]


def test_evidence_can_be_put_together() -> None:
    parts = [evidence(1, 2), evidence(2, 3)]
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    assert {name: len(array) for name, array in whole.items()} == dict.fromkeys(whole, 5)
    assert whole[TRUE_PNG][4] == parts[1][TRUE_PNG][2]
    assert whole[CONFUSION].shape == (5, 4, 4)
    assert whole[BOUNDARY].shape == (5, 3, 4)
