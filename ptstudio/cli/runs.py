"""Finding the run that is meant."""

import sys
from pathlib import Path

from ptstudio.core.errors import ProjectError
from ptstudio.core.jobs import CrossValidateJob, TrainJob, TuneJob
from ptstudio.core.project import Project, is_project
from ptstudio.core.run import Run, RunStatus, load_job


def training_run(path: Path) -> Path:
    """The training run at `path`: its folder, or a project, whose newest training is meant. Raises ProjectError."""
    if is_project(path):
        return _trainings(path)[-1]
    training_job(path)
    return path.resolve()


def resumable_run(path: Path) -> Path:
    """The same, or the search or cross-validation at `path`: what can go on where it was. Raises ProjectError."""
    if not is_project(path) and isinstance(load_job(path), TuneJob | CrossValidateJob):
        return path.resolve()
    return training_run(path)


def trained_run(path: Path) -> Path:
    """The same for what needs a trained network: of a project, the newest training that has one.

    A training that did not come to its end is told of on standard error. Raises ProjectError.
    """
    if is_project(path):
        trainings = _trainings(path)
        folder = next((run for run in reversed(trainings) if (run / "model").is_dir()), trainings[-1])
    else:
        folder = training_run(path)
    run = Run.open(folder)
    if run.status is not RunStatus.FINISHED and (folder / "model").is_dir():
        sys.stderr.write(f"Note: the training {folder.name} has not finished; its best epoch so far is used.\n")
    return folder


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
