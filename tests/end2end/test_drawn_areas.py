"""Areas in drawn scenes are learned from the command line: from real weights, and with what comes with the program."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.helpers.areas import CLASSES, areas_folder, scene

DRAWN_PX, PX = 192, 96
SCENES = 400
FEW, SMALL_PX = 90, 64


def ptstudio(*arguments: str | Path) -> str:
    """Run the command line in a process of its own; gives what it printed."""
    command = [sys.executable, "-m", "ptstudio", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def trained(data: Path, project: Path, model: str, *settings: str) -> dict[str, Any]:
    """What `train --json` says."""
    options = [part for setting in settings for part in ("--set", setting)]
    command = ("train", "--task", "semantic-segmentation", "--data", data, "--model", model, "--out", project)
    result: dict[str, Any] = json.loads(ptstudio(*command, *options, "--json"))
    return result


@pytest.mark.real
@pytest.mark.timeout(1800)
def test_u_net_on_real_weights_marks_areas_better_than_from_scratch(real_data: Path, tmp_path: Path) -> None:
    ptstudio("models", "add", real_data / "weights" / "mobilenet_v2_imagenet.pth")
    data, project = areas_folder(tmp_path / "scenes", range(SCENES), DRAWN_PX), tmp_path / "project"
    settings = (f"image_px={PX}", "epochs=8", "batch_size=8", "mirror=true", "upside_down=true")
    result = trained(data, project, "mobilenet_v2", *settings)
    iou = result["metrics"]["test"]["mean_iou"]
    assert iou["value"] > 0.9
    assert iou["low"] > result["baseline"]["mean_iou"] + 0.5
    scratch = trained(data, project, "mobilenet_v2", *settings, "from_scratch=true")
    assert iou["value"] > scratch["metrics"]["test"]["mean_iou"]["value"]

    run, export = Path(result["run"]), tmp_path / "export"
    exported = json.loads(ptstudio("export", run, "--out", export, "--json"))
    assert exported["passed"]
    assert "(dynamo)" in exported["certificates"][0]["made_with"]


def test_the_network_that_comes_along_learns_to_mark_areas(tmp_path: Path) -> None:
    data, project = areas_folder(tmp_path / "scenes", range(FEW), SMALL_PX), tmp_path / "project"
    result = trained(data, project, "starter", f"image_px={SMALL_PX}", "epochs=12", "head_epochs=1", "batch_size=8")
    baseline = result["baseline"]["mean_iou"]
    assert result["metrics"]["test"]["mean_iou"]["value"] > baseline + 0.1

    picture = tmp_path / "scene.png"
    Image.fromarray(scene(FEW, SMALL_PX)[0]).resize((90, 70)).save(picture)
    (answer,) = json.loads(ptstudio("predict", result["run"], picture, "--heat-maps", tmp_path / "maps", "--json"))
    assert answer["method"] == "doubt"
    with Image.open(answer["heat_map"]) as drawn:
        assert drawn.size == (90, 70)
    assert {part["label"] for part in answer["shares"]} <= set(CLASSES)
    assert sum(part["share"] for part in answer["shares"]) <= 1
