"""Every design and every family that marks areas goes the whole way: train, stop, resume, measure, predict, export; and
the program beside the exported file marks the same.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ptstudio.core.jobs import ExportJob
from ptstudio.core.prediction import HeatMap, Mask
from ptstudio.core.project import Project
from ptstudio.data._masks import decoded
from ptstudio.engine.computing.network import open_trained
from ptstudio.engine.exporting import run as run_export
from ptstudio.engine.reporting.inference import Predictor
from ptstudio.exporters.onnx import OnnxExporter
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.models._recognition import add_weights
from ptstudio.models._segmenters import DESIGNS
from ptstudio.tasks import all_tasks
from tests.helpers.areas import area_samples, scene
from tests.helpers.exports import only_traced
from tests.helpers.interrupted import measured_again_is_the_same, train_with_an_interruption
from tests.helpers.projects import TINY, done, library_with
from tests.helpers.segmenters import segformer_folder, segmenter_in_library
from tests.helpers.tasks import imported_samples
from tests.helpers.timm_networks import timm_in_library

TASK = all_tasks()["semantic-segmentation"]
PX, SAMPLES = 64, 9
SIZES = ((24, 16), (61, 97), (200, 150), (7, 3))
BACKBONES = sorted(key for key, family in all_families().items() if family.gives_maps and family.catalogue)
GRAPHED = ("unet", "lraspp_mobilenet_v3_large", "tiny-segformer")
"""What goes through the newer exporter here; the rest takes the older one, which needs a tenth of the time."""
SEGMENTERS = ("lraspp_mobilenet_v3_large", "deeplabv3_mobilenet_v3_large", "fcn_resnet50")


@pytest.fixture
def areas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Project, str]:
    """A project with a few drawn scenes; only the main file of an export is made."""
    monkeypatch.setattr(OnnxExporter, "variants", ())
    project = Project.create(tmp_path / "project")
    samples = area_samples(tmp_path / "scenes", range(SAMPLES), 48)
    return project, imported_samples(project, TASK, samples, tmp_path / "scenes")


@pytest.mark.parametrize("design", DESIGNS)
def test_a_design_goes_the_whole_way(
    areas: tuple[Project, str], tmp_path: Path, design: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if design not in GRAPHED:
        only_traced(monkeypatch)
    goes_the_whole_way(areas, tmp_path, TINY, design=design)


@pytest.mark.parametrize("family", BACKBONES)
def test_a_backbone_of_every_family_carries_a_design(
    areas: tuple[Project, str], tmp_path: Path, family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_traced(monkeypatch)
    key = min(all_families()[family].catalogue, key=lambda model: model.parameters).key
    library_with(key)
    goes_the_whole_way(areas, tmp_path, key, design="lraspp")


def test_a_transformer_of_timm_carries_a_design(areas: tuple[Project, str], tmp_path: Path) -> None:
    goes_the_whole_way(areas, tmp_path, timm_in_library("test_vit", tmp_path), design="unet")


@pytest.mark.parametrize("key", SEGMENTERS)
def test_a_network_that_marks_areas_goes_the_whole_way(
    areas: tuple[Project, str], tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if key not in GRAPHED:
        only_traced(monkeypatch)
    segmenter_in_library(key)
    goes_the_whole_way(areas, tmp_path, key)


def test_segformer_goes_the_whole_way(areas: tuple[Project, str], tmp_path: Path) -> None:
    segformer_folder(tmp_path / "tiny-segformer")
    key = add_weights(tmp_path / "tiny-segformer", Library.standard()).model.key
    goes_the_whole_way(areas, tmp_path, key)


def goes_the_whole_way(areas: tuple[Project, str], tmp_path: Path, key: str, design: str | None = None) -> None:
    """Train with an interruption, measure again, export; the certificate passes, and the program marks the same."""
    run = train_with_an_interruption(*areas, key, "thorough", image_px=PX, design=design)
    measured_again_is_the_same(areas[0], run)

    exporting = ExportJob(run=str(run), out=str(tmp_path / "export"))
    result = done(run_export, exporting, areas[0].new_run(exporting))
    (certificate,) = result["certificates"]
    assert certificate["passed"], certificate["reasons"]
    assert certificate["agreement"]["metric"] == "mean_iou"
    assert certificate["made_with"].startswith(
        "torch.onnx (dynamo)" if {key, design} & set(GRAPHED) else "torch.onnx (traced)"
    )

    files = odd_pictures(tmp_path)
    predictor = Predictor(open_trained(run))
    for file, mask in zip(files, marked_by_the_program(tmp_path, files), strict=True):
        answer = predictor.predict(TASK.given(file), 1, tmp_path / "why.png")
        assert isinstance(answer.prediction, Mask)
        own = decoded(answer.prediction.png)
        assert mask.shape == own.shape == (answer.prediction.height, answer.prediction.width)
        assert (mask == own).mean() > 0.99
        assert isinstance(answer.explanation, HeatMap)


def odd_pictures(folder: Path) -> list[Path]:
    """Pictures of several sizes, smaller and larger than what the networks take."""
    files = [folder / f"odd{number}.png" for number in range(len(SIZES))]
    for number, (file, size) in enumerate(zip(files, SIZES, strict=True)):
        Image.fromarray(scene(100 + number, 96)[0]).resize(size).save(file)
    return files


def marked_by_the_program(folder: Path, files: list[Path]) -> list[np.ndarray]:
    out = folder / "saved"
    program = [sys.executable, str(folder / "export" / "predict.py"), "--json", "--save", str(out), *map(str, files)]
    said = subprocess.run(program, capture_output=True, text=True, check=True, encoding="utf-8")
    assert [json.loads(line)["file"] for line in said.stdout.splitlines()] == list(map(str, files))
    return [np.asarray(Image.open(out / "masks" / file.name)) for file in files]
