"""Which training was under way when PTStudio was ended from outside; knows no widget."""

from collections.abc import Iterable

from ptstudio.core.events import RunStopped
from ptstudio.core.jobs import TrainJob
from ptstudio.core.run import Run, has_checkpoint
from ptstudio.core.worker import is_interrupted


def interrupted_last(runs: Iterable[Run]) -> Run | None:
    """The training that something happened in last, if it broke off and can be resumed; whoever has trained since
    then knows of it.
    """
    trainings = [run for run in runs if isinstance(run.job, TrainJob)]
    last = max(trainings, key=lambda run: run.latest_at, default=None)
    return last if last is not None and _broke_off(last) and has_checkpoint(last.folder) else None


def _broke_off(run: Run) -> bool:
    if isinstance(run.final, RunStopped):
        return run.final.was_abandoned
    return is_interrupted(run)
