"""Figures on labels are those of scikit-learn, and what is shown of them is what was said."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, f1_score, label_ranking_average_precision_score, log_loss

from ptstudio.core.prediction import Labels
from ptstudio.core.report import Mistakes, PerClass
from ptstudio.tasks import _label_evidence as labels

CLASSES = ("a", "b", "c", "d")


def made(samples: int = 60, seed: int = 0) -> dict[str, np.ndarray]:
    dice = np.random.default_rng(seed)
    truths = dice.random((samples, len(CLASSES))) < (0.6, 0.3, 0.1, 0.0)
    probabilities = np.clip(0.3 * truths + 0.8 * dice.random(truths.shape), 0.01, 0.99).round(1).astype(np.float32)
    return labels.evidence(probabilities, truths)


def test_figures_are_those_of_scikit_learn() -> None:
    found = made()
    truths, given, probabilities = found["truths"], found["given"], found["probabilities"]
    concerned = (truths | given).any(axis=0)
    measured = labels.measure(found)
    assert measured["micro_f1"] == pytest.approx(f1_score(truths, given, average="micro"))
    assert measured["macro_f1"] == pytest.approx(f1_score(truths[:, concerned], given[:, concerned], average="macro"))
    assert measured["exact_match"] == pytest.approx(accuracy_score(truths, given))
    assert measured["ranking"] == pytest.approx(label_ranking_average_precision_score(truths, probabilities))
    each = [log_loss(one, said, labels=[False, True]) for one, said in zip(truths.T, probabilities.T, strict=True)]
    assert measured["log_loss"] == pytest.approx(np.mean(each), abs=1e-6)


def test_a_share_of_nothing_is_nothing() -> None:
    nothing = labels.evidence(np.full((3, 2), 0.1, np.float32), np.zeros((3, 2), bool))
    measured = labels.measure(nothing)
    assert (measured["micro_f1"], measured["macro_f1"], measured["exact_match"], measured["ranking"]) == (0, 0, 1, 1)


def test_thresholds_decide_what_is_given() -> None:
    found = labels.with_thresholds(made(), (0.9, 0.1, 0.5, 0.5))
    assert (found["given"][:, 0] == (found["probabilities"][:, 0] >= np.float32(0.9))).all()
    per_class = labels.sections(found, [str(n) for n in range(60)], CLASSES)[0]
    assert isinstance(per_class, PerClass)
    assert per_class.has_thresholds
    assert [row.threshold for row in per_class.rows] == pytest.approx([0.9, 0.1, 0.5, 0.5])
    assert per_class.rows[1].recall == 1.0


def test_thresholds_that_differ_between_samples_are_not_shown() -> None:
    halves = labels.with_thresholds(made(), (0.9,) * 4), labels.with_thresholds(made(), (0.1,) * 4)
    both = {name: np.concatenate([half[name] for half in halves]) for name in halves[0]}
    per_class = labels.sections(both, [str(n) for n in range(120)], CLASSES)[0]
    assert isinstance(per_class, PerClass)
    assert not per_class.has_thresholds


def test_what_is_given_is_always_shown_and_others_up_to_a_number() -> None:
    probabilities = np.array([[0.9, 0.2, 0.7, 0.6], [0.1, 0.4, 0.3, 0.2]], np.float32)
    several, none = labels.predictions(labels.evidence(probabilities, probabilities > 1), CLASSES, 2)
    assert [each.label for each in several.labels] == ["a", "c", "d"]
    assert several.said == "a, c, d"
    assert several.confidence == pytest.approx(0.6)
    assert [(each.label, each.is_given) for each in none.labels] == [("b", False), ("c", False)]
    assert none.said == "—"
    assert none.confidence == pytest.approx(0.6)
    assert Labels.from_text(several.to_text()) == several


def test_the_surest_mistake_comes_first() -> None:
    truths = np.array([[True, False], [True, True], [False, False], [False, True]])
    probabilities = np.array([[0.9, 0.1], [0.9, 0.05], [0.7, 0.1], [0.2, 0.8]], np.float32)
    mistakes = labels.sections(labels.evidence(probabilities, truths), ["w", "x", "y", "z"], ("one", "two"))[1]
    assert isinstance(mistakes, Mistakes)
    assert [(each.sample, each.truth, each.prediction.said) for each in mistakes.mistakes] == [
        ("x", "one, two", "one"),
        ("y", "—", "one"),
    ]
    assert [each.confidence for each in mistakes.mistakes] == pytest.approx([0.95, 0.7])


def test_agreement_is_about_what_is_given() -> None:
    reference = labels.evidence(np.array([[0.9, 0.1], [0.6, 0.4995]], np.float32), np.zeros((2, 2), bool))
    outputs = labels.evidence(np.array([[0.9, 0.2], [0.6, 0.5005]], np.float32), np.zeros((2, 2), bool))
    truths = np.array([[True, False], [True, False]])
    found = labels.compare(reference, outputs, truths, 1e-3)
    assert (found.ties, found.label_agreement, found.metric) == (1, 1.0, "micro_f1")
    assert found.largest_difference == pytest.approx(0.1)
    assert found.reference == 1.0
    assert found.exported == pytest.approx(0.8)
    assert labels.compare(reference, outputs, truths, 1e-6).label_agreement == 0.5
