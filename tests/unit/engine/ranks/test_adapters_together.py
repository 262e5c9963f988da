"""Two real processes train small additions to a network that reads: the same result as one, also where it is split."""

from contextlib import closing
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from ptstudio.core.events import EpochEnded
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from ptstudio.data._revision import RevisionData
from ptstudio.engine.channel import Channel
from ptstudio.engine.choosing.decided import Decided, DecidedWay
from ptstudio.engine.computing.network import copy_assets
from ptstudio.engine.learning.preparation import ASSETS, describe
from ptstudio.engine.training_job import run
from ptstudio.tasks import all_tasks
from tests.helpers.children import living_children
from tests.helpers.encoders import reader_in_library
from tests.helpers.projects import events_of, forget_earlier_jobs
from tests.helpers.trainings import project_for

TASK = all_tasks()["text-classification"]
TOLERANCE = 1e-5


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str, Path]:
    """A project, and in it a training by one process."""
    project, dataset = project_for(TASK, tmp_path_factory.mktemp("project"))
    return project, dataset, adapted_by(1, project, dataset)


def adapted_by(processes: int, project: Project, dataset: str, **settings: SettingValue) -> Path:
    """Train, in a way of computing that is decided before; gives the run's folder."""
    forget_earlier_jobs()
    values: dict[str, SettingValue] = {"head_epochs": 1, "epochs": 2, "patience": 0, "learning_rate": 1e-2}
    job = TrainJob(
        task=TASK.key,
        dataset=dataset,
        # Attention throws dice of its own in every process, which fall otherwise for a share than for the whole.
        model=reader_in_library("bert", "attentive", attention_probs_dropout_prob=0.0),
        preset="balanced",
        settings=values | settings,
        processes=processes,
    )
    folder = project.new_run(job)
    trained = describe(job, RevisionData(project, project.revision(dataset)))
    way = DecidedWay(batch_size=8)
    decided = Decided(trained=trained, choices=(), device="cpu", looking=way, exact=way, training=way, threads=1)
    copy_assets(trained, folder / ASSETS)
    (folder / "decided.json").write_text(decided.to_text(), encoding="utf-8")
    with closing(Channel(folder, None)) as channel:
        run(job, folder, channel)
    assert not living_children()
    return folder


@pytest.mark.parametrize("split_network", ["never", "always"])
def test_two_learn_what_one_learns(alone: tuple[Project, str, Path], split_network: str) -> None:
    project, dataset, one = alone
    two = adapted_by(2, project, dataset, split_network=split_network)
    assert ("split_network" in Run.open(two).choices) is (split_network == "always")
    first, second = (load_file(folder / "model" / "weights.safetensors") for folder in (one, two))
    assert first.keys() == second.keys()
    for name, tensor in first.items():
        torch.testing.assert_close(second[name], tensor, rtol=TOLERANCE, atol=TOLERANCE)
    for here, there in zip(epochs_of(one), epochs_of(two), strict=True):
        assert there.train_loss == pytest.approx(here.train_loss, abs=TOLERANCE)
        assert there.validation_loss == pytest.approx(here.validation_loss, abs=TOLERANCE)


def epochs_of(folder: Path) -> list[EpochEnded]:
    return [event for event in events_of(folder) if isinstance(event, EpochEnded)]
