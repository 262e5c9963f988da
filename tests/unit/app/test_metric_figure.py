"""A metric as texts and places on a bar."""

from ptstudio.app.metric_figure import copied, figures
from ptstudio.core.metric import Estimate, MetricFacts
from tests.helpers import reports

SPLIT = reports.report(("cat", "dog")).splits["test"]
ACCURACY, _, LOG_LOSS = reports.METRICS


def test_the_tasks_order_is_kept_and_unknown_metrics_are_left_out() -> None:
    unknown = MetricFacts(key="nothing", title="Nothing", help="")
    assert [figure.title for figure in figures(SPLIT, (unknown, *reports.METRICS))] == [
        "Accuracy",
        "Macro F1",
        "Log loss",
    ]


def test_shares_lie_on_a_bar_to_100_per_cent_and_numbers_on_one_that_holds_all() -> None:
    accuracy, _, log_loss = figures(SPLIT, reports.METRICS)
    assert accuracy.value_at == SPLIT.metrics["accuracy"].value
    assert accuracy.low_at < accuracy.value_at < accuracy.high_at <= 1
    assert log_loss.baseline_at is not None
    assert log_loss.high_at < log_loss.baseline_at < 1
    assert log_loss.interval == "0.49 to 0.79"
    assert log_loss.baseline == "a guess: 1.58"
    assert log_loss.spoken == "Log loss: 0.62, 0.49 to 0.79; a guess: 1.58"


def test_without_a_baseline_nothing_is_said_of_one() -> None:
    alone = figures(SPLIT.model_copy(update={"baseline": {}}), reports.METRICS)[0]
    assert (alone.baseline, alone.baseline_at) == ("", None)
    assert "guess" not in alone.spoken


def test_almost_all_right_is_never_written_as_all_right() -> None:
    assert ACCURACY.written(0.9999) == "99.9\N{NO-BREAK SPACE}%"
    assert ACCURACY.written(1.0) == "100.0\N{NO-BREAK SPACE}%"


def test_better_means_the_whole_interval_on_the_good_side() -> None:
    estimate = Estimate(value=0.5, low=0.4, high=0.6)
    assert ACCURACY.is_shown_better(estimate, 0.39)
    assert not ACCURACY.is_shown_better(estimate, 0.41)
    assert LOG_LOSS.is_shown_better(estimate, 0.61)
    assert not LOG_LOSS.is_shown_better(estimate, 0.59)


def test_figures_are_copied_unrounded_for_a_spreadsheet() -> None:
    lines = copied(SPLIT, reports.METRICS).splitlines()
    assert lines[0] == "Metric\tValue\tLow\tHigh\tBaseline"
    name, value, low, high, baseline = lines[1].split("\t")
    assert name == "Accuracy"
    estimate = SPLIT.metrics["accuracy"]
    assert (float(value), float(low), float(high)) == (estimate.value, estimate.low, estimate.high)
    assert float(baseline) == SPLIT.baseline["accuracy"]
