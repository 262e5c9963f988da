"""Metrics with intervals, and the baseline beside them."""

import numpy as np
import pytest

from ptstudio.engine.computing import evaluation
from ptstudio.engine.computing.evaluation import in_place, split_report, with_intervals
from ptstudio.tasks import all_tasks
from ptstudio.tasks._classification import evidence
from ptstudio.tasks._task import Evidence

TASK = all_tasks()["image-classification"]


def answers(right: int, wrong: int) -> Evidence:
    """So many right and wrong answers between two classes, 90 % sure."""
    truths = np.arange(right + wrong) % 2
    said = np.where(np.arange(right + wrong) < right, truths, 1 - truths)
    probabilities = np.full((right + wrong, 2), 0.1, dtype=np.float32)
    probabilities[np.arange(right + wrong), said] = 0.9
    return evidence(probabilities, truths)


def test_the_value_lies_within_its_interval_which_shrinks_with_more_samples() -> None:
    few, many = (with_intervals(TASK, answers(8 * n, 2 * n), seed=0)["accuracy"] for n in (3, 100))
    assert few.value == many.value == pytest.approx(0.8)
    assert few.low < many.low < 0.8 < many.high < few.high


def test_the_interval_of_a_share_is_about_that_of_the_normal_approximation() -> None:
    found = with_intervals(TASK, answers(800, 200), seed=0)["accuracy"]
    half = 1.96 * (0.8 * 0.2 / 1000) ** 0.5
    assert found.low == pytest.approx(0.8 - half, abs=0.005)
    assert found.high == pytest.approx(0.8 + half, abs=0.005)


def test_a_perfect_result_on_few_samples_keeps_some_doubt() -> None:
    found = with_intervals(TASK, answers(20, 0), seed=0)["accuracy"]
    assert (found.value, found.high) == (1.0, 1.0)
    assert 0.8 < found.low < 0.9


def test_the_same_seed_gives_the_same_intervals() -> None:
    assert with_intervals(TASK, answers(9, 4), seed=3) == with_intervals(TASK, answers(9, 4), seed=3)


def test_intervals_are_those_of_resamples_measured_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    evidence_ = answers(9, 4)
    flat = {name: array for name, array in evidence_.items() if array.ndim == 1}
    dice = np.random.default_rng(3)
    drawn = [dice.integers(0, 13, 13) for _ in range(evaluation.RESAMPLES)]
    one_by_one = [TASK.measure({name: array[chosen] for name, array in flat.items()}) for chosen in drawn]
    monkeypatch.setattr(evaluation, "DRAWN_AT_ONCE", 13 * 300)  # in four parts, the last one smaller
    found = with_intervals(TASK, evidence_, seed=3)
    for key in ("accuracy", "macro_f1", "log_loss", "calibration_error"):
        low, high = np.percentile([measured[key] for measured in one_by_one], (2.5, 97.5))
        assert (found[key].low, found[key].high) == pytest.approx((low, high), abs=1e-6)


def test_a_report_names_the_baseline_of_the_training_split() -> None:
    found = answers(6, 4)
    report = split_report(TASK, found, [str(n) for n in range(10)], ("cat", "dog"), np.array([30, 10]), "test", 0)
    assert report.baseline["accuracy"] == 0.5
    assert "“cat”" in report.baseline_reason
    assert set(report.metrics) == {facts.key for facts in TASK.metrics}
    assert set(report.metrics) - set(report.baseline) == {"calibration_error"}, "a guess is calibrated, and no use"
    assert {type(section).__name__ for section in report.sections} == {
        *("PerClass", "Confusion", "Mistakes", "Calibration")
    }


def test_what_was_judged_in_another_order_stands_in_its_place() -> None:
    found = in_place({"truths": np.array([30, 10, 20]), "probabilities": np.array([[3.0], [1.0], [2.0]])}, [2, 0, 1])
    assert found["truths"].tolist() == [10, 20, 30]
    assert found["probabilities"].tolist() == [[1.0], [2.0], [3.0]]
