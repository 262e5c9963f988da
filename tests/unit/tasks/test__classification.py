"""The metrics of a classifier, held against scikit-learn and plain definitions."""

import warnings
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn import metrics as sklearn_metrics

from ptstudio.core.report import Calibration, Confusion, Mistakes, PerClass
from ptstudio.tasks import _classification as classification
from ptstudio.tasks._classification import Evidence


@st.composite
def judged(draw: st.DrawFn) -> Evidence:
    """Probabilities and truths of a few samples; some classes may be absent."""
    classes, samples = draw(st.integers(2, 6)), draw(st.integers(1, 30))
    scores = draw(arrays(np.float32, (samples, classes), elements=st.floats(0.015625, 1, width=32)))
    truths = draw(arrays(np.int64, samples, elements=st.integers(0, classes - 1)))
    return classification.evidence(scores / scores.sum(axis=1, keepdims=True), truths)


def evidence_of(rows: list[list[float]], truths: list[int]) -> Evidence:
    return classification.evidence(np.array(rows, dtype=np.float32), np.array(truths))


@given(judged())
def test_metrics_are_those_of_scikit_learn(found: Evidence) -> None:
    truths, predicted = found["truths"], found["predicted"]
    labels = range(found["probabilities"].shape[1])
    measured = classification.measure(found)
    assert measured["accuracy"] == pytest.approx(sklearn_metrics.accuracy_score(truths, predicted))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn remarks on classes that are only predicted
        balanced = sklearn_metrics.balanced_accuracy_score(truths, predicted)
        loss = sklearn_metrics.log_loss(truths, found["probabilities"].astype(np.float64), labels=labels)
    assert measured["balanced_accuracy"] == pytest.approx(balanced)
    assert measured["macro_f1"] == pytest.approx(
        sklearn_metrics.f1_score(truths, predicted, average="macro", zero_division=0)
    )
    assert measured["log_loss"] == pytest.approx(loss, rel=1e-4, abs=1e-6)


@given(judged())
def test_the_calibration_error_is_that_of_its_definition(found: Evidence) -> None:
    """Guo et al. 2017, equation 3: fifteen bins, each open below and closed above."""
    confidence = found["confidence"].astype(np.float64)
    error = 0.0
    for low, high in pairwise(np.linspace(0, 1, 16)):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            right = (found["truths"] == found["predicted"])[inside].mean()
            error += inside.mean() * abs(right - confidence[inside].mean())
    assert classification.measure(found)["calibration_error"] == pytest.approx(error, abs=1e-6)


@given(judged())
def test_sections_tell_the_same_story_as_the_metrics(found: Evidence) -> None:
    samples, classes = found["probabilities"].shape
    names, ids = [f"class {number}" for number in range(classes)], [f"id {number}" for number in range(samples)]
    per_class, confusion, mistakes, calibration = classification.sections(found, ids, names)
    assert isinstance(per_class, PerClass)
    assert isinstance(confusion, Confusion)
    assert isinstance(mistakes, Mistakes)
    assert isinstance(calibration, Calibration)
    precision, recall, f1, support = sklearn_metrics.precision_recall_fscore_support(
        found["truths"], found["predicted"], labels=range(classes), zero_division=0
    )
    assert [row.precision for row in per_class.rows] == pytest.approx(precision.tolist())
    assert [row.recall for row in per_class.rows] == pytest.approx(recall.tolist())
    assert [row.f1 for row in per_class.rows] == pytest.approx(f1.tolist())
    assert [row.support for row in per_class.rows] == support.tolist()
    matrix = np.zeros((classes, classes), dtype=int)
    for cell in confusion.cells:
        matrix[cell.truth, cell.predicted] = len(cell.samples)
    expected = sklearn_metrics.confusion_matrix(found["truths"], found["predicted"], labels=range(classes))
    assert matrix.tolist() == expected.tolist()
    assert sorted(sample for cell in confusion.cells for sample in cell.samples) == sorted(ids)
    assert len(mistakes.mistakes) == int((found["truths"] != found["predicted"]).sum())
    confidences = [mistake.confidence for mistake in mistakes.mistakes]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(bin_.count for bin_ in calibration.bins) == samples


def test_perfect_evidence_is_perfect() -> None:
    measured = classification.measure(evidence_of([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [0, 1, 2]))
    assert measured == {
        "accuracy": 1.0,
        "balanced_accuracy": 1.0,
        "macro_f1": 1.0,
        "log_loss": 0.0,
        "calibration_error": 0.0,
    }


def test_being_sure_and_wrong_costs_much_but_not_without_end() -> None:
    measured = classification.measure(evidence_of([[1, 0]], [1]))
    assert 30 < measured["log_loss"] < 40
    assert measured["calibration_error"] == 1.0


def test_the_baseline_answers_the_shares_of_the_training_split() -> None:
    found = classification.prior_evidence(np.array([1, 3]), np.array([0, 1, 1]))
    assert found["probabilities"].tolist() == [[0.25, 0.75]] * 3
    assert classification.measure(found)["accuracy"] == pytest.approx(2 / 3)
    assert classification.measure(found)["balanced_accuracy"] == 0.5


def test_the_most_probable_classes_come_first() -> None:
    (one,) = classification.predictions(evidence_of([[0.2, 0.5, 0.3]], [0]), ["a", "b", "c"], 2)
    assert [(answer.label, round(answer.probability, 3)) for answer in one.classes] == [("b", 0.5), ("c", 0.3)]


def test_agreement_leaves_ties_out_and_counts_them() -> None:
    reference = np.array([[0.6, 0.4], [0.5002, 0.4998], [0.9, 0.1]])
    outputs = np.array([[0.6, 0.4], [0.4998, 0.5002], [0.2, 0.8]])
    agreement = classification.compare(reference, outputs, np.array([0, 0, 1]), tolerance=1e-3)
    assert (agreement.samples, agreement.ties, agreement.label_agreement) == (3, 1, 0.5)
    assert agreement.largest_difference == pytest.approx(0.7)
    assert agreement.mean_difference == pytest.approx((0 + 0.0004 + 0.7) / 3)
    assert agreement.reference == pytest.approx(2 / 3)
    assert agreement.exported == pytest.approx(2 / 3)
