"""Every kind of detector, and every design on a classifier's backbone, goes the whole way: train, stop, resume,
measure, predict, export; and the exported file finds the same.
"""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

import pytest
from safetensors.torch import load_file, save_file

from ptstudio.core.events import CheckpointSaved, EpochEnded
from ptstudio.core.jobs import ExportJob, SettingValue, TrainJob
from ptstudio.core.prediction import Boxes
from ptstudio.core.project import Project
from ptstudio.engine.channel import StopRequested
from ptstudio.engine.computing.network import WEIGHTS, open_trained
from ptstudio.engine.exporting import run as run_export
from ptstudio.engine.reporting.inference import Predictor
from ptstudio.engine.training_job import run as run_training
from ptstudio.exporters.onnx import OnnxExporter
from ptstudio.models._detectors import DESIGNS
from tests.helpers.channels import StopsAt
from tests.helpers.detector_families import PX, TINY, asking_detector, project_with_things, published_detector
from tests.helpers.interrupted import STEPS, measured_again_is_the_same
from tests.helpers.pictures import save
from tests.helpers.projects import done, events_of, library_with

PUBLISHED = (
    "ssdlite320_mobilenet_v3_large",
    "fasterrcnn_mobilenet_v3_large_320_fpn",
    "yolox_nano",
)
SAY_WHAT, SURE = ("cls_logits.weight", "cls_score.weight"), 8
CLASSIFIER = "mobilenet_v3_small"
SIZES = ((24, 16), (61, 97), (200, 150))


@pytest.fixture
def things(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Project, str]:
    """A project with things to find; only the main file is exported, the variants are the exporter's own business."""
    monkeypatch.setattr(OnnxExporter, "variants", ())
    return project_with_things(tmp_path)


@pytest.mark.parametrize("kind", TINY)
def test_a_detector_that_asks_goes_the_whole_way(things: tuple[Project, str], tmp_path: Path, kind: str) -> None:
    goes_the_whole_way(things, tmp_path, asking_detector(tmp_path, kind))


@pytest.mark.parametrize("architecture", PUBLISHED)
def test_a_published_detector_goes_the_whole_way(
    things: tuple[Project, str], tmp_path: Path, architecture: str
) -> None:
    goes_the_whole_way(things, tmp_path, published_detector(architecture))


@pytest.mark.parametrize("design", DESIGNS)
def test_a_design_on_a_classifier_goes_the_whole_way(things: tuple[Project, str], tmp_path: Path, design: str) -> None:
    library_with(CLASSIFIER)
    goes_the_whole_way(things, tmp_path, CLASSIFIER, {"design": design})


def goes_the_whole_way(
    things: tuple[Project, str], tmp_path: Path, model: str, settings: Mapping[str, SettingValue] = MappingProxyType({})
) -> None:
    """Train with an interruption, measure again, export; the certificate passes, and pictures can be predicted."""
    run = train_with_an_interruption(*things, model, settings)
    events = events_of(run)
    assert [(event.epoch, event.step) for event in events if isinstance(event, CheckpointSaved)] == [(0, STEPS - 1)]
    assert [event.epoch for event in events if isinstance(event, EpochEnded)] == [1]
    measured_again_is_the_same(things[0], run)

    make_sure(run)
    exporting = ExportJob(run=str(run), out=str(tmp_path / "export"))
    result = done(run_export, exporting, things[0].new_run(exporting))
    (certificate,) = result["certificates"]
    assert certificate["passed"]
    assert "torch.onnx" in certificate["made_with"]

    opened = open_trained(run)
    predictor = Predictor(opened)
    for number, size in enumerate(SIZES):
        file = save(tmp_path / "pictures" / f"{number}.png", number, size=size)
        found = predictor.predict(opened.task.given(file), 5).prediction
        assert isinstance(found, Boxes)


def make_sure(run: Path) -> None:
    """Have the trained network say clearly different things of different places: after three steps all are about as
    probable, and which of them overlap better ones would be decided by rounding.
    """
    file = run / "model" / WEIGHTS
    tensors = load_file(file)
    sure = {name: tensor * SURE for name, tensor in tensors.items() if name.endswith(SAY_WHAT)}
    save_file(tensors | sure, file)


def train_with_an_interruption(
    project: Project, dataset: str, model: str, settings: Mapping[str, SettingValue]
) -> Path:
    """Train one epoch of three steps, stopped before the last and resumed; gives the run's folder."""
    fixed: dict[str, SettingValue] = {
        "image_px": PX, "head_epochs": 0, "epochs": 1, "batch_size": 4, "checkpoint_every_s": 3600, "device": "cpu",
    }  # fmt: skip
    job = TrainJob(
        task="object-detection", dataset=dataset, model=model, preset="balanced", settings=fixed | dict(settings)
    )
    folder = project.new_run(job)
    with closing(StopsAt(folder, STEPS - 1)) as channel, pytest.raises(StopRequested):
        run_training(job, folder, channel)
    done(run_training, job, folder)
    return folder
