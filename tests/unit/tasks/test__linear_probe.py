"""The probe finds what is there, finds nothing where nothing is, and takes the odd shapes that data come in."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from ptstudio.core.errors import DatasetError, ModelError
from ptstudio.tasks import _linear_probe as linear_probe
from ptstudio.tasks._task import Batch, CrossValidated


def noise(samples: int, width: int, seed: int = 0) -> torch.Tensor:
    return torch.from_numpy(np.random.default_rng(seed).standard_normal((samples, width), dtype=np.float32))


def labels(samples: int, classes: int) -> torch.Tensor:
    return torch.arange(samples) % classes


def separable(samples: int = 60, width: int = 8, classes: int = 3) -> Batch:
    """Every class has a place of its own."""
    truths = labels(samples, classes)
    return Batch(0.1 * noise(samples, width) + 3 * noise(classes, width, seed=9)[truths], truths, samples)


def probed(features: Batch, groups: list[str] | None = None, classes: int = 3, seed: int = 0) -> CrossValidated:
    names = [str(number) for number in range(classes)]
    return linear_probe.probe(features, groups or [""] * features.size, names, 5, seed, lambda: None)


def accuracy(found: CrossValidated) -> float:
    return float((found.evidence["predicted"] == found.evidence["truths"]).mean())


@pytest.mark.parametrize("width", [8, 200], ids=["fewer features than samples", "more features than samples"])
def test_what_can_be_told_apart_is(width: int) -> None:
    found = probed(separable(width=width))
    assert accuracy(found) == 1
    assert found.evidence["probabilities"].shape == (60, 3)
    np.testing.assert_allclose(found.evidence["probabilities"].sum(axis=1), 1)


@pytest.mark.parametrize("width", [5, 300])
def test_random_labels_are_guessed_at_chance(width: int) -> None:
    truths = torch.from_numpy(np.random.default_rng(1).integers(0, 3, 240))
    assert accuracy(probed(Batch(noise(240, width), truths, 240))) == pytest.approx(1 / 3, abs=0.1)


def test_copies_in_one_group_give_nothing_away() -> None:
    """Twenty random samples, each there six times: without groups the probe knows every answer by heart."""
    features, truths = noise(20, 50).repeat(6, 1), labels(20, 2).repeat(6)
    groups = [f"copy {number % 20}" for number in range(120)]
    batch = Batch(features, truths, 120)
    assert accuracy(probed(batch, classes=2)) == 1
    assert accuracy(probed(batch, groups, classes=2)) < 0.8
    found = probed(batch, groups, classes=2)
    assert {len({found.folds[n] for n in range(120) if groups[n] == group}) for group in groups} == {1}


def test_the_same_seed_gives_the_same_bits() -> None:
    batch = Batch(noise(50, 80), labels(50, 4), 50)
    one, again, other = (probed(batch, classes=4, seed=seed) for seed in (3, 3, 4))
    assert np.array_equal(one.evidence["probabilities"], again.evidence["probabilities"])
    assert not np.array_equal(one.folds, other.folds)


def test_a_class_with_a_single_sample_is_missed_and_spoils_nothing() -> None:
    batch = separable()
    features = torch.cat([batch.inputs, torch.full((1, 8), 9.0)])
    found = probed(Batch(features, torch.cat([batch.targets, torch.tensor([3])]), 61), classes=5)
    assert accuracy(found) == pytest.approx(60 / 61)
    assert found.evidence["true_probability"][60] == 0
    assert not found.evidence["probabilities"][:, 4].any()


def test_features_that_never_change_say_which_class_is_most_frequent() -> None:
    truths = torch.tensor([0] * 30 + [1] * 10)
    found = probed(Batch(torch.ones(40, 100), truths, 40), classes=2)
    assert set(found.evidence["predicted"].tolist()) == {0}
    np.testing.assert_allclose(found.evidence["probabilities"][:, 0], 0.75, atol=0.01)


def test_a_feature_of_another_scale_changes_nothing() -> None:
    batch = separable()
    scaled = Batch(batch.inputs * torch.logspace(-3, 3, 8), batch.targets, 60)
    np.testing.assert_allclose(
        probed(scaled).evidence["probabilities"], probed(batch).evidence["probabilities"], atol=1e-3
    )


@pytest.mark.parametrize("width", [20, 150], ids=["fewer features than samples", "more features than samples"])
def test_it_is_the_logistic_regression_that_others_know(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The penalty beside a mean loss of scaled features is scikit-learn's 1 / C beside a sum, for features as wide."""
    monkeypatch.setattr(linear_probe, "PENALTIES", (1e-2,))
    truths = labels(100, 3)
    batch = Batch(noise(100, width) + 0.5 * noise(3, width, seed=1)[truths], truths, 100)
    found = probed(batch)
    for fold in range(5):
        held = found.folds == fold
        scaler = StandardScaler().fit(batch.inputs[~held].numpy().astype(np.float64))
        learned, asked = (scaler.transform(batch.inputs[part].numpy()) / width**0.5 for part in (~held, held))
        known = LogisticRegression(C=1 / (1e-2 * len(learned)), tol=1e-8, max_iter=1000).fit(learned, truths[~held])
        np.testing.assert_allclose(found.evidence["probabilities"][held], known.predict_proba(asked), atol=1e-3)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_features_that_are_no_numbers_are_refused(bad: float) -> None:
    batch = separable()
    batch.inputs[7, 3] = bad
    with pytest.raises(ModelError, match="not always a number") as caught:
        probed(batch)
    assert caught.value.hint


@pytest.mark.parametrize("groups", [["a"], ["a", "a", "a", "a"]])
def test_what_cannot_be_divided_is_refused(groups: list[str]) -> None:
    with pytest.raises(DatasetError, match="too few training samples"):
        probed(Batch(noise(len(groups), 4), labels(len(groups), 2), len(groups)), groups, classes=2)


def test_two_samples_are_enough() -> None:
    found = probed(Batch(noise(2, 4), labels(2, 2), 2), classes=2)
    assert sorted(found.folds.tolist()) == [0, 1]
    assert accuracy(found) == 0


def test_it_can_be_given_up() -> None:
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        linear_probe.probe(separable(), [""] * 60, ["a", "b", "c"], 5, 0, stop)
