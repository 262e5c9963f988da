"""The steps that are kept of a training: bounded, evenly spread, and the same however they came in."""

import time
from pathlib import Path

import pytest

from ptstudio.core.events import Event, RunStarted, StepEnded
from ptstudio.core.jobs import ProbeJob
from ptstudio.core.project import new_run_folder
from ptstudio.core.run import Run
from ptstudio.core.steps import MOST, Steps


def step(place: float, loss: float = 1.0) -> StepEnded:
    return StepEnded(
        stage="head", done=1, loss=loss, learning_rate=0.01, samples_per_s=50.0, epochs_done=place
    )  # fmt: skip


def kept(places: list[float]) -> Steps:
    steps = Steps()
    for place in places:
        steps.take(step(place))
    return steps


def test_what_a_step_tells_is_kept() -> None:
    steps = Steps()
    steps.take(step(0.5, 2.0))
    steps.take(step(1.0, 1.5))
    assert list(steps.places) == [0.5, 1.0]
    assert list(steps.losses) == [2.0, 1.5]
    assert list(steps.learning_rates) == [0.01, 0.01]
    assert list(steps.speeds) == [50.0, 50.0]


def test_progress_of_other_stages_is_no_step() -> None:
    steps = Steps()
    steps.take(StepEnded(stage="features", done=3, total=9, samples_per_s=80.0))
    assert (len(steps), steps.seen) == (0, 0)


@pytest.mark.parametrize("number", [MOST, MOST + 1, 5 * MOST, 100_000])
def test_however_many_there_are_few_are_kept_evenly(number: int) -> None:
    steps = kept([place / 100 for place in range(1, number + 1)])
    assert MOST // 2 <= len(steps) <= MOST
    assert steps.places[0] == 0.01
    gaps = {round(after - before, 6) for before, after in zip(steps.places, steps.places[1:], strict=False)}
    assert gaps == {round(steps.stride / 100, 6)}
    assert steps.places[-1] > number / 100 - steps.stride / 100 - 1e-9


def test_after_a_resume_repeated_steps_take_the_place_of_the_old_ones() -> None:
    steps = kept([1.0, 2.0, 3.0, 4.0])
    steps.take(step(2.5, 7.0))
    assert list(steps.places) == [1.0, 2.0, 2.5]
    assert list(steps.losses) == [1.0, 1.0, 7.0]


def test_a_live_run_and_one_reopened_from_disk_keep_the_same(tmp_path: Path) -> None:
    folder = new_run_folder(tmp_path / "run", ProbeJob())
    events: list[Event] = [RunStarted(pid=1), *(step(place / 700, 1 / place) for place in range(1, MOST + 900))]
    (folder / "events.jsonl").write_text("".join(event.to_line() + "\n" for event in events), encoding="utf-8")
    live = Run(folder, ProbeJob())
    for event in events:
        live.apply(event)
    assert Run.open(folder).steps == live.steps


def test_taking_up_100_000_steps_is_quick() -> None:
    events = [step(place / 100) for place in range(1, 100_001)]
    run = Run(Path("nowhere"), ProbeJob())
    began = time.process_time()
    for event in events:
        run.apply(event)
    assert time.process_time() - began < 2
