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
            raise ProjectError(f"The project “{path}” has no training yet.", "Start one by `ptstudio train`.")
        return trainings[-1]
    if not isinstance(load_job(path), TrainJob):
        raise ProjectError(f"The run “{path}” is no training.", "Choose a run whose name contains “train”.")
    return path.resolve()
