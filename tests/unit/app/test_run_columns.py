"""Runs as rows of a table."""

from pathlib import Path

import pytest

from ptstudio.app import run_columns, run_facts
from ptstudio.app.run_columns import USUAL, RunLine, columns, row_of
from ptstudio.app.widgets.column_rows import MISSING, TableRow
from ptstudio.core.events import MachineUsed, RunFailed, RunFinished, RunStarted
from ptstudio.core.jobs import AnswerTableJob, CrossValidateJob, ImportJob, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from ptstudio.core.run_notes import RunNotes
from ptstudio.core.usage import Usage
from tests.helpers.windows import filled_project, training, training_events, write_events

KEYS = [column.key for column in columns()]
CELLS = list(run_columns._CELLS)
JOB = TrainJob(task="image-classification", dataset="rubbish/0001", model="starter", preset="quick")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return filled_project(tmp_path / "project")


def row(run: Run, figures: run_facts.Figures | None = None, **said: object) -> TableRow:
    status = run_facts.status_of(run, is_running=False)
    return row_of(RunLine(run, RunNotes.model_validate(said), figures, status, False, {}))


def texts(made: TableRow) -> dict[str, str]:
    return {key: cell.text for key, cell in zip(KEYS, made.cells, strict=True)}


def test_a_finished_training_shows_its_test_figure_with_the_interval(project: Project) -> None:
    folder = training(project, seed=3, epochs=4, from_scratch=True)
    made = texts(row(Run.open(folder), run_facts.read_figures(folder)))
    assert made["test"] == "83.1\N{NO-BREAK SPACE}% (74.0–92.2)"
    assert made["validation"] == "87.7\N{NO-BREAK SPACE}%"
    assert (made["kind"], made["status"], made["model"]) == ("Training", "finished", "starter, from scratch")
    assert (made["data"], made["preset"], made["changed"]) == ("rubbish/0002", "Balanced", "Seed: 3")
    assert made["epochs"] == "4 of 4"
    assert made["name"] == f"train {folder.name[-4:]}"


def test_figures_that_the_run_itself_ended_with_need_no_report(project: Project) -> None:
    folder = training(project)
    measured = {"test": {"accuracy": {"value": 0.5, "low": 0.4, "high": 0.6}}}
    write_events(folder, [*training_events(2, is_finished=False), RunFinished(result={"metrics": measured})])
    run = Run.open(folder)
    assert texts(row(run, run_facts.figures_of(run)))["test"] == "50.0\N{NO-BREAK SPACE}% (40.0–60.0)"
    assert run_facts.figures_of(Run(folder, JOB)) is None


def test_a_training_without_a_report_shows_its_best_epoch_so_far(project: Project) -> None:
    run = Run.open(training(project, epochs=3, is_finished=False))
    assert run_facts.read_figures(run.folder) is None
    made = row(run)
    assert (texts(made)["test"], texts(made)["validation"]) == ("–", "74.4\N{NO-BREAK SPACE}% so far")
    assert made.cells[KEYS.index("test")].order == MISSING


def test_the_time_of_a_run_is_from_its_start_to_its_end(project: Project) -> None:
    folder = training(project, epochs=1, is_finished=False)
    write_events(folder, [RunStarted(pid=1, at=1000.0), RunFailed(message="m", hint="h", at=1130.0)])
    assert texts(row(Run.open(folder)))["took"] == "2 min"


def test_the_energy_says_whether_it_is_an_estimate(project: Project) -> None:
    run = Run.open(training(project))
    assert texts(row(run))["energy"] == "–"
    for is_estimated, words in ((False, "1.2 Wh"), (True, "about 1.2 Wh")):
        usage = Usage(cpu_percent=50, memory_mb=1, free_memory_mb=1, energy_wh=1.234, is_estimated=is_estimated)
        run.apply(MachineUsed(usage=usage))
        assert texts(row(run))["energy"] == words


def test_what_a_person_says_of_it_is_shown(project: Project) -> None:
    run = Run.open(training(project))
    made = row(run, name="the good one", note="More epochs.\nAnd more.", is_starred=True)
    assert (texts(made)["name"], texts(made)["note"], texts(made)["star"]) == (
        "the good one",
        "More epochs.",
        "starred",
    )
    assert made.is_bold
    assert "and more." in made.words


def test_a_run_that_does_another_again_names_it(project: Project) -> None:
    run = Run(
        project.folder / "runs" / "20260101-120000-train-0002",
        JOB.model_copy(update={"repeats": "20260101-110000-train-0001"}),
    )
    assert texts(row(run))["repeats"] == "train 0001"


def test_every_column_has_its_cell_in_its_place() -> None:
    assert KEYS == CELLS


def test_rows_can_be_filtered_by_kind_and_state(project: Project) -> None:
    assert row(Run.open(training(project))).tags == ("Training", "finished", "finished")


@pytest.mark.parametrize(
    "job",
    [
        ImportJob(task="t", source="s", dataset="rubbish"),
        CrossValidateJob(training=JOB),
        AnswerTableJob(run="r", table="/data/rubbish.csv", out="o"),
    ],
)
def test_every_kind_of_run_has_a_row(job: ImportJob | CrossValidateJob | AnswerTableJob, project: Project) -> None:
    made = texts(row(Run(project.folder, job)))
    assert made["data"].startswith("rubbish")
    assert set(USUAL) < set(made)
