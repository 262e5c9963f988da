"""A training is added to the history of the machine, and the next plan learns from it."""

from pathlib import Path

import pytest

from ptstudio.core.events import Event, MachineUsed, PlanMade, RunStarted, StageChanged, StepEnded
from ptstudio.core.history import history_file, read_history
from ptstudio.core.machine import Plan, PlannedStage
from ptstudio.core.usage import Usage
from ptstudio.engine.metering.past_trainings import remember_training, with_experience
from tests.helpers import pretrained

MODEL = pretrained.model()
USED = Usage(cpu_percent=50, memory_mb=1, free_memory_mb=1, seconds=36.0, energy_wh=0.5, is_estimated=True)
PLAN = Plan(
    stages=(PlannedStage(key="features", title="Looking", seconds=10.0),), choices=(), seconds=10.0, memory_mb=1.0
)


def ran(folder: Path) -> Path:
    events: list[Event] = [
        RunStarted(at=1, pid=1),
        PlanMade(at=2, plan=PLAN),
        StageChanged(at=3, stage="features", title=""),
        StepEnded(at=4, stage="features", done=1),
        MachineUsed(at=5, usage=USED),
        StageChanged(at=18, stage="evaluate", title=""),
    ]
    folder.mkdir()
    lines = [event.to_line() for event in events]
    (folder / "events.jsonl").write_text("\n".join([*lines, '{"type": "Torn']), encoding="utf-8")
    return folder


def test_the_next_plan_learns_from_a_training(tmp_path: Path) -> None:
    assert with_experience(PLAN, MODEL, "cpu").seconds == 10
    remember_training(ran(tmp_path / "run"), MODEL, "cpu", USED)
    (past,) = read_history()
    assert (past.device, past.architecture, past.seconds, past.energy_wh) == ("cpu", MODEL.architecture, 36.0, 0.5)
    assert past.is_estimated
    plan = with_experience(PLAN, MODEL, "cpu")
    assert (plan.seconds, plan.learned_from) == (15, 1)
    assert plan.energy_wh == pytest.approx(15 * 0.5 / 36)
    assert with_experience(PLAN, MODEL, "mps").learned_from == 0


def test_a_training_that_was_not_measured_is_not_remembered(tmp_path: Path) -> None:
    folder = ran(tmp_path / "run")
    remember_training(folder, MODEL, "cpu", None)
    remember_training(folder, MODEL, "cpu", USED.model_copy(update={"seconds": 0.0}))
    assert not history_file().exists()


def test_a_history_that_cannot_be_written_is_no_failure(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    history_file().mkdir(parents=True)
    with caplog.at_level("INFO", "ptstudio"):
        remember_training(ran(tmp_path / "run"), MODEL, "cpu", USED)
    assert "is not remembered" in caplog.text
