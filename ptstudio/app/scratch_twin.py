"""The training from scratch that belongs beside one that was pretrained, and the other way round; knows no chart."""

from collections.abc import Sequence

from ptstudio.app.draft_values import SCRATCH
from ptstudio.core.jobs import TrainJob
from ptstudio.core.run import Run


def is_from_scratch(run: Run) -> bool:
    """Whether the network of this training began with random weights."""
    return isinstance(run.job, TrainJob) and bool(run.job.settings.get(SCRATCH))


def twin_of(run: Run, trainings: Sequence[Run]) -> Run | None:
    """The newest training of the same model that differs in whether it began from scratch; `trainings` oldest first."""
    wanted = not is_from_scratch(run)
    for other in reversed(trainings):
        if other.folder != run.folder and _model(other) == _model(run) and is_from_scratch(other) is wanted:
            return other
    return None


def scratch_job(run: Run) -> TrainJob | None:
    """The same training from scratch; nothing where it is no training, or from scratch already."""
    if not isinstance(run.job, TrainJob) or is_from_scratch(run):
        return None
    return run.job.model_copy(update={"settings": {**run.job.settings, SCRATCH: True}, "command": ""})


def _model(run: Run) -> str:
    return run.job.model if isinstance(run.job, TrainJob) else ""
