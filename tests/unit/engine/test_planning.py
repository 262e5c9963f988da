"""A plan counts all that comes after it: reading, computing, measuring in float32, and the report."""

from contextlib import closing
from pathlib import Path

import pytest

from ptstudio.core.jobs import TrainJob
from ptstudio.core.machine import Plan
from ptstudio.engine.channel import Channel
from ptstudio.engine.decided import Decided
from ptstudio.engine.planning import REPORT_S, plan
from ptstudio.engine.preparation import prepare
from tests.helpers.projects import TASK, coloured_project


def stages(made: Plan) -> dict[str, float]:
    return {stage.key: stage.seconds for stage in made.stages}


def test_reading_measuring_and_the_report_are_counted(tmp_path: Path) -> None:
    project, dataset = coloured_project(tmp_path)
    job = TrainJob(task=TASK, dataset=dataset, model="starter", preset="quick")
    folder = project.new_run(job)
    with closing(Channel(folder, None)) as channel:
        prepared = prepare(job, folder, channel)
    decided = Decided.from_text((folder / "decided.json").read_bytes())
    assert min(decided.reading_s, decided.exact_samples_per_s) > 0
    setup, tested = prepared.setup, 10
    looked_at = len(setup.training) + len(setup.validation)
    measured = len(setup.validation) + tested

    def planned(reading_s: float, exact_samples_per_s: float) -> dict[str, float]:
        changed = {"reading_s": reading_s, "exact_samples_per_s": exact_samples_per_s, "device": "cpu"}
        return stages(plan(setup, decided.model_copy(update=changed), tested))

    plain, reading, exact = planned(0, 0), planned(1, 0), planned(0, 0.5)
    assert plain["evaluate"] == pytest.approx(measured / decided.samples_per_s + REPORT_S)
    assert reading["features"] - plain["features"] == pytest.approx(looked_at)
    assert reading["evaluate"] - plain["evaluate"] == pytest.approx(measured)
    assert exact["evaluate"] == pytest.approx(measured * 2 + REPORT_S)
    assert exact["features"] == plain["features"]
