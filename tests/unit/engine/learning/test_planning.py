"""A plan counts all that comes after it: reading, looking, steps, measuring in float32, and the report."""

from contextlib import closing
from pathlib import Path

import pytest

from ptstudio.core.events import WarningRaised
from ptstudio.core.jobs import TrainJob
from ptstudio.core.machine import Plan
from ptstudio.engine.channel import Channel
from ptstudio.engine.choosing.decided import Decided, DecidedWay
from ptstudio.engine.learning.planning import REPORT_S, TRAINING_COST, plan, tell_where_it_will_not_fit
from ptstudio.engine.learning.position import Position
from ptstudio.engine.learning.preparation import Prepared, prepare
from ptstudio.engine.learning.setup import feature_source
from tests.helpers.projects import TASK, coloured_project, events_of

TESTED = 10


def stages(made: Plan) -> dict[str, float]:
    return {stage.key: stage.seconds for stage in made.stages}


def prepared(tmp_path: Path, preset: str) -> tuple[Prepared, Decided]:
    project, dataset = coloured_project(tmp_path)
    folder = project.new_run(TrainJob(task=TASK, dataset=dataset, model="starter", preset=preset))
    with closing(Channel(folder, None)) as channel:
        made = prepare(TrainJob(task=TASK, dataset=dataset, model="starter", preset=preset), folder, channel)
    return made, Decided.from_text((folder / "decided.json").read_bytes())


def at(decided: Decided, looking: float, exact: float, training: float = 0.0, reading_s: float = 0.0) -> Decided:
    """The same with these speeds."""
    ways = {"looking": looking, "exact": exact, "training": training}
    changed = {key: DecidedWay(samples_per_s=speed) for key, speed in ways.items()}
    return decided.model_copy(update=changed | {"reading_s": reading_s, "device": "cpu"})


def test_a_last_layer_costs_a_look_at_every_sample(tmp_path: Path) -> None:
    made, decided = prepared(tmp_path, "quick")
    assert min(decided.reading_s, decided.looking.samples_per_s, decided.exact.samples_per_s) > 0
    setup = made.setup
    learned, judged = len(setup.training), len(setup.validation)
    plain = stages(plan(setup, at(decided, 2, 1), TESTED))
    assert plain["features"] == pytest.approx(learned / 2 + judged)
    assert plain["evaluate"] == pytest.approx(TESTED + REPORT_S), "validation samples were looked at before"
    assert plain["head"] < 5
    reading = stages(plan(setup, at(decided, 2, 1, reading_s=1), TESTED))
    assert reading["features"] - plain["features"] == pytest.approx(learned + judged)
    assert reading["head"] == plain["head"]


def test_what_was_looked_at_before_costs_no_second_look(tmp_path: Path) -> None:
    made, decided = prepared(tmp_path, "quick")
    feature_source(made.setup, lambda _done, _total: None)
    again = plan(made.setup, at(decided, 2, 1), TESTED)
    assert stages(again)["features"] == 0
    assert "before" in again.stages[0].title


def test_steps_cost_what_was_measured_of_them(tmp_path: Path) -> None:
    made, decided = prepared(tmp_path, "balanced")
    assert decided.training.samples_per_s > 0
    setup = made.setup
    learned, judged = len(setup.training), len(setup.validation)
    epochs = next(phase.epochs for phase in setup.phases if phase.key == "last")
    measured = stages(plan(setup, at(decided, 100, 100, training=2), TESTED))
    assert measured["last"] == pytest.approx(epochs * (learned / 2 + judged / 2 / TRAINING_COST))
    unknown = stages(plan(setup, at(decided, 100, 8), TESTED))
    assert unknown["last"] == pytest.approx(epochs * (learned * TRAINING_COST / 8 + judged / 8))
    assert measured["evaluate"] == pytest.approx((judged + TESTED) / 100 + REPORT_S)


def test_processes_that_share_a_memory_each_take_their_own(tmp_path: Path) -> None:
    made, decided = prepared(tmp_path, "thorough")
    alone, shared = (plan(made.setup, decided, TESTED, processes).memory_mb for processes in (1, 3))
    assert 2 * alone < shared <= 3.1 * alone, "each has a network, and a share of the batch"


def test_memory_that_is_not_there_is_told_before_the_start(tmp_path: Path) -> None:
    made, decided = prepared(tmp_path, "thorough")
    assert 0 < made.plan.memory_mb < made.plan.free_memory_mb
    hungry = decided.model_copy(update={"memory": decided.memory.model_copy(update={"sample_mb": 1e6})})
    too_much = plan(made.setup, hungry, TESTED)
    assert too_much.memory_mb > 1e6
    with closing(Channel(made.setup.folder, None)) as channel:
        tell_where_it_will_not_fit(made.plan, channel)
        tell_where_it_will_not_fit(too_much, channel)
    (warning,) = [event for event in events_of(made.setup.folder) if isinstance(event, WarningRaised)]
    assert warning.key == "memory"
    assert "may not fit" in warning.message
    assert "smaller batch size" in warning.hint


def test_what_a_training_has_done_already_is_planned_no_more(tmp_path: Path) -> None:
    made, decided = prepared(tmp_path, "balanced")
    first, second = made.setup.phases
    speeds = at(decided, 2, 1, training=4)

    def from_there(reached: Position) -> dict[str, float]:
        return stages(plan(made.setup, speeds, TESTED, reached=reached))

    whole = from_there(Position())
    assert list(whole) == ["features", first.key, second.key, "evaluate"]
    half = from_there(Position(phase_epoch=first.epochs // 2))
    assert half[first.key] < whole[first.key]
    assert half[second.key] == whole[second.key]
    later = from_there(Position(phase=1, phase_epoch=1))
    assert list(later) == [second.key, "evaluate"]
    assert later[second.key] == pytest.approx(whole[second.key] * (second.epochs - 1) / second.epochs)
    stale = Position(phase=1, phase_epoch=2, stale=made.setup.settings.patience)
    assert list(from_there(stale)) == ["evaluate"]
