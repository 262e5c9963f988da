"""`ptstudio train --from RUN`."""

import json
import shutil
from pathlib import Path

import pytest

from ptstudio.cli.following import follow_to_end
from ptstudio.cli.program import run
from ptstudio.cli.runs import training_job
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from tests.helpers.inline_worker import work_inline
from tests.helpers.projects import coloured_folders, coloured_project, library_with, training_of


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Project, Path]:
    """A project and a short training in it."""
    library_with()
    work_inline(monkeypatch)
    project, key = coloured_project(tmp_path)
    return project, follow_to_end(project.new_run(training_of(key, head_epochs=2))).folder


def again(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, object]:
    capsys.readouterr()
    assert run(["train", "--from", *map(str, arguments), "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_the_same_again_is_the_same(trained: tuple[Project, Path], capsys: pytest.CaptureFixture[str]) -> None:
    project, folder = trained
    found = again(capsys, project.folder)
    assert found["repeats"] == folder.name
    assert found["agreement"] == [
        "The same as before: every figure is equal to the last bit, and so are the trained weights."
    ]
    assert len(project.runs()) == 3
    assert json.loads((Path(str(found["run"])) / "job.json").read_bytes())["settings"]["head_epochs"] == 2


def test_of_a_project_the_newest_that_came_to_its_end_is_done_again(
    trained: tuple[Project, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    project, folder = trained
    broken = project.new_run(training_job(folder).model_copy(update={"model": "nowhere"}))
    assert broken.name != folder.name
    assert again(capsys, project.folder)["repeats"] == folder.name


def test_what_is_changed_is_told(trained: tuple[Project, Path], capsys: pytest.CaptureFixture[str]) -> None:
    _, folder = trained
    capsys.readouterr()
    assert run(["train", "--from", str(folder), "--set", "seed=5", "--preset", "balanced"]) == 0
    out = capsys.readouterr().out
    assert "What was asked for differs, so it need not be the same: preset quick before, balanced now" in out
    assert "seed 0 before, 5 now" in out


def test_in_another_project_the_same_data_are_imported(
    trained: tuple[Project, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, folder = trained
    other = Path(str(again(capsys, folder, "--out", tmp_path / "other")["run"]))
    assert Project.of_run(other).folder == tmp_path / "other"
    assert Project.of_run(other).revision("colours/0001").fingerprint == project.revision("colours/0001").fingerprint
    third = Path(str(again(capsys, folder, "--out", tmp_path / "other")["run"]))
    assert len(Project.of_run(third).revisions("colours")) == 1
    assert Run.open(third).result["metrics"] == Run.open(folder).result["metrics"]


def test_what_cannot_be_done_again_is_told(
    trained: tuple[Project, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, folder = trained
    shutil.rmtree(tmp_path / "colours")
    assert run(["train", "--from", str(folder), "--out", str(tmp_path / "other")]) == 2
    assert "say by --data where they are now" in capsys.readouterr().err
    imported = next(path for path in project.runs() if "import" in path.name)
    assert run(["train", "--from", str(imported)]) == 2
    assert "no training" in capsys.readouterr().err
    assert run(["train", "--from", str(folder), "--set", "beauty=1"]) == 2
    assert run(["train", "--model", "starter"]) == 2
    assert "--data is missing" in capsys.readouterr().err


def test_a_project_that_nobody_names_is_called_after_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    data = coloured_folders(tmp_path / "colours")
    small = ["--preset", "quick", "--set", "image_px=32", "--set", "head_epochs=1", "--json"]
    assert run(["train", "--data", str(data), "--model", "starter", *small]) == 0
    said = capsys.readouterr()
    assert "in the project “colours-project”" in said.err
    assert Path(json.loads(said.out)["run"]).is_relative_to(tmp_path / "colours-project")
