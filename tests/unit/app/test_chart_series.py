"""Curves as numbers: what is in them, smoothing, phases, the baseline, and the table that can be saved."""

import csv
import io
import math

import numpy as np
import pytest

from ptstudio.app import chart_series
from ptstudio.app.chart_series import Series, Stretch
from ptstudio.core.dataset import Counts, ImportOptions, Revision, Split
from ptstudio.core.events import EpochEnded, StepEnded
from ptstudio.core.steps import Steps
from tests.helpers import reports
from tests.helpers.windows import training_events

EPOCHS = [event for event in training_events(6) if isinstance(event, EpochEnded)]


def revision(training: dict[str, int], validation: dict[str, int]) -> Revision:
    counts = Counts(by_split={Split.TRAIN: training, Split.VALIDATION: validation})
    return Revision(
        name="data", number=1, task="image-classification", format="image-folders", recognised="", source="", root="",
        classes=tuple(training), counts=counts, findings={}, fingerprint="", options=ImportOptions(), created="",
    )  # fmt: skip


def test_curves_hold_what_the_epochs_say() -> None:
    train, validation = chart_series.loss_series(EPOCHS, ("Training", "Validation"))
    assert train.x == validation.x == (1, 2, 3, 4, 5, 6)
    assert train.y == tuple(epoch.train_loss for epoch in EPOCHS)
    assert validation.y == tuple(epoch.validation_loss for epoch in EPOCHS)
    assert (train.slot, validation.slot) == (0, 1)
    assert chart_series.metric_series(EPOCHS, "accuracy", "A").y[2] == EPOCHS[2].metrics["accuracy"]
    assert chart_series.metric_series(EPOCHS, "unheard of", "A").x == ()
    assert chart_series.rate_series(EPOCHS, "R", is_beside=True).is_beside
    assert chart_series.speed_series(EPOCHS, "S").y == (180,) * 6


def test_curves_of_steps_are_fine_ones() -> None:
    steps = Steps()
    for number in (1, 2, 3):
        steps.take(StepEnded(stage="head", done=number, loss=1 / number, learning_rate=0.1, samples_per_s=9,
                             epochs_done=number / 2))  # fmt: skip
    fine = chart_series.step_series(steps, steps.losses, "Each step")
    assert fine.is_fine
    assert list(fine.x) == [0.5, 1.0, 1.5]
    assert list(fine.y) == pytest.approx([1, 0.5, 1 / 3])
    steps.take(StepEnded(stage="head", done=4, loss=1, learning_rate=0.1, samples_per_s=9, epochs_done=2))
    assert len(fine.x) == 3
    assert not fine.is_same(chart_series.step_series(steps, steps.losses, "Each step"))


def test_the_same_curve_is_known_as_the_same() -> None:
    curve = Series("a", (1, 2), (0.5, 0.4))
    assert curve.is_same(Series("a", np.array([1.0, 2.0]), [0.5, 0.4]))
    assert not curve.is_same(Series("a", (1, 2), (0.5, 0.3)))
    assert not curve.is_same(Series("a", (1, 2), (0.5, 0.4), is_beside=True))
    assert curve.smoothed(0) is curve
    assert curve.smoothed(0.5).y[1] > 0.4


def test_smoothing_keeps_a_level_and_calms_a_jump() -> None:
    assert chart_series.smoothed([3, 1, 2], 0) == (3, 1, 2)
    assert chart_series.smoothed([5, 5, 5], 0.9) == pytest.approx((5, 5, 5))
    calm = chart_series.smoothed([0, 0, 10, 0, 0], 0.5)
    assert 0 < calm[2] < 10
    assert calm[2] > calm[3] > calm[4] > 0


def test_phases_are_stretches_of_epochs() -> None:
    assert chart_series.stretches(EPOCHS) == [Stretch("head", 1, 4), Stretch("last", 5, 6)]
    assert chart_series.stretches([]) == []


def test_the_baseline_comes_from_the_data_until_there_is_a_report() -> None:
    data = revision({"cat": 30, "dog": 60}, {"cat": 15, "dog": 5})
    assert chart_series.baseline_of("accuracy", None, data) == 0.25
    assert chart_series.baseline_of("log_loss", None, data) == pytest.approx(
        -(15 * math.log(1 / 3) + 5 * math.log(2 / 3)) / 20
    )
    assert chart_series.baseline_of("macro_f1", None, data) is None
    assert chart_series.baseline_of("accuracy", None, None) is None
    assert chart_series.baseline_of("accuracy", None, revision({"cat": 1}, {})) is None
    report = reports.report(("cat", "dog"), splits=("validation",))
    assert chart_series.baseline_of("accuracy", report, data) == report.splits["validation"].baseline["accuracy"]


def test_the_table_has_a_row_for_each_epoch_and_gaps_where_nothing_was_measured() -> None:
    text = chart_series.table([Series("a", (1, 2), (0.5, 0.25)), Series("b, c", (2, 3), (7, 8))], "Epoch")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Epoch", "a", "b, c"], ["1", "0.5", ""], ["2", "0.25", "7"], ["3", "", "8"],
    ]  # fmt: skip
