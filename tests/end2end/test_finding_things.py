"""Finding things in pictures by the command line: trained, stopped, resumed, measured, asked, exported."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ptstudio.cli.program import run as run_inline
from ptstudio.core.folders import HOME_VARIABLE
from ptstudio.core.run import Run, RunStatus
from tests.helpers import weights
from tests.helpers.inline_worker import work_inline
from tests.helpers.programs import run_alone
from tests.helpers.things import KINDS, pictures_of_things

COMMAND = (sys.executable, "-m", "ptstudio")
NETWORK = "squeezenet1_1"
SMALL = ("--set", "image_px=64", "--set", "head_epochs=6", "--set", "batch_size=4", "--set", "checkpoint_every_s=0")
Tell = Callable[..., dict[str, Any]]


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared-home")


@pytest.fixture
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("projects") / "berries"


@pytest.fixture
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pictures_of_things(tmp_path_factory.mktemp("data") / "berries", 20)


@pytest.fixture
def tell(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tell:
    """A command in this process; gives what it prints as JSON."""
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    work_inline(monkeypatch)

    def told(*arguments: str | Path, status: int = 0) -> Any:
        capsys.readouterr()
        assert run_inline([*map(str, arguments), "--json"]) == status, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return told


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_things_are_found_from_a_training_that_was_stopped_to_an_export(
    tell: Tell, home: Path, project: Path, drawn: Path, tmp_path: Path
) -> None:
    _goes_on_after_a_stop(tell, home, project, drawn, tmp_path)
    _is_measured_on_other_pictures(tell, project, tmp_path)
    _is_asked(home, project, drawn, tmp_path)
    _is_exported(tell, project, drawn, tmp_path)


def _goes_on_after_a_stop(tell: Tell, home: Path, project: Path, drawn: Path, tmp_path: Path) -> None:
    weights.save(tmp_path / "net.pth", weights.torchvision_tensors(NETWORK))
    assert tell("models", "add", tmp_path / "net.pth")["model"]["key"] == NETWORK
    with subprocess.Popen(
        [
            *COMMAND,
            "train",
            "--data",
            str(drawn),
            "--model",
            NETWORK,
            "--out",
            str(project),
            "--preset",
            "quick",
            *SMALL,
        ],
        env=os.environ | {HOME_VARIABLE: str(home), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if "epoch" in line and "/6" in line:
                process.send_signal(signal.SIGINT)
                break
        said += process.communicate(timeout=120)[1]
    assert "Traceback" not in said
    (folder,) = [each for each in (project / "runs").iterdir() if (each / "checkpoints").exists()]
    assert Run.open(folder).status == RunStatus.STOPPED, said
    before = json.loads((folder / "decided.json").read_text())["trained"]["model"]["config"]
    result = tell("resume", project)
    assert (result["task"], result["model"]) == ("object-detection", NETWORK)
    assert before["design"] == "faster-rcnn"
    assert json.loads((folder / "decided.json").read_text())["trained"]["model"]["config"] == before
    assert result["best_epoch"] >= 1
    assert {"map", "map50", "f1"} <= set(result["metrics"]["test"])
    assert "design" in {choice["name"] for choice in result["choices"]}


def _is_measured_on_other_pictures(tell: Tell, project: Path, tmp_path: Path) -> None:
    other = tell("evaluate", project, "--data", pictures_of_things(tmp_path / "other", 6, seed=5))
    (metrics,) = other["metrics"].values()
    assert set(metrics["map50"]) == {"value", "low", "high"}
    assert 0 <= metrics["map50"]["low"] <= metrics["map50"]["value"] <= metrics["map50"]["high"] <= 1


def _is_asked(home: Path, project: Path, drawn: Path, tmp_path: Path) -> None:
    file = sorted((drawn / "JPEGImages").iterdir())[0]
    done = subprocess.run(
        [*COMMAND, "predict", str(project), str(file), "--heat-maps", str(tmp_path / "why"), "--json"],
        env=os.environ | {HOME_VARIABLE: str(home), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (answer,) = json.loads(done.stdout)
    assert Path(answer["heat_map"]).is_file()
    for thing in answer["boxes"]:
        assert thing["label"] in KINDS
        assert 0 <= thing["probability"] <= 1


def _is_exported(tell: Tell, project: Path, drawn: Path, tmp_path: Path) -> None:
    file, out = sorted((drawn / "JPEGImages").iterdir())[0], tmp_path / "exported"
    with contextlib.suppress(AssertionError):  # a smaller file may not pass
        tell("export", project, "--out", out)
    certificates = json.loads((out / "certificate.json").read_text())["certificates"]
    (plain,) = [each for each in certificates if each["file"] == "model.onnx"]
    assert plain["passed"], plain["reasons"]
    assert "from which on an answer counts" in (out / "MODEL_CARD.md").read_text(encoding="utf-8")
    done = run_alone(out, str(file), "--json", "--least", "0")
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert all(box["label"] in KINDS for box in json.loads(line)["boxes"])
