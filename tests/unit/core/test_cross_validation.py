"""Means and spreads over folds, and what is said of them."""

import pytest

from ptstudio.core.cross_validation import mean_and_spread
from ptstudio.core.metric import MetricFacts, exact_share
from tests.helpers.findings import cross_validation

METRICS = (MetricFacts(key="accuracy", title="Accuracy", help=""),)


def test_the_spread_is_the_standard_deviation_of_a_sample() -> None:
    mean, spread = mean_and_spread([{"a": 1.0}, {"a": 2.0}, {"a": 3.0}])
    assert mean == {"a": 2.0}
    assert spread == {"a": pytest.approx(1.0)}


def test_a_single_fold_has_no_spread() -> None:
    assert mean_and_spread([{"a": 1.0}]) == ({"a": 1.0}, {"a": 0.0})


def test_the_verdict_names_mean_spread_interval_and_guess() -> None:
    found = cross_validation()
    said = found.verdict(METRICS).say()
    assert said.startswith(f"Accuracy is {exact_share(found.mean['accuracy'])} on average over 5 folds")
    assert f"a guess reaches {exact_share(0.25)}" in said
