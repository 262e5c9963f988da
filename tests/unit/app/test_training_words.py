"""The sentence on how a training is going: true, and of use to somebody who is no expert."""

from pathlib import Path

import pytest

from ptstudio.app.training_words import Trend, broken_off, trend_of, verdict
from ptstudio.core.events import (
    EpochEnded,
    Event,
    PlanMade,
    RunFailed,
    RunFinished,
    RunStarted,
    RunStopped,
    StageChanged,
    Waiting,
)
from ptstudio.core.jobs import TrainJob
from ptstudio.core.machine import Plan
from ptstudio.core.metric import MetricFacts
from ptstudio.core.run import Run

ACCURACY = MetricFacts(key="accuracy", title="Accuracy", help="The share that was recognised.")
JOB = TrainJob(task="image-classification", dataset="d/0001", model="starter", preset="balanced")


def epochs(accuracies: list[float], train: list[float], validation: list[float], planned: int = 30) -> list[EpochEnded]:
    best, found = -1.0, []
    for number, values in enumerate(zip(accuracies, train, validation, strict=True), 1):
        is_best = values[0] > best
        best = max(best, values[0])
        found.append(
            EpochEnded(
                epoch=number, epochs=planned, phase="head", train_loss=values[1], validation_loss=values[2],
                metrics={"accuracy": values[0]}, learning_rate=1e-3, seconds=1, samples_per_s=100, is_best=is_best,
            )
        )  # fmt: skip
    return found


IMPROVING = epochs([0.3, 0.5, 0.6, 0.7, 0.75], [1.4, 1.1, 0.9, 0.8, 0.7], [1.5, 1.2, 1.0, 0.9, 0.85])
OVERFITTING = epochs([0.3, 0.6, 0.7, 0.7, 0.69, 0.68], [1.4, 1.0, 0.7, 0.4, 0.2, 0.1], [1.5, 1.1, 0.9, 1.0, 1.2, 1.5])
STUCK = epochs([0.25, 0.25, 0.26, 0.25], [1.39, 1.39, 1.38, 1.38], [1.39, 1.39, 1.39, 1.39])
LEVEL = epochs([0.3, 0.7, 0.7, 0.7, 0.7, 0.7], [1.4, 0.7, 0.69, 0.68, 0.67, 0.66], [1.5, 0.8, 0.8, 0.8, 0.8, 0.8])


def run_of(*events: Event) -> Run:
    run = Run(Path("runs/one"), JOB)
    for event in events:
        run.apply(event)
    return run


@pytest.mark.parametrize(
    ("told", "trend", "since"),
    [
        ([], Trend.BEGINNING, 0),
        (IMPROVING[:2], Trend.BEGINNING, 2),
        (IMPROVING, Trend.IMPROVING, 5),
        (OVERFITTING, Trend.OVERFITTING, 4),
        (STUCK, Trend.STUCK, 1),
        (LEVEL, Trend.LEVEL, 2),
    ],
)
def test_where_it_goes_is_read_off_the_curves(told: list[EpochEnded], trend: Trend, since: int) -> None:
    assert trend_of(told, ACCURACY, 0.25) == (trend, since)


def test_a_single_bad_epoch_is_no_overfitting() -> None:
    noisy = epochs([0.3, 0.6, 0.7, 0.7, 0.69, 0.68], [1.4, 1.0, 0.7, 0.4, 0.2, 0.1], [1.5, 1.1, 0.9, 0.92, 0.9, 1.5])
    assert trend_of(noisy, ACCURACY, 0.25) == (Trend.LEVEL, 3)


def test_what_still_gets_better_is_not_called_overfitting_though_its_loss_rises() -> None:
    sure = epochs([0.3, 0.6, 0.7, 0.72, 0.74, 0.75], [1.4, 1.0, 0.7, 0.4, 0.2, 0.1], [1.5, 1.1, 0.9, 1.0, 1.2, 1.5])
    assert trend_of(sure, ACCURACY, 0.25) == (Trend.IMPROVING, 6)


def test_the_kept_epoch_is_never_among_the_overfitted_ones() -> None:
    late = epochs(
        [0.3, 0.6, 0.7, 0.75, 0.7, 0.7, 0.7], [1.4, 1, 0.7, 0.4, 0.3, 0.2, 0.1], [1.5, 1.1, 0.9, 1, 1.2, 1.3, 1.5]
    )
    assert trend_of(late, ACCURACY, 0.25) == (Trend.OVERFITTING, 5)


def test_nothing_is_stuck_where_no_baseline_is_known() -> None:
    assert trend_of(STUCK, ACCURACY, None)[0] is not Trend.STUCK


@pytest.mark.parametrize(
    ("told", "words", "kind"),
    [
        ([], "nothing has been learned yet", "info"),
        (IMPROVING, "Still improving: 75.0\xa0% in epoch 5", "good"),
        (OVERFITTING, "Overfitting since epoch 4", "warning"),
        (STUCK, "Stuck at the baseline", "warning"),
        (LEVEL, "No better since epoch 2 (70.0\xa0%)", "info"),
    ],
)
def test_a_run_under_way_is_told_in_a_sentence(told: list[EpochEnded], words: str, kind: str) -> None:
    said = verdict(run_of(RunStarted(pid=1), *told), ACCURACY, 0.25)
    assert words in said.sentence
    assert said.kind == kind


def test_of_a_later_part_nothing_is_said_before_a_few_of_its_epochs() -> None:
    changed = {"phase": "all", "is_best": False}
    later = [epoch.model_copy(update=changed | {"epoch": epoch.epoch + 6}) for epoch in LEVEL]
    started = RunStarted(pid=1)
    stages = [{"key": key, "title": key, "seconds": 9, "epochs": 9} for key in ("head", "all")]
    planned = PlanMade(plan=Plan.model_validate({"stages": stages, "choices": [], "seconds": 18, "memory_mb": 1}))
    all_of_it = StageChanged(stage="all", title="Adjusting everything")
    for number in range(3):
        run = run_of(started, planned, *LEVEL, all_of_it, *later[:number])
        assert verdict(run, ACCURACY, 0.25).sentence == "The next part has just begun."
    run = run_of(started, planned, *LEVEL, all_of_it, *later[:3])
    assert "since epoch 2" in verdict(run, ACCURACY, 0.25).sentence


def test_overfitting_comes_with_the_reassurance_that_the_best_is_kept() -> None:
    assert "the best epoch is kept (3, 70.0\xa0%)" in verdict(run_of(*OVERFITTING), ACCURACY, 0.25).meaning


def test_an_end_says_what_is_kept() -> None:
    finished = verdict(run_of(*IMPROVING, RunFinished()), ACCURACY, 0.25)
    assert (
        finished.sentence == "Finished. The best epoch is kept: 5, with accuracy 75.0\xa0% on the validation samples."
    )
    assert "stopped early" in finished.meaning
    stopped = verdict(run_of(*IMPROVING, RunStopped(message="Stopped.")), ACCURACY, 0.25)
    assert stopped.sentence.startswith("Stopped. The best epoch is kept: 5")
    failed = verdict(run_of(RunFailed(message="No.", hint="Yes.")), ACCURACY, 0.25)
    assert failed.kind == "error"
    assert "nothing was learned yet" in failed.sentence
    assert verdict(run_of(*IMPROVING, Waiting(reason="Paused.")), ACCURACY, 0.25).sentence.startswith("Paused.")


def test_at_the_end_the_figure_is_that_of_the_report() -> None:
    measured = {"metrics": {"validation": {"accuracy": {"value": 0.722, "low": 0.6, "high": 0.8}}}}
    finished = verdict(run_of(*IMPROVING, RunFinished(result=measured)), ACCURACY, 0.25)
    assert finished.sentence == (
        "Finished. The best epoch is kept: 5. Measured exactly at the end, its accuracy on the validation samples is "
        "72.2\xa0%."
    )


def test_what_broke_off_can_be_resumed_and_says_so() -> None:
    said = broken_off(run_of(*IMPROVING), ACCURACY)
    assert (
        said.sentence == "It broke off. The best epoch is kept: 5, with accuracy 75.0\xa0% on the validation samples."
    )
    assert "resumed" in said.meaning


def test_a_training_that_never_beat_the_baseline_is_not_called_good() -> None:
    said = verdict(run_of(*STUCK, RunFinished()), ACCURACY, 0.25)
    assert said.kind == "warning"
    assert "stuck at the baseline" in said.sentence


def test_the_last_planned_epoch_is_no_early_stop() -> None:
    whole = epochs([0.3, 0.5, 0.6], [1, 0.9, 0.8], [1, 0.9, 0.8], planned=3)
    assert "last epoch" in verdict(run_of(*whole, RunFinished()), ACCURACY, None).meaning


def test_a_tiny_rise_next_to_nothing_is_no_overfitting() -> None:
    tiny = epochs(
        [0.9, 0.99, 0.99, 0.99, 0.99, 0.99],
        [0.1, 0.05, 0.04, 0.03, 0.02, 0.01],
        [0.1, 0.036, 0.039, 0.039, 0.039, 0.039],
    )
    assert trend_of(tiny, ACCURACY, 0.25)[0] is Trend.LEVEL


def test_growing_surer_is_not_called_improving() -> None:
    surer = epochs([0.5, 0.9, 0.9, 0.9, 0.9, 0.9], [1.4, 1.0, 0.9, 0.8, 0.7, 0.6], [1.5, 1.1, 1.0, 0.9, 0.8, 0.7])
    surer[-1] = surer[-1].model_copy(update={"is_best": True})
    said = verdict(run_of(RunStarted(pid=1), *surer), ACCURACY, 0.25)
    assert said.sentence == "It still grows surer; its answers have been as good since epoch 2 (90.0\xa0%)."
