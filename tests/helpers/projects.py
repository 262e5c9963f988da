"""Tiny projects that real engine code can work on in moments."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from ptstudio.core.dataset import ImportOptions
from ptstudio.core.events import Event
from ptstudio.core.jobs import ImportJob, SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.run import read_events
from ptstudio.engine.channel import Channel
from ptstudio.engine.importing import run as run_import
from ptstudio.library.library import Library
from ptstudio.models._recognition import find_model
from tests.helpers.pictures import save
from tests.helpers.weights import torchvision_tensors

J = TypeVar("J")
TASK = "image-classification"
COLOURS = {"red": (200, 40, 40), "green": (40, 200, 40), "blue": (40, 40, 200)}
TINY = "starter"


def coloured_folders(root: Path, per_class: int = 12, first: int = 0) -> Path:
    """A folder for each of three colours, easy to tell apart; with another `first` number, other pictures."""
    for label, colour in COLOURS.items():
        for number in range(first, first + per_class):
            save(root / label / f"{number}.png", seed=number, colour=colour)
    return root


def done(run: Callable[[J, Path, Channel], dict[str, Any]], job: J, folder: Path) -> dict[str, Any]:
    """Do a job as a worker would, but in this process, events going to the run's file only; gives its result."""
    forget_earlier_jobs()
    with closing(Channel(folder, None)) as channel:
        return run(job, folder, channel)


def forget_earlier_jobs() -> None:
    """Accelerate keeps one device and one precision for a whole process; a worker does one job in its life."""
    from accelerate.state import AcceleratorState

    AcceleratorState._reset_state(reset_partial_state=True)


def imported(project: Project, source: Path, options: ImportOptions | None = None, name: str = "colours") -> str:
    """Import in this process; gives the revision's key."""
    job = ImportJob(task=TASK, source=str(source), dataset=name, options=options or ImportOptions())
    folder = project.new_run(job)
    return str(done(run_import, job, folder)["revision"])


def coloured_project(folder: Path, per_class: int = 12) -> tuple[Project, str]:
    """A project with three colours imported; gives it with the revision's key."""
    project = Project.create(folder / "project")
    return project, imported(project, coloured_folders(folder / "colours", per_class))


def library_with(key: str = TINY) -> None:
    """Put random weights in the shape of a catalogue model into the library, so that no download is needed."""
    import torch

    library = Library.standard()
    model, entry = find_model(key, library)
    if entry is None:
        torch.manual_seed(0)
        library.add(model, torchvision_tensors(model.architecture, outputs=2))


def training_of(dataset: str, preset: str = "quick", model: str = TINY, **settings: SettingValue) -> TrainJob:
    """A short training on tiny pictures."""
    small: dict[str, SettingValue] = {"image_px": 32, "head_epochs": 3, "epochs": 2, "batch_size": 8}
    return TrainJob(task=TASK, dataset=dataset, model=model, preset=preset, settings=small | settings)


def events_of(run: Path) -> list[Event]:
    """What happened in a run."""
    return list(read_events(run))
