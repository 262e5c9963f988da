"""What is shown while a worker works."""

from pathlib import Path

import pytest

from ptstudio.cli import display
from ptstudio.cli.display import Display, epoch_line, plan_lines, progress_note
from ptstudio.core.events import EpochEnded, Event, RunStarted, StageChanged, StepEnded, WarningRaised
from ptstudio.core.jobs import TrainJob
from ptstudio.core.machine import Choice, Plan, PlannedStage
from ptstudio.core.run import Run

JOB = TrainJob(task="image-classification", dataset="d/0001", model="m", preset="quick")
EPOCH = EpochEnded(
    epoch=3,
    epochs=12,
    phase="head",
    train_loss=0.5,
    validation_loss=0.625,
    metrics={"accuracy": 0.75, "log_loss": 0.625},
    learning_rate=0.1,
    seconds=1,
    samples_per_s=9,
    is_best=True,
)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (StepEnded(stage="a", done=1234), "1,234"),
        (StepEnded(stage="a", done=5, total=2000, samples_per_s=61.4), "5 of 2,000, 61 samples a second"),
        (StepEnded(stage="a", done=5, total=20, remaining_s=200), "5 of 20, about 3 min left"),
        (StepEnded(stage="a", done=20, total=20, remaining_s=0), "20 of 20"),
    ],
)
def test_progress_says_how_far_how_fast_and_how_long(step: StepEnded, words: str) -> None:
    assert progress_note(step) == words


def test_an_epoch_says_both_losses_and_the_metric_that_decides() -> None:
    expected = "  epoch  3/12   loss 0.500, on validation 0.625   accuracy 0.750   the best so far"
    assert epoch_line(EPOCH, "accuracy", "accuracy") == expected


def test_a_plan_says_every_stage_and_every_choice_with_its_reason() -> None:
    stages = (PlannedStage(key="head", title="Learning", seconds=100),)
    choices = (Choice(name="batch_size", value=32, reason="It fits."),)
    lines = plan_lines(Plan(stages=stages, choices=choices, seconds=100, memory_mb=1500))
    assert lines[0] == "The plan: about 2 min from here on, and 1.5 GB of memory"
    assert lines[1].split() == ["Learning", "2", "min"]
    assert lines[2] == "  batch size   32: It fits."


def test_what_happens_is_told_once_and_only_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "QUIET_S", 0.0)
    run = Run(tmp_path, JOB)
    events: list[Event] = [
        StageChanged(stage="head", title="Learning [bold]"),
        StepEnded(stage="head", done=1, total=4),
        EPOCH,
        WarningRaised(message="Something odd.", hint="Look."),
    ]
    with Display() as shown:
        for event in events:
            run.apply(event)
            shown.show(run, event)
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = [line for line in captured.err.splitlines() if line.strip()]
    assert lines == [
        "Learning [bold]",
        "  1 of 4",
        epoch_line(EPOCH, "accuracy", "accuracy"),
        "Note: Something odd. Look.",
    ]


def test_a_resumed_run_does_not_tell_again_where_it_was_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(tmp_path, JOB)
    run.apply(StageChanged(stage="head", title="Learning"))
    with Display() as shown:
        for event in (RunStarted(session=2, pid=1), StageChanged(stage="prepare", title="Getting ready")):
            run.apply(event)
            shown.show(run, event)
    assert capsys.readouterr().err.split("\n") == ["Getting ready", ""]
