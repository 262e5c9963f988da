"""What earlier trainings teach a plan, and what a training teaches."""

import pytest

from ptstudio.core.energy import TYPICAL_CORE_W
from ptstudio.core.events import (
    Adapted,
    EpochEnded,
    Event,
    PlanMade,
    RunStarted,
    StageChanged,
    Waiting,
)
from ptstudio.core.experience import Situation, learned, lessons
from ptstudio.core.history import Past, PastStage
from ptstudio.core.machine import Plan, PlannedStage

HERE = Situation("this machine", "cpu", "family", "net", 2)
PLAN = Plan(
    stages=(
        PlannedStage(key="features", title="Looking", seconds=10.0),
        PlannedStage(key="head", title="Learning", seconds=4.0, epochs=40),
    ),
    choices=(),
    seconds=14.0,
    memory_mb=1.0,
)


def past(ratio: float, architecture: str = "net", device: str = "cpu", machine: str = "this machine") -> Past:
    stage = PastStage(key="features", planned_s=2.0, took_s=2.0 * ratio)
    return Past(
        machine=machine,
        device=device,
        family="family",
        architecture=architecture,
        stages=(stage,),
        seconds=3600,
        energy_wh=12.0 * ratio,
    )


def test_without_experience_the_plan_stands_and_a_processor_is_taken_to_be_busy() -> None:
    plan = learned(PLAN, HERE, [past(2.0, device="another"), past(2.0, machine="another")])
    assert (plan.stages, plan.seconds, plan.learned_from) == (PLAN.stages, 14.0, 0)
    assert plan.energy_wh == pytest.approx(2 * TYPICAL_CORE_W * 14 / 3600)
    assert learned(PLAN, Situation("m", "A card", "f", "a", 2), []).energy_wh is None


def test_stages_are_corrected_by_the_median_and_energy_follows_the_power_that_was_measured() -> None:
    plan = learned(PLAN, HERE, [past(2.0), past(1.5), past(9.0)])
    assert [(stage.seconds, stage.correction) for stage in plan.stages] == [(20.0, 2.0), (4.0, 1.0)]
    assert plan.seconds == 24.0
    assert plan.energy_wh == pytest.approx(24 * 24.0 / 3600)
    assert (plan.learned_from, plan.is_same_network) == (3, True)


def test_the_same_network_teaches_before_others_on_the_same_device() -> None:
    others = [past(4.0, architecture="other")] * 3
    assert learned(PLAN, HERE, others).stages[0].correction == 4.0
    assert not learned(PLAN, HERE, others).is_same_network
    assert learned(PLAN, HERE, [*others, past(1.5)]).stages[0].correction == 1.5


def test_a_stage_that_did_other_work_teaches_nothing() -> None:
    assert learned(PLAN, HERE, [past(0.01), past(50.0)]).stages[0].correction == 1.0
    assert learned(PLAN, HERE, [past(0.01), past(1.2), past(50.0)]).stages[0].correction == 1.2


def test_another_version_may_have_planned_otherwise() -> None:
    plan = learned(PLAN, HERE, [past(2.0).model_copy(update={"version": "0.0.0-older"})])
    assert plan.stages == PLAN.stages
    assert plan.energy_wh == pytest.approx(14 * 24.0 / 3600)


def epoch(at: float, phase: str = "head") -> EpochEnded:
    return EpochEnded(
        at=at, epoch=1, epochs=40, phase=phase, train_loss=1, validation_loss=1, metrics={}, learning_rate=1, seconds=1,
        samples_per_s=1, is_best=True,
    )  # fmt: skip


def training(*more: Event, session: int = 1, plan: Plan = PLAN) -> list[Event]:
    return [
        RunStarted(at=0, pid=1, session=session),
        StageChanged(at=1, stage="prepare", title=""),
        PlanMade(at=3, plan=plan),
        StageChanged(at=4, stage="features", title=""),
        StageChanged(at=24, stage="head", title=""),
        *[epoch(24 + 0.1 * number) for number in range(10)],
        *more,
        StageChanged(at=27, stage="evaluate", title=""),
    ]


def test_a_training_teaches_what_its_stages_took_for_the_epochs_that_were_made() -> None:
    assert lessons(training(), until=29) == (
        PastStage(key="features", planned_s=10, took_s=20),
        PastStage(key="head", planned_s=1, took_s=3),
    )


def test_the_last_stage_lasts_until_now() -> None:
    plan = Plan(stages=(PlannedStage(key="evaluate", title="", seconds=5),), choices=(), seconds=5, memory_mb=1)
    assert lessons(training(plan=plan), until=29.5) == (PastStage(key="evaluate", planned_s=5, took_s=2.5),)


def test_what_was_learned_before_is_not_learned_again() -> None:
    """Otherwise corrections would be made of corrected times, and swing."""
    corrected = learned(PLAN, HERE, [past(2.0)])
    assert lessons(training(plan=corrected), until=29)[0] == PastStage(key="features", planned_s=10, took_s=20)


@pytest.mark.parametrize(
    "events",
    [
        training(Waiting(at=25, reason="Paused.")),
        training(Adapted(at=25, cause="memory", message="m", hint="h")),
        training(session=2),
        [],
    ],
)
def test_a_training_that_rested_or_changed_its_way_teaches_nothing(events: list[Event]) -> None:
    assert lessons(events, until=29) == ()


def test_a_clock_that_was_set_back_teaches_nothing() -> None:
    events = training()
    assert [stage.key for stage in lessons([*events[:4], *training()[4:]], until=29)] == ["features", "head"]
    back = [event.model_copy(update={"at": event.at - 1000}) for event in events[4:]]
    assert "features" not in [stage.key for stage in lessons([*events[:4], *back], until=-900)]
