"""How long a training of marked places takes: few samples are looked at more often, unless somebody says how often."""

import pytest

from ptstudio.core.dataset import Split
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.data._revision import RevisionData
from ptstudio.engine.learning.preparation import describe
from ptstudio.tasks import all_tasks
from tests.helpers.encoders import reader_in_library
from tests.helpers.trainings import project_for

PARTS = [task for task in all_tasks().values() if task.answers_parts and task.icon == "text"]


@pytest.mark.parametrize("task", PARTS, ids=lambda task: task.key)
@pytest.mark.parametrize(("samples", "epochs"), [(10, 24), (350, 23), (1000, 8), (2000, 6), (100_000, 6)])
def test_few_samples_are_looked_at_more_often(task: object, samples: int, epochs: int) -> None:
    (part,) = [each for each in PARTS if each is task]
    usual = part.settings.from_values({"trainable": "adapters", "epochs": 6})
    settings, reason = part.long_enough(usual, samples)
    assert settings.epochs == epochs
    assert bool(reason) == (epochs != 6)


def test_what_does_not_heed_epochs_keeps_them() -> None:
    for values in ({"trainable": "head"}, {"from_scratch": True}):
        settings = PARTS[0].settings.from_values(values)
        assert PARTS[0].long_enough(settings, 10) == (settings, "")


@pytest.fixture
def names(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return project_for(all_tasks()["token-classification"], tmp_path_factory.mktemp("names"))


@pytest.mark.parametrize(("asked", "epochs"), [({}, 24), ({"epochs": 2}, 2)])
def test_who_says_how_many_gets_as_many(
    names: tuple[Project, str], asked: dict[str, SettingValue], epochs: int
) -> None:
    project, revision = names
    data = RevisionData(project, project.revision(revision))
    assert data.revision.counts.totals[Split.TRAIN] < 100
    job = TrainJob(
        task="token-classification", dataset=revision, model=reader_in_library(), preset="balanced", settings=asked
    )
    assert describe(job, data).settings["epochs"] == epochs
