"""Tiny trainings that begin at once: random weights, a fixed way of computing, nothing measured before."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ptstudio.core.dataset import Split
from ptstudio.core.events import Event
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.data._revision import RevisionData
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.network import build, phases_of
from ptstudio.engine.computing.randomness import sow
from ptstudio.engine.learning.loop import Loop
from ptstudio.engine.learning.preparation import describe
from ptstudio.engine.learning.setup import Setup
from ptstudio.engine.learning.training import Training
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Batch, Task
from tests.helpers.channels import StopsAt
from tests.helpers.encoders import reader_in_library
from tests.helpers.projects import events_of, forget_earlier_jobs
from tests.helpers.tasks import imported_samples, samples_of

if TYPE_CHECKING:
    import torch

SMALL: dict[str, SettingValue] = {
    "image_px": 32, "head_epochs": 2, "epochs": 2, "patience": 0, "checkpoint_every_s": 0.0,
}  # fmt: skip
BATCH = 4


def project_for(task: Task, folder: Path) -> tuple[Project, str]:
    """A project with samples of a task's own kind; gives it with the revision's key."""
    project = Project.create(folder / "project")
    source = folder / "samples"
    source.mkdir()
    return project, imported_samples(project, task, samples_of(task, source), source)


def smallest_model(task: Task) -> str:
    """The key of the smallest network that can learn a task, one that comes with the program if there is one."""
    if task.icon == "text":
        return reader_in_library()
    suitable = {key: family for key, family in all_families().items() if task.key in family.tasks}
    built_in = [entry.model for entry in Library.standard().models() if entry.model.family in suitable]
    published = [model for family in suitable.values() for model in family.catalogue]
    return min(built_in or published, key=lambda model: model.parameters).key


def setup_for(project: Project, dataset: str, task_key: str = "image-classification", preset: str = "thorough",
              device: str = "cpu", model: str = "", /, **settings: SettingValue) -> Setup:  # fmt: skip
    """A training that is ready, in a run of its own; of the smallest network, unless it is to be of a certain one."""
    import torch

    task = all_tasks()[task_key]
    known = {facts.name for facts in task.settings.facts()}
    small = {name: value for name, value in SMALL.items() if name in known}
    model = model or smallest_model(task)
    job = TrainJob(task=task_key, dataset=dataset, model=model, preset=preset, settings=small | settings)
    data = RevisionData(project, project.revision(dataset))
    trained = describe(job, data)
    chosen = task.settings.from_values(trained.settings)
    sow(chosen.seed)
    network = build(trained)
    way = Way(torch.device(device), batch_size=BATCH)
    training, validation = (data.rows(split) for split in (Split.TRAIN, Split.VALIDATION))
    return Setup(
        lesson=task,
        trained=trained,
        settings=chosen,
        network=network,
        phases=phases_of(network, trained),
        way=way,
        looking=way,
        exact=way,
        training=training,
        validation=validation,
        class_counts=task.class_counts(training.column("label"), trained.classes),
        folder=project.new_run(job),
        cache=project.cache_folder(),
    )


def again(setup: Setup, project: Project) -> Setup:
    """The same training in its own run once more, as another worker would begin it."""
    kind, model = setup.way.device.type, setup.trained.model.key
    fresh = setup_for(project, setup.trained.dataset, setup.task.key, setup.trained.preset, kind, model)
    network = fresh.network
    return Setup(**{
        **{name: getattr(setup, name) for name in setup.__dataclass_fields__},
        "network": network,
        "phases": phases_of(network, setup.trained),
    })  # fmt: skip


def trained(setup: Setup, breaths: int | None = None) -> tuple[Training, list[Event]]:
    """Train to the end, or stop at the n-th breath; gives what was said in this session too."""
    forget_earlier_jobs()
    before = len(events_of(setup.folder))
    channel = Channel(setup.folder, None) if breaths is None else StopsAt(setup.folder, breaths)
    with closing(channel):
        training = Training(setup, channel)
        if breaths is None:
            training.run()
        else:
            with pytest.raises(StopRequested):
                training.run()
    return training, events_of(setup.folder)[before:]


def weights_of(setup: Setup) -> "dict[str, torch.Tensor]":
    """What has been learned."""
    return setup.network.state_dict()


def equal(first: "dict[str, torch.Tensor]", second: "dict[str, torch.Tensor]") -> bool:
    """To the last bit."""
    import torch

    return first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


@contextmanager
def at_steps(monkeypatch: pytest.MonkeyPatch, happens: Callable[[int, Loop, Batch], Batch | None]) -> Iterator[None]:
    """Inside, `happens(n, loop, batch)` is called before the n-th step (from 1); it may raise or give another batch."""
    plain: Any = Loop._step
    made = 0

    def step(loop: Loop, batch: Batch, *more: Any) -> "torch.Tensor":
        nonlocal made
        made += 1
        loss: torch.Tensor = plain(loop, happens(made, loop, batch) or batch, *more)
        return loss

    with monkeypatch.context() as patch:
        patch.setattr(Loop, "_step", step)
        yield
