"""Runs as rows and sentences."""

from pathlib import Path

import pytest

from ptstudio.app import run_facts
from ptstudio.app.run_command import command_of
from ptstudio.core.events import RunFailed, RunStarted
from ptstudio.core.jobs import EvaluateJob, ExportJob, ProbeJob, RankJob
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from tests.helpers.windows import filled_project, training, training_events, write_events


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return filled_project(tmp_path / "project")


def texts(run: Run, figures: run_facts.Figures | None = None, *, is_running: bool = False) -> list[str]:
    return [cell.text for cell in run_facts.row_of(run, figures, {}, is_running=is_running).cells]


def test_a_finished_training_shows_its_test_figure_with_the_interval(project: Project) -> None:
    folder = training(project, seed=3)
    figures = run_facts.read_figures(folder)
    assert figures is not None
    shown = texts(Run.open(folder), figures)
    assert shown[:5] == [
        "Training",
        "finished",
        "starter",
        "83.1\N{NO-BREAK SPACE}% (74.0–92.2)",
        "87.7\N{NO-BREAK SPACE}%",
    ]
    assert shown[5:7] == ["rubbish/0002", "Balanced, 1 changed"]
    assert len(shown) == len(run_facts.headers())


def test_a_training_without_a_report_shows_its_best_epoch_so_far(project: Project) -> None:
    run = Run.open(training(project, epochs=3, is_finished=False))
    assert run_facts.read_figures(run.folder) is None
    assert texts(run, is_running=True)[3:5] == ["–", "74.4\N{NO-BREAK SPACE}% so far"]


def test_a_run_that_nobody_is_at_any_more_was_interrupted(project: Project) -> None:
    run = Run.open(training(project, epochs=3, is_finished=False))
    assert run_facts.status_of(run, is_running=True) == "running"
    assert run_facts.status_of(run, is_running=False) == run_facts.INTERRUPTED
    assert not run_facts.can_resume(run, is_running=False)
    message, hint = run_facts.said_of(run, run_facts.INTERRUPTED)
    assert "worker is gone" in message
    assert hint == ""
    (run.folder / "checkpoints" / "epoch-3").mkdir(parents=True)
    assert run_facts.can_resume(run, is_running=False)
    assert not run_facts.can_resume(run, is_running=True)
    assert "last checkpoint" in run_facts.said_of(run, run_facts.INTERRUPTED)[1]


def test_a_failed_run_tells_its_message_and_hint(project: Project) -> None:
    folder = training(project, epochs=3, is_finished=False)
    failure = RunFailed(message="The loss became infinite.", hint="Choose a lower learning rate.")
    write_events(folder, [*training_events(3, is_finished=False), failure])
    run = Run.open(folder)
    assert run_facts.said_of(run, run_facts.status_of(run, is_running=False)) == (failure.message, failure.hint)


def test_what_measures_or_exports_a_training_is_known_by_it_even_after_a_move(project: Project) -> None:
    folder = training(project, from_scratch=True)
    runs = {folder.name: Run.open(folder)}
    moved = f"/elsewhere/{folder.name}"
    for job in (EvaluateJob(run=moved), ExportJob(run=moved, out="o")):
        run = Run(project.folder, job)
        assert run_facts.training_of(run, runs) is runs[folder.name]
        assert run_facts.model_of(run, runs) == "starter, from scratch"
    assert run_facts.training_of(Run(project.folder, EvaluateJob(run="/gone")), runs) is None


def test_the_time_of_a_run_is_from_its_start_to_its_end(project: Project) -> None:
    folder = training(project, epochs=1, is_finished=False)
    write_events(folder, [RunStarted(pid=1, at=1000.0), RunFailed(message="m", hint="h", at=1130.0)])
    assert texts(Run.open(folder))[-1] == "2 min"


def test_every_kind_of_run_that_has_a_command_gives_it(project: Project) -> None:
    folder = training(project)
    commands = {
        command_of(Run.open(folder), project),
        command_of(Run(folder, EvaluateJob(run="r")), project),
        command_of(Run(folder, EvaluateJob(run="r", dataset="rubbish/0001")), project),
        command_of(Run(folder, ExportJob(run="r", out="o")), project),
        command_of(Run(folder, RankJob(task="t", dataset="rubbish/0001", models=("starter",))), project),
        command_of(Run(folder, ProbeJob()), project),
    }
    source = project.revision("rubbish/0001").source
    assert commands == {
        "ptstudio train --data rubbish --model starter --out project",
        "ptstudio evaluate r",
        f"ptstudio evaluate r --data {source}",
        "ptstudio export r --out o",
        f"ptstudio models rank starter --data {project.revision_folder('rubbish/0001')}",
        "ptstudio doctor",
    }
