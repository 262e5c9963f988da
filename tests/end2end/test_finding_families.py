"""Every kind of detector, and every design on a classifier's backbone, goes the whole way: train, stop, resume,
measure, predict, export; and the exported file finds the same.
"""

from pathlib import Path

import pytest

from ptstudio.core.jobs import ExportJob
from ptstudio.core.prediction import Boxes
from ptstudio.core.project import Project
from ptstudio.engine.computing.network import open_trained
from ptstudio.engine.exporting import run as run_export
from ptstudio.engine.reporting.inference import Predictor
from ptstudio.exporters.onnx import OnnxExporter
from ptstudio.models._detectors import DESIGNS
from tests.helpers.detector_families import (
    PX,
    TINY,
    asking_detector,
    make_clear,
    project_with_things,
    published_detector,
)
from tests.helpers.exports import only_traced
from tests.helpers.interrupted import measured_again_is_the_same, train_with_an_interruption
from tests.helpers.narrow_detectors import narrow_detectors
from tests.helpers.pictures import save
from tests.helpers.projects import TINY as CLASSIFIER
from tests.helpers.projects import done, library_with
from tests.helpers.timm_networks import timm_in_library

PUBLISHED = {
    "ssdlite320_mobilenet_v3_large": PX,
    "ssd300_vgg16": 268,
    "fasterrcnn_resnet50_fpn": PX,
    "retinanet_resnet50_fpn": PX,
    "retinanet_resnet50_fpn_v2": PX,
    "fcos_resnet50_fpn": PX,
}
"""The published detectors of torchvision, each with a size of pictures that it can do with."""
GRAPHED = ("yolos", "rf_detr", "faster-rcnn")
"""What goes through the newer exporter here; the rest takes the older one, which needs a tenth of the time."""
SIZES = ((24, 16), (61, 97), (200, 150))


@pytest.fixture
def things(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Project, str]:
    """A project with things to find; only the main file is exported, the variants are the exporter's own business."""
    monkeypatch.setattr(OnnxExporter, "variants", ())
    return project_with_things(tmp_path, pictures=9)


@pytest.mark.parametrize("kind", TINY)
def test_a_detector_that_asks_goes_the_whole_way(
    things: tuple[Project, str], tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind not in GRAPHED:
        only_traced(monkeypatch)
    goes_the_whole_way(things, tmp_path, asking_detector(tmp_path, kind))


@pytest.mark.parametrize("architecture", PUBLISHED)
def test_a_detector_of_torchvision_goes_the_whole_way(
    things: tuple[Project, str], tmp_path: Path, architecture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow_detectors(monkeypatch)
    only_traced(monkeypatch)
    goes_the_whole_way(things, tmp_path, published_detector(architecture), image_px=PUBLISHED[architecture])


def test_yolo_goes_the_whole_way(things: tuple[Project, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only_traced(monkeypatch)
    goes_the_whole_way(things, tmp_path, published_detector("yolox_nano"))


@pytest.mark.parametrize("design", DESIGNS)
def test_a_design_on_a_classifier_goes_the_whole_way(
    things: tuple[Project, str], tmp_path: Path, design: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if design not in GRAPHED:
        only_traced(monkeypatch)
    library_with(CLASSIFIER)
    goes_the_whole_way(things, tmp_path, CLASSIFIER, design=design)


def test_a_network_of_timm_carries_a_design(
    things: tuple[Project, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_traced(monkeypatch)
    goes_the_whole_way(things, tmp_path, timm_in_library("test_convnext", tmp_path), design="fcos")


def goes_the_whole_way(
    things: tuple[Project, str], tmp_path: Path, model: str, image_px: int = PX, design: str | None = None
) -> None:
    """Train with an interruption, measure again, export; the certificate passes, and pictures can be predicted."""
    run = train_with_an_interruption(*things, model, "balanced", image_px=image_px, design=design)
    measured_again_is_the_same(things[0], run)
    make_clear(run)

    exporting = ExportJob(run=str(run), out=str(tmp_path / "export"))
    result = done(run_export, exporting, things[0].new_run(exporting))
    (certificate,) = result["certificates"]
    assert certificate["passed"], certificate["reasons"]
    assert certificate["agreement"]["answers"]

    opened = open_trained(run)
    predictor = Predictor(opened)
    for number, size in enumerate(SIZES):
        file = save(tmp_path / "pictures" / f"{number}.png", number, size=size)
        found = predictor.predict(opened.task.given(file), 5).prediction
        assert isinstance(found, Boxes)
