"""Metrics of many resamples, counted at once, are those of each measured by itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptstudio.tasks import _classification as classification
from ptstudio.tasks._resampled_metrics import resampled_metrics


@given(st.integers(2, 6), st.integers(1, 30), st.integers(0, 1000))
def test_each_resample_is_measured_as_by_itself(classes: int, samples: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    scores = dice.uniform(0.01, 1, (samples, classes)).astype(np.float32)
    found = classification.evidence(scores / scores.sum(axis=1, keepdims=True), dice.integers(0, classes, samples))
    flat = {name: array for name, array in found.items() if array.ndim == 1}
    chosen = dice.integers(0, samples, (7, samples))
    together = resampled_metrics(flat, chosen)
    for number, places in enumerate(chosen):
        alone = classification.measure({name: array[places] for name, array in flat.items()})
        assert {key: values[number] for key, values in together.items()} == pytest.approx(alone, abs=1e-6)


def test_a_truth_that_was_said_to_be_impossible_costs_much_but_not_infinitely_much() -> None:
    found = classification.evidence(np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32), np.array([1, 1]))
    flat = {name: array for name, array in found.items() if array.ndim == 1}
    losses = resampled_metrics(flat, np.array([[0, 0], [1, 1]]))["log_loss"]
    assert 30 < losses[0] < 40
    assert losses[1] == 0
