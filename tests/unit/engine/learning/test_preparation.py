"""What is fitted to the samples is told with its reason, and a training that goes on keeps it."""

from contextlib import closing
from pathlib import Path

import pytest

from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.engine.channel import Channel
from ptstudio.engine.learning.preparation import Prepared, prepare, set_up_again
from ptstudio.models._detectors import ANCHORS, DESIGN
from ptstudio.tasks import all_tasks
from tests.helpers.projects import forget_earlier_jobs
from tests.helpers.trainings import project_for, smallest_model

TASK = all_tasks()["object-detection"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return project_for(TASK, tmp_path_factory.mktemp("things"))


def job(dataset: str, **settings: SettingValue) -> TrainJob:
    small: dict[str, SettingValue] = {"from_scratch": True, "epochs": 1, "batch_size": 2, **settings}
    return TrainJob(task=TASK.key, dataset=dataset, model=smallest_model(TASK), preset="quick", settings=small)


def prepared(asked: TrainJob, folder: Path) -> Prepared:
    forget_earlier_jobs()
    with closing(Channel(folder, None)) as channel:
        return prepare(asked, folder, channel)


def test_what_is_fitted_is_told_and_kept(project: tuple[Project, str], monkeypatch: pytest.MonkeyPatch) -> None:
    made, dataset = project
    asked = job(dataset, design="ssdlite")
    folder = made.new_run(asked)
    first = prepared(asked, folder)
    told = {choice.name: choice for choice in first.choices}
    assert {"image_px", "anchors"} <= set(told)
    assert all(told[name].reason.endswith(".") for name in ("image_px", "anchors"))
    model = first.setup.trained.model
    assert model.picture.px == told["image_px"].value
    assert model.config[DESIGN] == "ssdlite"
    assert sum(map(len, model.config[ANCHORS])) == told["anchors"].value

    def fitted(*_: object) -> None:
        raise AssertionError("what was fitted once is not fitted again")

    monkeypatch.setattr(type(TASK), "fitted", fitted)
    again = prepared(asked, folder)
    assert again.setup.trained.model == model
    assert again.choices == first.choices
    assert set_up_again(asked, folder).trained.model == model


def test_what_somebody_asked_for_is_not_told_as_chosen(project: tuple[Project, str]) -> None:
    made, dataset = project
    asked = job(dataset, image_px=64, design="fcos")
    found = prepared(asked, made.new_run(asked))
    assert not {"image_px", "design", "anchors"} & {choice.name for choice in found.choices}
    assert found.setup.trained.model.picture.px == 64
    assert found.setup.trained.model.config[DESIGN] == "fcos"
    assert ANCHORS not in found.setup.trained.model.config
