"""The rate test job on tiny pictures: a rising rate, a suggestion, and nothing else that changes."""

from contextlib import closing
from pathlib import Path

import pytest

from ptstudio.core.events import EpochEnded, RateTried
from ptstudio.core.jobs import RateTestJob
from ptstudio.core.project import Project
from ptstudio.core.rate_test import RateTest
from ptstudio.core.run import Run
from ptstudio.engine import rate_testing
from ptstudio.engine.channel import StopRequested
from tests.helpers.channels import StopsAt
from tests.helpers.projects import coloured_project, done, events_of, library_with, training_of


@pytest.fixture(scope="module")
def coloured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return coloured_project(tmp_path_factory.mktemp("coloured"))


@pytest.fixture(autouse=True)
def _library() -> None:
    library_with()


def rates_of(coloured: tuple[Project, str], preset: str) -> tuple[RateTest, Path]:
    job = RateTestJob(training=training_of(coloured[1], preset))
    folder = coloured[0].new_run(job)
    return RateTest.model_validate(done(rate_testing.run, job, folder)), folder


def test_the_rate_of_the_last_layer_rises_until_the_loss_goes_out_of_control(coloured: tuple[Project, str]) -> None:
    found, folder = rates_of(coloured, "quick")
    rates = [point.learning_rate for point in found.points]
    assert rates == sorted(rates)
    assert rates[0] == pytest.approx(1e-6)
    assert found.setting == "head_learning_rate"
    assert found.suggestion == pytest.approx(found.lowest.learning_rate / 10, rel=0.05)
    told = [event for event in events_of(folder) if isinstance(event, RateTried)]
    assert [(one.learning_rate, one.loss) for one in told] == [(one.learning_rate, one.loss) for one in found.points]
    assert [rate.learning_rate for rate in Run.open(folder).rates] == rates


def test_a_later_phase_is_tried_after_those_before_it(coloured: tuple[Project, str]) -> None:
    found, folder = rates_of(coloured, "balanced")
    assert found.setting == "learning_rate"
    assert found.phase == "Adjusting the last third of the network"
    assert found.points
    assert not [event for event in events_of(folder) if isinstance(event, EpochEnded)]
    assert not (folder / "trial").exists()
    assert not (folder / "model").exists()


def test_nothing_else_of_the_project_changes(coloured: tuple[Project, str]) -> None:
    project = coloured[0]

    def others(run: Path | None = None) -> set[Path]:
        inside = {path for path in project.folder.rglob("*") if path.is_file()}
        return {path for path in inside if project.cache_folder() not in path.parents and run not in path.parents}

    before = others()
    _, folder = rates_of(coloured, "quick")
    assert others(folder) == before


def test_the_same_job_gives_the_same_curve(coloured: tuple[Project, str]) -> None:
    one, again = (rates_of(coloured, "quick")[0] for _ in range(2))
    assert one.points == again.points


def test_it_can_be_stopped(coloured: tuple[Project, str]) -> None:
    job = RateTestJob(training=training_of(coloured[1], "quick"))
    folder = coloured[0].new_run(job)
    with closing(StopsAt(folder, 20)) as channel, pytest.raises(StopRequested):
        rate_testing.run(job, folder, channel)
