"""The figures of things in pictures are those of COCO's own program; resamples are measured as one by one."""

import contextlib
import io
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from ptstudio.tasks import _box_coco
from ptstudio.tasks._box_evidence import FOUND, SIZES, THRESHOLD, TRUE, packed, unpacked, with_threshold
from ptstudio.tasks._box_matching import judged, with_fates
from ptstudio.tasks._box_metrics import (
    baseline,
    best_threshold,
    by_class,
    by_size,
    measure,
    measure_resamples,
    resampled_precisions,
)
from tests.helpers.found_things import evidence, packed_evidence, things

ONE = np.array([[10, 10, 60, 60, 0, 1]], np.float32)


def official(found: dict[str, np.ndarray], kinds: int) -> tuple[list[float], np.ndarray]:
    """The twelve figures that COCO's own program prints, and its table of precisions (10, 101, classes, sizes)."""
    true, said = unpacked(found[TRUE]), unpacked(found[FOUND])
    frame = {
        "images": [{"id": number} for number in range(len(true))],
        "categories": [{"id": kind} for kind in range(kinds)],
    }
    with contextlib.redirect_stdout(io.StringIO()):
        sets = []
        for pictures in (true, said):
            made = COCO()
            made.dataset = frame | {"annotations": described(pictures)}
            made.createIndex()
            sets.append(made)
        judge = COCOeval(*sets, "bbox")
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    return judge.stats.tolist(), judge.eval["precision"][..., -1]


def described(pictures: list[np.ndarray]) -> list[dict[str, object]]:
    rows = [(number, row) for number, part in enumerate(pictures) for row in part.astype(float).tolist()]
    return [
        {
            "id": at + 1,
            "image_id": number,
            "category_id": int(kind),
            "bbox": [left, top, right - left, bottom - top],
            "area": (right - left) * (bottom - top),
            "iscrowd": int(probability == 0),
            "score": probability,
        }
        for at, (number, (left, top, right, bottom, kind, probability)) in enumerate(rows)
    ]


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    pictures=st.integers(1, 8),
    kinds=st.sampled_from((1, 2, 5, 30)),
    most=st.integers(0, 25),
    crowds=st.sampled_from((0.0, 0.15, 1.0)),
)
def test_the_figures_are_those_of_cocos_own_program(
    seed: int, pictures: int, kinds: int, most: int, crowds: float
) -> None:
    made = evidence(np.random.default_rng(seed), pictures, kinds, most, crowds)
    wanted, table = official(made, kinds)
    found = measure(made)
    assert [found[key] for key in ("map", "map50", "map75")] == pytest.approx(np.maximum(wanted[:3], 0), abs=1e-4)
    sizes, _ = by_size(made, _box_coco.precisions(made))
    assert [-1.0 if each is None else each for each in sizes] == pytest.approx(wanted[3:6], abs=1e-4)
    assert _box_coco.precisions(made, kinds) == pytest.approx(table, abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_things_that_overlap_alike_and_are_as_probable_are_matched_as_by_cocos_own_program(seed: int) -> None:
    dice = np.random.default_rng(seed)

    def on_a_grid(count: int) -> np.ndarray:
        corners, sides = 10 * dice.integers(0, 4, (count, 2)), 10 * dice.integers(1, 4, (count, 2))
        rest = dice.integers(0, 2, (count, 1)), dice.integers(1, 5, (count, 1)) / 5
        return np.hstack((corners, corners + sides, *rest)).astype(np.float32)

    true = [on_a_grid(int(dice.integers(0, 8))) for _ in range(4)]
    for there in true:
        there[:, 5] = dice.random(len(there)) > 0.2
    made = packed_evidence([on_a_grid(int(dice.integers(0, 20))) for _ in true], true)
    wanted, _ = official(made, 2)
    once, drawn = measure(made), measure_resamples(made, np.arange(4)[None])
    for key, figure in zip(("map", "map50", "map75"), np.maximum(wanted[:3], 0), strict=True):
        assert once[key] == pytest.approx(figure, abs=1e-4)
        assert drawn[key][0] == pytest.approx(figure, abs=1e-6)


def test_only_the_hundred_most_probable_of_a_class_are_looked_at() -> None:
    dice = np.random.default_rng(3)
    true = [things(dice, 30, 2) for _ in range(3)]
    wrong = [things(dice, 150, 2) for _ in range(3)]
    for each in true:
        each[:, 5] = 1
    found = packed_evidence([np.concatenate(pair) for pair in zip(true, wrong, strict=True)], true)
    late = packed_evidence([_less_likely(each, 30) for each in unpacked(found[FOUND])], true)
    for made in (found, late):
        wanted, _ = official(made, 2)
        everyone = np.arange(3)[None]
        assert measure(made)["map"] == pytest.approx(wanted[0], abs=1e-4)
        assert measure_resamples(made, everyone)["map"][0] == pytest.approx(wanted[0], abs=1e-6)
    assert measure(late)["map"] < measure(found)["map"]


def moved(found: np.ndarray, by: list[float]) -> np.ndarray:
    return found + np.array(by, np.float32)


def _less_likely(found: np.ndarray, first: int) -> np.ndarray:
    made = found.copy()
    made[:first, 5] = 0.01
    return made


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), kinds=st.sampled_from((1, 3, 12)), crowds=st.sampled_from((0.0, 0.2)))
def test_everything_drawn_once_is_measured_as_it_is(seed: int, kinds: int, crowds: float) -> None:
    made = with_threshold(evidence(np.random.default_rng(seed), 7, kinds, 12, crowds), 0.4)
    once = {key: float(values[0]) for key, values in measure_resamples(made, np.arange(7)[None]).items()}
    assert once == pytest.approx(measure(made), abs=1e-6)


def test_resamples_are_measured_as_one_by_one() -> None:
    dice = np.random.default_rng(5)
    made = evidence(dice, 9, 4, 10)
    found = unpacked(made[FOUND])
    places = iter(dice.permutation(sum(map(len, found))) + 1)
    made[FOUND] = packed([np.column_stack((each[:, :5], [next(places) / 1000 for _ in each])) for each in found])
    chosen = dice.integers(0, 9, (10, 9))
    together = measure_resamples(with_fates(made), chosen)
    for number, each in enumerate(chosen):
        alone = measure({name: array[each] for name, array in made.items()})
        assert {key: float(values[number]) for key, values in together.items()} == pytest.approx(alone, abs=1e-9)


def test_a_thousand_resamples_take_seconds() -> None:
    dice = np.random.default_rng(0)
    made = with_fates(evidence(dice, 20, 3, 50, 0.0))
    chosen = dice.integers(0, 20, (1000, 20))
    start = time.perf_counter()
    assert len(measure_resamples(made, chosen)["map"]) == 1000
    assert time.perf_counter() - start < 10  # about one here; a machine may be busy


def test_what_is_found_counts_from_the_threshold_on() -> None:
    likely, unlikely = ONE.copy(), moved(ONE, [200, 100, 200, 100, 0, 0])
    likely[:, 5], unlikely[:, 5] = 0.9, 0.3
    made = packed_evidence([np.concatenate((likely, unlikely))], [ONE])
    assert {key: measure(made)[key] for key in ("f1", "precision", "recall")} == {"f1": 1, "precision": 1, "recall": 1}
    low = with_threshold(made, 0.25)
    assert low[THRESHOLD].tolist() == [0.25]
    assert measure(low)["precision"] == 0.5
    assert measure(low)["map"] == measure(made)["map"] == pytest.approx(1)


def test_the_best_threshold_lies_where_f1_is_best() -> None:
    made = evidence(np.random.default_rng(2), 30, 3, 10)
    best = measure(with_threshold(made, best_threshold(made)))["f1"]
    assert best == pytest.approx(max(measure(with_threshold(made, place / 80))["f1"] for place in range(1, 80)))


def test_where_nothing_is_there_or_found_no_figure_fails() -> None:
    nothing = np.zeros((0, 6), np.float32)
    for found, true in ((nothing, nothing), (ONE, nothing), (nothing, ONE)):
        made = packed_evidence([found, nothing], [true, nothing])
        assert set(measure(made).values()) == {0.0}
        assert best_threshold(made) == 0.5
        drawn = measure_resamples(made, np.array([[0, 1], [1, 1]]))
        assert {key: values.tolist() for key, values in drawn.items()} == {key: [0.0, 0.0] for key in measure(made)}
        assert by_size(made, _box_coco.precisions(made))[0] == (
            [None, None, None] if true is nothing else [None, 0.0, None]
        )
        assert by_class(made, _box_coco.precisions(made, 2))[:, :4].tolist() == [[0.0] * 4] * 2


def test_a_guess_finds_nothing() -> None:
    guess = baseline()
    assert guess.values == measure(packed_evidence([ONE[:0]], [ONE]))
    assert "nothing" in guess.reason


def test_a_class_without_things_in_a_resample_does_not_count_in_its_mean() -> None:
    other = moved(ONE, [0, 0, 0, 0, 1, 0])
    made = packed_evidence([ONE, other[:0]], [ONE, other])
    averages = resampled_precisions(judged(made), np.array([[2, 0], [1, 1], [0, 2]]))
    assert averages[:, 0].tolist() == [1.0, 0.5, 0.0]


def test_classes_and_sizes_are_told_apart() -> None:
    small, large = ONE.copy(), ONE.copy()
    small[0, 2:4], large[0, 2:5] = 30, (200, 200, 1)
    loose = moved(large, [0, 0, 60, 60, 0, -0.1])
    made = packed_evidence([np.concatenate((small, loose))], [np.concatenate((small, large))])
    rows = by_class(made, _box_coco.precisions(made, 3))
    assert rows[0].tolist() == pytest.approx([1, 1, 1, 1, 1])
    assert 0 < rows[1, 0] < rows[1, 1] == 1
    assert rows[2].tolist() == [0, 0, 0, 0, 0]
    averages, there = by_size(made, _box_coco.precisions(made))
    assert averages[0] == pytest.approx(1)
    assert averages[1] is None
    assert averages[2] == pytest.approx(rows[1, 0])
    assert there == [1, 0, 1]
    assert made[SIZES].tolist() == [[400, 300]]
