"""Finding the run that is meant."""

import sys
from collections.abc import Callable
from pathlib import Path

from ptstudio.core.errors import ProjectError
from ptstudio.core.jobs import LongJob, TrainJob
from ptstudio.core.project import Project, is_project
from ptstudio.core.run import Run, RunStatus, load_job


def training_run(path: Path) -> Path:
    """The training run at `path`: its folder, or a project, whose newest training is meant. Raises ProjectError."""
    if is_project(path):
        return _trainings(path)[-1]
    training_job(path)
    return path.resolve()


def resumable_run(path: Path) -> Path:
    """The same, or whatever else lies at `path` and can go on where it was. Raises ProjectError."""
    if not is_project(path) and isinstance(load_job(path), LongJob):
        return path.resolve()
    return training_run(path)


def trained_run(path: Path) -> Path:
    """The same for what needs a trained network: of a project, the newest training that has one.

    Which one of a project it is, and that it did not come to its end, is told on standard error. Raises ProjectError.
    """
    folder = _newest(path, lambda run: (run / "model").is_dir()) if is_project(path) else training_run(path)
    if is_project(path):
        _tell_of_choice(folder)
    run = Run.open(folder)
    if run.status is not RunStatus.FINISHED and (folder / "model").is_dir():
        sys.stderr.write(f"Note: the training {folder.name} has not finished; its best epoch so far is used.\n")
    return folder


def _tell_of_choice(folder: Path) -> None:
    """Say which training of a project is meant, and how another one is named."""
    job = training_job(folder)
    how = "from scratch" if job.settings.get("from_scratch") is True else job.preset
    sys.stderr.write(
        f"Note: the newest training is taken, {folder.name} ({job.model}, {how}); "
        f"to take another, name its folder in “{folder.parent}”.\n"
    )


def repeatable_run(path: Path) -> Path:
    """The same for what is to be done again: of a project, the newest training that came to its end, if one did."""
    return _newest(path, _is_finished) if is_project(path) else training_run(path)


def _is_finished(run: Path) -> bool:
    return Run.open(run).status is RunStatus.FINISHED


def _newest(project: Path, is_wanted: Callable[[Path], bool]) -> Path:
    """The newest training that is wanted; where there is none, the newest of all. Raises ProjectError."""
    trainings = _trainings(project)
    return next(filter(is_wanted, reversed(trainings)), trainings[-1])


def _trainings(project: Path) -> list[Path]:
    found = [run for run in Project.open(project).runs() if isinstance(load_job(run), TrainJob)]
    if not found:
        raise ProjectError(f"The project “{project}” has no training yet.", "Start one by: ptstudio train")
    return found


def training_job(run: Path) -> TrainJob:
    """The job of a training run. Raises ProjectError where the run is another."""
    job = load_job(run)
    if not isinstance(job, TrainJob):
        raise ProjectError(f"The run “{run}” is no training.", "Choose a run whose name contains “train”.")
    return job
