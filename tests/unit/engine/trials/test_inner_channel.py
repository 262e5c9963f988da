"""What a training says that is part of another job."""

from pathlib import Path

import pytest

from ptstudio.core.events import ChoiceMade, Event, PlanMade, StageChanged, StepEnded, WarningRaised
from ptstudio.core.machine import Choice, Plan
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.trials.inner_channel import InnerChannel
from tests.helpers.channels import StopsAt


class Told(Channel):
    """Notes what is told."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, None)
        self.events: list[Event] = []

    def emit(self, event: Event) -> None:
        self.events.append(event)


def test_only_what_a_person_should_know_is_passed_on(tmp_path: Path) -> None:
    outer = Told(tmp_path)
    inner = InnerChannel(outer)
    choice = ChoiceMade(choice=Choice(name="device", value="cpu", reason="It is there."))
    inner.emit(choice)
    inner.emit(StageChanged(stage="head", title="Learning"))
    inner.emit(PlanMade(plan=Plan(stages=(), choices=(), seconds=1, memory_mb=1)))
    inner.step(StepEnded(stage="head", done=1))
    assert outer.events == [choice]
    assert not inner.is_due()
    inner.close()
    outer.close()


def test_a_warning_is_told_once(tmp_path: Path) -> None:
    outer = Told(tmp_path)
    inner = InnerChannel(outer)
    for _ in range(3):
        inner.warn("The disk is slow.", "Wait.")
    inner.warn("The disk is full.", "Free some.")
    assert [event.message for event in outer.events if isinstance(event, WarningRaised)] == [
        "The disk is slow.",
        "The disk is full.",
    ]
    outer.close()


def test_warnings_of_trials_are_nobodys_business(tmp_path: Path) -> None:
    outer = Told(tmp_path)
    InnerChannel(outer, passes_warnings=False).emit(WarningRaised(message="It does not learn.", hint="Wait.", key="x"))
    assert outer.events == []
    outer.close()


def test_a_stop_reaches_the_training(tmp_path: Path) -> None:
    outer = StopsAt(tmp_path, 2)
    breaths: list[None] = []
    inner = InnerChannel(outer, on_breath=lambda: breaths.append(None))
    inner.breathe()
    with pytest.raises(StopRequested):
        inner.breathe()
    assert len(breaths) == 1
    outer.close()
