"""The main job on real photographs, from the command line with real workers, as a person or a program would do it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.helpers.onnx_files import asked_alone

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]

MODEL = "mobilenet_v2"
TRAIN_KEYS = {
    *("run", "task", "model", "counts", "metrics", "baseline", "best_epoch", "seconds", "samples_per_s"),
    *("peak_memory_mb", "choices", "command"),
}
METRICS = {"accuracy", "balanced_accuracy", "macro_f1", "log_loss", "calibration_error"}
ODD_SIZES = [(256, 256), (31, 200), (640, 480), (9, 9), (1000, 60), (333, 334)]


def ptstudio(*arguments: str | Path) -> str:
    """Run the command line in a process of its own; gives what it printed."""
    command = [sys.executable, "-m", "ptstudio", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def trained(real_data: Path, project: Path, preset: str, *settings: str) -> dict[str, Any]:
    """Train on the photographs of litter; gives what `train --json` says."""
    options = [part for setting in settings for part in ("--set", setting)]
    data = real_data / "trashnet-mini"
    said = ptstudio("train", "--data", data, "--model", MODEL, "--out", project, "--preset", preset, *options, "--json")
    result: dict[str, Any] = json.loads(said)
    return result


def photographs(real_data: Path, folder: Path) -> list[Path]:
    """A photograph of each class as it is, and one of each in an odd size: squeezed, enlarged, or only a part of it."""
    folder.mkdir()
    files = []
    for place, shelf in enumerate(sorted(path for path in (real_data / "trashnet-mini").iterdir() if path.is_dir())):
        one, other = sorted(shelf.iterdir())[:2]
        with Image.open(other) as picture:
            size = ODD_SIZES[place % len(ODD_SIZES)]
            odd = picture.resize(size) if place % 2 else picture.crop((10, 5, 10 + size[0] // 4, 5 + size[1] // 4))
            odd.convert("RGB").save(folder / f"{shelf.name}.png")
        files += [one, folder / f"{shelf.name}.png"]
    return files


def test_litter_is_told_apart_and_the_export_says_the_same(real_data: Path, tmp_path: Path) -> None:
    added = json.loads(ptstudio("models", "add", real_data / "weights" / "mobilenet_v2_imagenet.pth", "--json"))
    assert added["model"]["key"] == MODEL

    project = tmp_path / "project"
    result = trained(real_data, project, "quick")
    assert set(result) >= TRAIN_KEYS
    assert result["model"] == MODEL
    assert sum(result["counts"].values()) == 360
    assert set(result["metrics"]) == {"validation", "test"}
    for metrics in result["metrics"].values():
        assert set(metrics) == METRICS
        assert set(result["baseline"]) == METRICS - {"calibration_error"}
        for estimate in metrics.values():
            assert estimate["low"] <= estimate["value"] <= estimate["high"]
    assert {"prepare", "features", "train", "evaluate", "total"} <= set(result["seconds"])
    assert all(choice["reason"] for choice in result["choices"])
    assert "train" in result["command"]

    accuracy = result["metrics"]["test"]["accuracy"]
    assert accuracy["low"] > result["baseline"]["accuracy"] + 0.3
    scratch = trained(real_data, project, "quick", "from_scratch=true", "image_px=64", "epochs=3")
    assert scratch["counts"] == result["counts"]
    assert accuracy["low"] > scratch["metrics"]["test"]["accuracy"]["value"] + 0.15

    run, export = Path(result["run"]), tmp_path / "export"
    exported = json.loads(ptstudio("export", run, "--out", export, "--json"))
    assert exported["passed"]
    assert exported["certificates"][0]["agreement"]["samples"] == result["counts"]["validation"]
    assert all((export / name).is_file() for name in exported["files"])

    files = photographs(real_data, tmp_path / "odd")
    maps = tmp_path / "maps"
    answers = json.loads(ptstudio("predict", run, *files, "--top", "6", "--heat-maps", maps, "--json"))
    assert [answer["file"] for answer in answers] == [str(file) for file in files]
    for file, answer in zip(files, answers, strict=True):
        said = {found["label"]: found["probability"] for found in answer["classes"]}
        alone = asked_alone(export / "model.onnx", file)
        assert said == pytest.approx(alone, abs=1e-3)
        assert answer["classes"][0]["label"] == max(alone, key=alone.__getitem__)
        with Image.open(answer["heat_map"]) as drawn:
            assert drawn.format == "PNG"
        assert Path(answer["heat_map"]).parent == maps
        assert answer["method"] == "Grad-CAM"


def test_other_real_weights_are_recognised_by_their_contents(real_data: Path) -> None:
    added = json.loads(ptstudio("models", "add", real_data / "weights" / "squeezenet1_0_imagenet.pth", "--json"))
    assert (added["model"]["key"], added["model"]["family"]) == ("squeezenet1_0", "squeezenet")
    listed = json.loads(ptstudio("models", "--json"))
    assert {model["key"] for model in listed if model["ready"]} == {"squeezenet1_0", "starter"}
