"""Every model family goes the whole way: train, stop, resume, predict, export; and the exported file says the same.

What runs here is the worker's own code in this process, on random weights and tiny pictures.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ptstudio.core.events import CheckpointSaved, EpochEnded
from ptstudio.core.folders import data_folder
from ptstudio.core.jobs import ExportJob
from ptstudio.core.project import Project
from ptstudio.engine.channel import StopRequested
from ptstudio.engine.computing.network import open_trained
from ptstudio.engine.exporting import run as run_export
from ptstudio.engine.reporting.inference import Predictor
from ptstudio.engine.training_job import run as run_training
from ptstudio.exporters.onnx import OnnxExporter
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.models._family import ModelFamily
from ptstudio.models._hub_models import HUB_MODELS
from ptstudio.models._recognition import add_weights
from ptstudio.models._torchvision import TorchvisionFamily
from tests.helpers.answers import classes_in
from tests.helpers.channels import StopsAt
from tests.helpers.onnx_files import asked_alone
from tests.helpers.pictures import save
from tests.helpers.projects import COLOURS, coloured_project, done, events_of, library_with, training_of
from tests.helpers.weights import SIDE_PX, hugging_face_folder, timm_checkpoint

FAMILIES = [family for family in all_families().values() if isinstance(family, TorchvisionFamily)]
KINDS = sorted({model.kind for model in HUB_MODELS})
TIMM = ("test_efficientnet", "test_vit", "mobilenetv3_small_050")
STRETCHED_PX = {"dinov2": 56}
SMALLEST_PX = {"alexnet": 64, "inception": 75}
SIZES = ((24, 16), (61, 97), (200, 150), (7, 3))
STEPS = 3


@pytest.fixture
def colours(tmp_path: Path) -> Iterator[tuple[Project, str]]:
    """A project with 12 training pictures. It goes with its library afterwards: large networks fill a disk."""
    yield coloured_project(tmp_path, per_class=6)
    shutil.rmtree(tmp_path)
    shutil.rmtree(data_folder())


@pytest.fixture
def lean_export(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the main file: the variants are the exporter's own tests' business."""
    monkeypatch.setattr(OnnxExporter, "variants", ())


def smallest_of(family: ModelFamily) -> str:
    """Put random weights of the family's smallest model into the library; gives its key."""
    key = min(family.catalogue, key=lambda model: model.parameters).key
    library_with(key)
    return key


def tiny(kind: str, folder: Path) -> str:
    """Put a tiny network of a kind of `transformers` into the library; gives its key."""
    hugging_face_folder(
        folder / f"tiny-{kind}", kind, **({"image_size": STRETCHED_PX[kind]} if kind in STRETCHED_PX else {})
    )
    return add_weights(folder / f"tiny-{kind}", Library.standard()).model.key


def train_with_an_interruption(project: Project, dataset: str, model: str, px: int) -> Path:
    """Train one epoch of three steps, stopped after the second and resumed; gives the run's folder."""
    job = training_of(
        dataset, "thorough", model, image_px=px, head_epochs=0, epochs=1, batch_size=4, checkpoint_every_s=3600
    )
    folder = project.new_run(job)
    with closing(StopsAt(folder, STEPS - 1)) as channel, pytest.raises(StopRequested):
        run_training(job, folder, channel)
    done(run_training, job, folder)
    return folder


def odd_pictures(folder: Path) -> Iterator[Path]:
    """Pictures of several sizes, smaller and larger than what the networks take."""
    for number, (size, colour) in enumerate(zip(SIZES, (*COLOURS.values(), (250, 250, 20)), strict=True)):
        yield save(folder / f"{number}.png", number, colour, size)


@pytest.mark.usefixtures("lean_export")
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_a_family_goes_the_whole_way(colours: tuple[Project, str], tmp_path: Path, family: ModelFamily) -> None:
    px = SMALLEST_PX.get(family.key, SIDE_PX)
    goes_the_whole_way(colours, tmp_path, smallest_of(family), family.key, px)


@pytest.mark.usefixtures("lean_export")
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_network_that_the_hub_offers_goes_the_whole_way(
    colours: tuple[Project, str], tmp_path: Path, kind: str
) -> None:
    goes_the_whole_way(colours, tmp_path, tiny(kind, tmp_path), "hf-image-classifier", SIDE_PX)


@pytest.mark.usefixtures("lean_export")
@pytest.mark.parametrize("architecture", TIMM)
def test_networks_of_timm_go_the_whole_way(colours: tuple[Project, str], tmp_path: Path, architecture: str) -> None:
    key = add_weights(timm_checkpoint(tmp_path, architecture), Library.standard()).model.key
    goes_the_whole_way(colours, tmp_path, key, "timm", SIDE_PX)


def goes_the_whole_way(colours: tuple[Project, str], tmp_path: Path, key: str, family: str, px: int) -> None:
    """Train with an interruption, open, export; the certificate passes, and the file alone says the same."""
    run = train_with_an_interruption(*colours, key, px)
    events = events_of(run)
    assert [(event.epoch, event.step) for event in events if isinstance(event, CheckpointSaved)] == [(0, STEPS - 1)]
    assert [event.epoch for event in events if isinstance(event, EpochEnded)] == [1]

    model = open_trained(run)
    assert model.trained.model.family == family
    assert model.trained.model.picture.px == px
    predictor = Predictor(model)

    exporting = ExportJob(run=str(run), out=str(tmp_path / "export"))
    result = done(run_export, exporting, colours[0].new_run(exporting))
    (certificate,) = result["certificates"]
    assert certificate["passed"]
    assert certificate["agreement"]["label_agreement"] == 1.0

    for file in odd_pictures(tmp_path / "pictures"):
        said = predictor.predict(model.task.given(file), len(COLOURS)).prediction
        assert {found.label: found.probability for found in classes_in(said)} == pytest.approx(
            asked_alone(tmp_path / "export" / "model.onnx", file), abs=1e-3
        )
