"""Finding the run that is meant."""

from pathlib import Path

from ptstudio.core.errors import ProjectError
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from ptstudio.core.run import load_job


def training_run(path: Path) -> Path:
    """The training run at `path`: its folder, or a project, whose newest training is meant. Raises ProjectError."""
    if (path / "project.json").is_file():
        trainings = [run for run in Project.open(path).runs() if isinstance(load_job(run), TrainJob)]
        if not trainings:
            raise ProjectError(f"The project “{path}” has no training yet.", "Start one by: ptstudio train")
        return trainings[-1]
    training_job(path)
    return path.resolve()


def training_job(run: Path) -> TrainJob:
    """The job of a training run. Raises ProjectError where the run is another."""
    job = load_job(run)
    if not isinstance(job, TrainJob):
        raise ProjectError(f"The run “{run}” is no training.", "Choose a run whose name contains “train”.")
    return job
