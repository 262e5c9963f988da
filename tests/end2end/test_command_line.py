"""The whole way by the command line: real processes for the main job, one after the other."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ptstudio.cli.program import run as run_inline
from ptstudio.core.folders import HOME_VARIABLE
from ptstudio.core.run import Run, RunStatus
from tests.helpers import weights
from tests.helpers.inline_worker import work_inline
from tests.helpers.projects import COLOURS, TASK, coloured_folders, coloured_project, training_of

COMMAND = (sys.executable, "-m", "ptstudio")
SMALL = ("--set", "image_px=32", "--set", "head_epochs=12", "--set", "epochs=2", "--set", "batch_size=8")


@dataclass
class Outcome:
    """What a command line came to."""

    status: int
    out: str
    err: str

    @property
    def result(self) -> dict[str, Any]:
        """Standard output holds one JSON object and nothing else."""
        found: dict[str, Any] = json.loads(self.out)
        return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared-home")


@pytest.fixture(autouse=True)
def _shared_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(home))


def command_line(home: Path, *arguments: str | Path, **environment: str) -> Outcome:
    """Run `python -m ptstudio` to its end."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=os.environ | {HOME_VARIABLE: str(home), "PYTHONIOENCODING": "utf-8"} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=250,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def colours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return coloured_folders(tmp_path_factory.mktemp("data") / "colours")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("projects") / "my project"


@pytest.fixture(scope="module")
def trained(home: Path, colours: Path, project: Path) -> Outcome:
    """The main job, in processes of its own."""
    command = ("train", "--data", colours, "--model", "starter", "--out", project, "--preset", "balanced", *SMALL)
    return command_line(home, *command, "--json")


@pytest.fixture
def told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], trained: Outcome
) -> Callable[..., Outcome]:
    """The same without processes, for all that comes after the main job."""
    assert trained.status == 0
    work_inline(monkeypatch)

    def tell(*arguments: str | Path) -> Outcome:
        capsys.readouterr()
        status = run_inline([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return tell


def test_train_gives_one_json_object_and_tells_the_rest_beside_it(trained: Outcome, project: Path) -> None:
    assert trained.status == 0, trained.err
    result = trained.result
    assert {
        *("run", "task", "model", "counts", "metrics", "baseline", "best_epoch", "seconds", "samples_per_s"),
        *("peak_memory_mb", "choices", "command"),
    } <= set(result)
    assert Path(result["run"]).parent == project / "runs"
    assert (result["task"], result["model"]) == (TASK, "starter")
    assert sum(result["counts"].values()) == 36
    assert {"value", "low", "high"} == set(result["metrics"]["test"]["accuracy"])
    assert {"validation", "test"} == set(result["metrics"])
    assert result["command"].startswith("ptstudio train --data")
    assert result["seconds"]["total"] > 0
    assert min(result["samples_per_s"].values()) > 0
    assert result["peak_memory_mb"] > 0
    assert result["energy_wh"] > 0
    assert 0 < result["mean_cpu_percent"] <= 100
    assert all(choice["reason"] for choice in result["choices"])
    for word in ("class", "The plan: about", "way of looking", "epoch  1/14", "Findings about the data: 1", "red"):
        assert word in trained.err
    assert trained.err.count("Learning the new last layer\n") == 1


def test_predict_answers_every_file_and_says_which_could_not_be_read(
    trained: Outcome, home: Path, colours: Path, project: Path, tmp_path: Path, told: Callable[..., Outcome]
) -> None:
    files = [colours / label / "0.png" for label in COLOURS]
    pictures = tmp_path / "pictures"
    answer = command_line(
        home, "predict", project, files[0], tmp_path / "gone.png", *files[1:], "--heat-maps", pictures, "--json"
    )
    assert answer.status == 2
    answers = json.loads(answer.out)
    assert [Path(found["file"]).name for found in answers] == ["0.png", "gone.png", "0.png", "0.png"]
    assert answers[1]["classes"] == []
    assert answers[1]["message"] in answer.err
    assert "Hint: " in answer.err
    good = [answers[0], *answers[2:]]
    assert all({"label", "probability"} == set(found["classes"][0]) for found in good)
    assert all(abs(sum(one["probability"] for one in found["classes"]) - 1) < 1e-5 for found in good)
    assert len({found["heat_map"] for found in good}) == 3
    refused = told("predict", project, files[0], "--heat-maps", files[0])
    assert refused.status == 2
    assert "is a file" in refused.err
    assert all(Path(found["heat_map"]).is_file() for found in good)
    assert trained.status == 0


def test_a_folder_stands_for_the_pictures_in_it(
    trained: Outcome, home: Path, told: Callable[..., Outcome], colours: Path, project: Path, tmp_path: Path
) -> None:
    answer = command_line(home, "predict", project, colours / "red")
    assert [Path(line.split(": ")[0]).name for line in answer.out.splitlines()] == sorted(
        file.name for file in (colours / "red").iterdir()
    )
    (tmp_path / "empty").mkdir()
    nothing = told("predict", project, tmp_path / "empty")
    assert (nothing.status, "no pictures in the folder" in nothing.err) == (2, True)
    assert trained.status == 0


def test_a_training_that_cannot_begin_leaves_no_project_behind(told: Callable[..., Outcome], tmp_path: Path) -> None:
    only = coloured_folders(tmp_path / "data", per_class=3)
    for label in ("green", "blue"):
        for file in (only / label).iterdir():
            file.unlink()
    outcome = told("train", "--data", only, "--model", "starter", "--out", tmp_path / "project")
    assert (outcome.status, "only one class" in outcome.err) == (2, True)
    assert not (tmp_path / "project").exists()


def test_inspect_writes_nothing_and_has_its_promised_shape(told: Callable[..., Outcome], colours: Path) -> None:
    before = sorted(colours.parent.rglob("*"))
    result = told("inspect", colours, "--json").result
    assert {"format", "confidence", "reason", "counts", "findings"} <= set(result)
    assert {"kind", "severity", "path", "reason", "remedy", "row"} <= set(result["findings"][0])
    assert sorted(colours.parent.rglob("*")) == before
    shown = told("inspect", colours)
    assert shown.status == 0
    assert "Format: image-folders (90 % sure)" in shown.out
    assert "Findings: 1" in shown.out


def test_evaluate_measures_again_and_on_other_data(
    told: Callable[..., Outcome], trained: Outcome, project: Path, tmp_path: Path
) -> None:
    again = told("evaluate", trained.result["run"], "--json")
    for split, metrics in trained.result["metrics"].items():
        for key, estimate in metrics.items():
            assert again.result["metrics"][split][key] == pytest.approx(estimate, rel=1e-3), key
    other = told("evaluate", project, "--data", coloured_folders(tmp_path / "other", per_class=5, first=100))
    assert other.status == 0
    assert "no test split" not in other.err
    for word in ("Data, 15 samples:", "95 % interval", "baseline", "Accuracy", "lower is better", "Report: "):
        assert word in other.out
    report = other.out.split("Report: ")[1].strip()
    assert Path(report).is_file()


def test_export_gives_files_and_certificate_and_writes_over_nothing(
    told: Callable[..., Outcome], project: Path, tmp_path: Path
) -> None:
    exported = told("export", project, "--out", tmp_path / "exported", "--json")
    result = exported.result
    assert (exported.status == 0) == result["passed"]
    assert {"folder", "files", "certificates", "passed"} <= set(result)
    assert all((tmp_path / "exported" / file).is_file() for file in result["files"])
    assert {"sha256", "agreement", "passed", "file"} <= set(result["certificates"][0])
    again = told("export", project, "--out", tmp_path / "exported")
    assert again.status == 2
    assert "not empty" in again.err
    unknown = told("export", project, "--out", tmp_path / "other", "--format", "fax")
    assert unknown.status == 2
    assert "onnx" in unknown.err


def test_a_finished_run_is_not_resumed(told: Callable[..., Outcome], project: Path) -> None:
    outcome = told("resume", project)
    assert outcome.status == 2
    assert "has finished already" in outcome.err


def test_models_are_listed_and_added(told: Callable[..., Outcome], tmp_path: Path) -> None:
    weights.save(tmp_path / "net.pth", weights.torchvision_tensors("squeezenet1_1"))
    listed = {model["key"]: model for model in json.loads(told("models", "--json").out)}
    assert listed["starter"]["ready"]
    assert not listed["squeezenet1_1"]["ready"]
    added = told("models", "add", tmp_path / "net.pth", "--json")
    assert added.result["model"]["key"] == "squeezenet1_1"
    ready = [model["key"] for model in json.loads(told("models", "--json").out) if model["ready"]]
    assert ready == ["squeezenet1_1", "starter"]
    lines = told("models").out.splitlines()
    assert lines[0] == "On this machine:"
    assert "squeezenet1_1" in lines[2]


def test_doctor_knows_the_machine(told: Callable[..., Outcome]) -> None:
    facts = told("doctor", "--json").result
    assert {"ptstudio", "python", "machine", "versions", "data_folder", "missing", "history"} <= set(facts)
    assert facts["machine"]["devices"]
    assert "absent" not in facts["versions"].values()
    shown = told("doctor")
    assert "cores" in shown.out
    assert "Estimates" in shown.out
    assert ("Nothing is missing." in shown.out) == (facts["missing"] == [])


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_saves_and_says_how_to_go_on(home: Path, tmp_path: Path) -> None:
    made, dataset = coloured_project(tmp_path)
    folder = made.new_run(training_of(dataset, head_epochs=1000, patience=0))
    with subprocess.Popen(
        [*COMMAND, "resume", str(folder)],
        env=os.environ | {HOME_VARIABLE: str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if "epoch" in line and process.poll() is None and "Stopping" not in said:
                process.send_signal(signal.SIGINT)
                break
        out, rest = process.communicate(timeout=120)
    said += rest
    assert process.returncode == 1
    assert out == ""
    assert "Stopping: saving" in said
    assert f"ptstudio resume {folder}" in said
    assert "Traceback" not in said
    run = Run.open(folder)
    assert run.status == RunStatus.STOPPED
    assert run.checkpoint is not None
