"""`ptstudio runs`."""

import csv
import io
import json
from pathlib import Path

import pytest

from ptstudio.cli.program import run
from ptstudio.core.events import RunFinished, RunStarted
from ptstudio.core.jobs import ExportJob, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.run_notes import RunNotes, keep_notes

JOB = TrainJob(task="image-classification", dataset="d/0001", model="starter", preset="quick", settings={"seed": 1})
NOBODY = 99_999_999


def training(project: Project, accuracy: float | None, loss: float = 0.5) -> Path:
    folder = project.new_run(JOB)
    events = [RunStarted(pid=NOBODY)]
    lines = [event.to_line() for event in events]
    if accuracy is not None:
        each = {name: {"value": value, "low": 0.0, "high": 1.0} for name, value in
                (("accuracy", accuracy), ("log_loss", loss))}  # fmt: skip
        lines.append(RunFinished(result={"metrics": {"validation": each, "test": each}}).to_line())
    (folder / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project.create(tmp_path / "project")
    keep_notes(RunNotes(name="=best", note="One line.\nAnother.", is_starred=True), training(made, 0.9, 0.9))
    training(made, 0.8, 0.1)
    training(made, None)
    made.new_run(ExportJob(run="r", out="o"))
    return made


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    capsys.readouterr()
    assert run(["runs", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_trainings_are_listed_with_what_was_said_of_them(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, project.folder).splitlines()
    assert len(lines) == 4
    best = next(line for line in lines if "=best" in line)
    assert "* =best" in best
    assert "quick, 1 changed" in best
    assert "Accuracy" in best, "figures are nothing without what they measure"
    assert best.endswith("One line.")
    assert any("interrupted" in line for line in lines)
    assert len(said(capsys, project.folder, "--all").splitlines()) == 5


def test_the_best_come_first_whichever_way_a_metric_is_better(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    for metric, values in (("accuracy", [0.9, 0.8, None]), ("log_loss", [0.1, 0.9, None])):
        found = json.loads(said(capsys, project.folder, "--sort", metric, "--json"))
        assert [one["validation"] for one in found] == values
        assert {one["metric"] for one in found} == {metric}


def test_as_a_table_for_a_spreadsheet(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(said(capsys, project.folder, "--csv"))))
    assert sorted(row["test"] for row in rows) == ["", "0.8", "0.9"]
    assert "'=best" in {row["name"] for row in rows}


def test_an_unknown_metric_and_no_project_are_told(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["runs", str(project.folder), "--sort", "beauty"]) == 2
    assert "The metrics are: accuracy" in capsys.readouterr().err
    assert run(["runs", str(project.folder / "runs")]) == 2


def test_a_run_that_cannot_be_read_is_passed_over(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    (project.runs()[0] / "job.json").write_text("{", encoding="utf-8")
    assert run(["runs", str(project.folder), "--all", "--json"]) == 0
    out, err = capsys.readouterr()
    assert len(json.loads(out)) == 3
    assert "cannot be read" in err


def test_a_project_without_trainings_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, Project.create(tmp_path / "new").folder) == "Nothing yet.\n"
