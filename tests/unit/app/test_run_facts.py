"""Runs as rows and sentences."""

from pathlib import Path

import pytest

from ptstudio.app import run_facts
from ptstudio.app.run_command import command_of
from ptstudio.core.events import MachineUsed, RunFailed, RunFinished, RunStarted
from ptstudio.core.jobs import AnswerTableJob, EvaluateJob, ExportJob, ProbeJob, RankJob
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from ptstudio.core.usage import Usage
from tests.helpers.windows import filled_project, training, training_events, write_events


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return filled_project(tmp_path / "project")


COLUMNS = {"text": "the text", "pair": ""}


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
    for job in (EvaluateJob(run=moved), ExportJob(run=moved, out="o"), AnswerTableJob(run=moved, table="t", out="o")):
        run = Run(project.folder, job)
        assert run_facts.training_of(run, runs) is runs[folder.name]
        assert run_facts.model_of(run, runs) == "starter, from scratch"
    assert run_facts.training_of(Run(project.folder, EvaluateJob(run="/gone")), runs) is None


def test_every_kind_of_run_that_has_a_command_gives_it(project: Project) -> None:
    folder = training(project)
    commands = {
        command_of(Run.open(folder), project),
        command_of(Run(folder, EvaluateJob(run="r")), project),
        command_of(Run(folder, EvaluateJob(run="r", dataset="rubbish/0001")), project),
        command_of(Run(folder, ExportJob(run="r", out="o")), project),
        command_of(Run(folder, AnswerTableJob(run="r", table="t", out="o", columns=COLUMNS)), project),
        command_of(Run(folder, RankJob(task="t", dataset="rubbish/0001", models=("starter",))), project),
        command_of(Run(folder, ProbeJob()), project),
    }
    source = project.revision("rubbish/0001").source
    assert commands == {
        "ptstudio train --data rubbish --model starter --out project",
        "ptstudio evaluate r",
        f"ptstudio evaluate r --data {source}",
        "ptstudio export r --out o",
        "ptstudio predict r --table t --column 'text=the text' --out o",
        f"ptstudio models rank starter --data {project.revision_folder('rubbish/0001')}",
        "ptstudio doctor",
    }


def test_the_most_memory_is_what_was_measured(project: Project) -> None:
    folder = training(project, epochs=1, is_finished=False)
    assert run_facts.peak_memory_of(Run.open(folder)) == ""
    usage = Usage(cpu_percent=1, memory_mb=900, free_memory_mb=1, peak_memory_mb=1410)
    write_events(folder, [RunStarted(pid=1), MachineUsed(usage=usage), RunFinished(result={"peak_memory_mb": 1500.0})])
    assert run_facts.peak_memory_of(Run.open(folder)) == "1.5 GB"
    write_events(folder, [RunStarted(pid=1), MachineUsed(usage=usage)])
    assert run_facts.peak_memory_of(Run.open(folder)) == "1.4 GB"
