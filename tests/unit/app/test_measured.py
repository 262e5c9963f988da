"""Which measurements a project holds, and their reports."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from ptstudio.app.measured import load_report, measurements, split_title, splits_of, unreadable
from ptstudio.core.events import RunFinished, RunStarted
from ptstudio.core.jobs import EvaluateJob
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from tests.helpers import reports
from tests.helpers.windows import filled_project, write_events


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with two trainings."""
    return filled_project(tmp_path / "project")


def test_trainings_come_newest_first_each_with_its_later_measurements(project: Project) -> None:
    older, newer = _trainings(project)
    again = _measured(project, older, dataset="rubbish/0001")
    elsewhere = _measured(project, Path("/moved/away") / newer.name, dataset=None)
    unfinished = project.new_run(EvaluateJob(run=str(older)))
    found = measurements(map(Run.open, project.runs()))
    assert [each.folder for each in found] == [newer, elsewhere, older, again]
    assert unfinished not in [each.folder for each in found]
    assert [each.training for each in found] == [newer, newer, older, older]
    assert found[0].title.startswith("starter, balanced, from scratch · ")
    assert "measured again" in found[1].title
    assert "measured on rubbish/0001" in found[3].title


def test_a_report_is_read_anew_once_it_has_changed(project: Project) -> None:
    folder = _trainings(project)[0]
    first = load_report(folder)
    assert load_report(folder) is first
    (folder / "report.json").write_text(reports.report(("only", "two")).to_text())
    assert load_report(folder).classes == ("only", "two")


def test_a_damaged_report_says_what_to_do(project: Project) -> None:
    folder = _trainings(project)[0]
    (folder / "report.json").write_text('{"task": 1}')
    with pytest.raises(ValidationError) as caught:
        load_report(folder)
    told = unreadable(caught.value)
    assert told.message == "The report of this run cannot be read."
    assert told.hint == "Measure the model again: that writes a new one. (ValidationError)"


def test_the_test_split_comes_first_and_unknown_ones_last() -> None:
    report = reports.report(("a", "b"), splits=("data", "validation", "test"))
    assert splits_of(report) == ["test", "validation", "data"]


def test_a_split_has_a_title_even_one_that_is_not_known() -> None:
    assert [split_title(name) for name in ("train", "data", "holdout")] == ["Training", "All samples", "holdout"]


def _trainings(project: Project) -> list[Path]:
    found = [Run.open(path) for path in project.runs() if (path / "report.json").exists()]
    return [run.folder for run in sorted(found, key=lambda run: run.started.at if run.started else 0)]


def _measured(project: Project, training: Path, dataset: str | None) -> Path:
    folder = project.new_run(EvaluateJob(run=str(training), dataset=dataset))
    write_events(folder, [RunStarted(pid=1), RunFinished()])
    (folder / "report.json").write_text(reports.report(("a", "b")).to_text())
    return folder
