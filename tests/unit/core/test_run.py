"""A run is the fold of its events."""

from pathlib import Path

import pytest

from ptstudio.core.errors import ProjectError
from ptstudio.core.events import (
    CheckpointSaved,
    ChoiceMade,
    EpochEnded,
    Event,
    FoldEnded,
    RateTried,
    RunFailed,
    RunFinished,
    RunStarted,
    RunStopped,
    StageChanged,
    StepEnded,
    TrialEnded,
    Waiting,
    WarningRaised,
)
from ptstudio.core.jobs import ProbeJob
from ptstudio.core.machine import Choice
from ptstudio.core.project import new_run_folder
from ptstudio.core.run import Run, RunStatus, has_checkpoint


def epoch(number: int, *, is_best: bool) -> EpochEnded:
    return EpochEnded(
        epoch=number,
        epochs=9,
        phase="head",
        train_loss=1,
        validation_loss=1,
        metrics={"accuracy": 0.5},
        learning_rate=0.1,
        seconds=1,
        samples_per_s=1,
        is_best=is_best,
    )


def folded(*events: Event) -> Run:
    run = Run(Path("nowhere"), ProbeJob())
    for event in events:
        run.apply(event)
    return run


def test_a_new_run_has_done_nothing() -> None:
    run = folded()
    assert (run.status, run.best_epoch, run.result) == (RunStatus.NEW, None, {})


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (RunStarted(pid=1), RunStatus.RUNNING),
        (Waiting(reason="paused"), RunStatus.WAITING),
        (RunFinished(), RunStatus.FINISHED),
        (RunStopped(message="."), RunStatus.STOPPED),
        (RunFailed(message=".", hint="."), RunStatus.FAILED),
    ],
)
def test_the_status_follows_the_events(event: Event, status: RunStatus) -> None:
    assert folded(RunStarted(pid=1), event).status == status


def test_a_resumed_run_runs_again_and_keeps_its_epochs() -> None:
    run = folded(
        RunStarted(pid=1),
        epoch(1, is_best=True),
        epoch(2, is_best=False),
        CheckpointSaved(epoch=1, step=0, folder="x"),
        epoch(3, is_best=True),
        RunFailed(message=".", hint="."),
        RunStarted(pid=2, session=2),
        epoch(2, is_best=False),
    )
    assert run.status == RunStatus.RUNNING
    assert run.final is None
    assert [event.epoch for event in run.epochs] == [1, 2]
    assert run.best_epoch == 1
    assert run.started is not None
    assert run.started.session == 2


def test_a_new_stage_forgets_the_progress_of_the_old_one() -> None:
    run = folded(StageChanged(stage="a", title="A"), StepEnded(stage="a", done=3), StageChanged(stage="b", title="B"))
    assert run.progress is None


def test_choices_and_warnings_are_kept() -> None:
    choice = Choice(name="device", value="cpu", reason="only one")
    run = folded(ChoiceMade(choice=choice), WarningRaised(message="m", hint="h"))
    assert run.choices == {"device": choice}
    assert [warning.message for warning in run.warnings] == ["m"]


def test_a_run_reopened_from_disk_is_the_same_and_an_unfinished_line_is_passed_over(tmp_path: Path) -> None:
    folder = new_run_folder(tmp_path / "run", ProbeJob())
    events: list[Event] = [RunStarted(pid=1), epoch(1, is_best=True), RunFinished(result={"a": 1})]
    lines = "".join(event.to_line() + "\n" for event in events)
    (folder / "events.jsonl").write_text(lines + '{"type": "StepEn', encoding="utf-8")
    run = Run.open(folder)
    live = folded(*events)
    assert (run.status, run.epochs, run.final) == (live.status, live.epochs, live.final)
    assert run.result == {"a": 1}


def test_a_folder_without_a_job_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="is not a run"):
        Run.open(tmp_path)


def test_a_damaged_job_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "job.json").write_text('{"type": "trai')
    with pytest.raises(ProjectError, match="damaged"):
        Run.open(tmp_path)


def test_the_time_of_a_pause_does_not_count() -> None:
    run = Run(Path("run"), ProbeJob())
    step = StepEnded(stage="all", done=1, total=9)
    for event, at in ((RunStarted(pid=1), 0), (step, 10), (Waiting(reason="Paused."), 20), (step, 100)):
        run.apply(event.model_copy(update={"at": float(at)}))
    assert run.seconds() == 20
    assert run.seconds(130) == 50
    run.apply(Waiting(reason="Paused.").model_copy(update={"at": 140.0}))
    assert run.seconds(1000) == 60
    run.apply(RunStopped(message="Stopped.").model_copy(update={"at": 2000.0}))
    assert run.seconds() == 60


def test_the_time_that_a_run_has_worked_leaves_out_the_pause_before_a_resume() -> None:
    run = Run(Path("run"), ProbeJob())
    assert run.seconds() is None
    for event in (RunStarted(pid=1, at=100), Waiting(reason="", at=130), RunStarted(pid=2, session=2, at=1000)):
        run.apply(event)
    assert run.seconds(1005) == 35
    run.apply(RunFinished(at=1010))
    assert run.seconds() == 40


def test_a_clock_that_was_set_back_does_no_harm() -> None:
    run = Run(Path("run"), ProbeJob())
    run.apply(RunStarted(pid=1, at=1000))
    run.apply(Waiting(reason="", at=400))
    assert run.seconds() == 0
    run.apply(RunStarted(pid=2, session=2, at=300))
    run.apply(RunFinished(at=290))
    assert run.seconds() == 0
    assert run.status == RunStatus.FINISHED


def test_what_a_resumed_job_repeats_takes_the_place_of_what_it_repeats() -> None:
    run = Run(Path("run"), ProbeJob())
    for number in (1, 2, 3, 1, 2):
        run.apply(RateTried(learning_rate=number / 10, loss=1))
        run.apply(TrialEnded(number=number, settings={}, value=0.5, state="finished", seconds=1))
        run.apply(FoldEnded(fold=number, folds=3, metrics={}, samples=4, seconds=1))
    assert [rate.learning_rate for rate in run.rates] == [0.1, 0.2]
    assert [trial.number for trial in run.trials] == [1, 2]
    assert [fold.fold for fold in run.folds] == [1, 2]


@pytest.mark.parametrize(
    ("name", "can_go_on"),
    [
        ("epoch-00003-step-000000", True),
        ("trial-00001.json", True),
        ("fold-01.npz", True),
        (".fold-01.npz.tmp", False),
        ("best-00003", False),
    ],
)
def test_a_job_goes_on_from_whatever_it_has_kept(tmp_path: Path, name: str, can_go_on: bool) -> None:
    assert not has_checkpoint(tmp_path)
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / "checkpoints" / name).touch()
    assert has_checkpoint(tmp_path) is can_go_on
