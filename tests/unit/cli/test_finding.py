"""`ptstudio rate-test`, `tune` and `cross-validate`: what they take, what they print, and how they are gone on with."""

import json
from pathlib import Path
from typing import Any

import pytest

from ptstudio.cli.cross_validate import fold_lines
from ptstudio.cli.program import run
from ptstudio.cli.rate_test import rate_lines
from ptstudio.cli.tune import tuning_lines
from ptstudio.core.events import RunStopped
from ptstudio.core.jobs import TuneJob
from ptstudio.core.metric import MetricFacts
from ptstudio.core.project import Project
from ptstudio.core.run import Run, RunStatus
from ptstudio.core.tuning import Tuning
from tests.helpers import findings
from tests.helpers.inline_worker import work_inline
from tests.helpers.projects import coloured_folders, coloured_project, library_with

QUICK = ["--model", "starter", "--preset", "quick", "--set", "image_px=32", "--set", "head_epochs=2"]


@pytest.fixture(autouse=True)
def _inline(monkeypatch: pytest.MonkeyPatch) -> None:
    library_with()
    work_inline(monkeypatch)


@pytest.fixture(scope="module")
def coloured(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return coloured_project(tmp_path_factory.mktemp("coloured"))[0]


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    """What a command prints as JSON."""
    capsys.readouterr()
    assert run([*map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_rate_is_suggested_for_a_project(coloured: Project, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "rate-test", "--data", coloured.folder, *QUICK)
    assert found["setting"] == "head_learning_rate"
    assert found["points"]


def test_settings_are_searched_and_the_best_is_trained(coloured: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tune", "--data", str(coloured.folder), "--trials", "2", "--train-best", *QUICK]) == 0
    printed = capsys.readouterr().out
    assert "2 trials in" in printed
    assert "looks better than it is" in printed
    assert "Test, " in printed, "the best is measured on the test samples"


def test_a_search_that_was_stopped_is_resumed(coloured: Project, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "tune", "--data", coloured.folder, "--trials", "1", *QUICK)
    folder = Path(found["run"])
    job = (folder / "job.json").read_text().replace('"trials": 1', '"trials": 2').replace('"trials":1', '"trials":2')
    (folder / "job.json").write_text(job)
    lines = (folder / "events.jsonl").read_text().splitlines(keepends=True)
    stopped = RunStopped(message="Stopped.", can_resume=True).to_line() + "\n"
    (folder / "events.jsonl").write_text("".join([*lines[:-1], stopped]))
    assert said(capsys, "resume", folder)["trials"] == 2
    assert Run.open(folder).status is RunStatus.FINISHED


def test_folds_are_measured_and_predictions_named(coloured: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cross-validate", "--data", str(coloured.folder), "--folds", "2", *QUICK]) == 0
    printed = capsys.readouterr().out
    assert "fold 2" in printed
    assert "The test samples were not touched." in printed
    predictions = next(line for line in printed.splitlines() if line.startswith("Predictions: "))
    assert Path(predictions.removeprefix("Predictions: ")).is_file()


def test_data_that_no_project_holds_need_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = coloured_folders(tmp_path / "colours")
    assert run(["tune", "--data", str(source), *QUICK]) == 2
    assert "--out" in capsys.readouterr().err
    out = tmp_path / "project"
    assert said(capsys, "rate-test", "--data", source, "--out", out, *QUICK)["points"]
    assert Project.open(out).datasets() == ["colours"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tune", "--data", "nowhere", "--model", "starter"], "There is nothing at “nowhere”."),
        (["tune", "--data", ".", "--model", "starter", "--set", "heat=3"], "There is no setting called “heat”."),
        (["rate-test", "--data", ".", "--model", "starter", "--preset", "hasty"], "There is no preset “hasty”."),
        (["cross-validate", "--data", ".", "--model", "starter", "--folds", "1"], "--folds"),
    ],
)
def test_what_cannot_be_used_is_said_before_any_work(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert message in capsys.readouterr().err


def test_lines_name_the_suggestion_the_best_trial_and_the_mean() -> None:
    rates = rate_lines(findings.rate_test())
    assert sum("the lowest" in line for line in rates) == 1
    assert any(line.startswith("Suggestion: --set head_learning_rate=0.00") for line in rates)
    metric = MetricFacts(key="accuracy", title="Accuracy", help="")
    job = TuneJob(training=findings.drafted_for("rubbish/0001"))
    trials = tuning_lines(Tuning(job, findings.trials(), metric, 12))
    assert trials[0].startswith("24 trials in")
    assert sum("  best  " in line for line in trials) == 1
    assert any(line.startswith("Settings: --set learning_rate=") for line in trials)
    folds = fold_lines(findings.cross_validation())
    assert "fold 5" in folds[0]
    assert folds[1].split()[0] == "Accuracy"
