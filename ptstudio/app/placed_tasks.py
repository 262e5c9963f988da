"""Which tasks learn where something is in a picture, told by the columns of their data; knows no task by name."""

from collections.abc import Mapping

from ptstudio.app.translation import tr
from ptstudio.core.jobs import TrainJob
from ptstudio.core.run import Run
from ptstudio.tasks import all_tasks

PLACES = {"boxes", "mask"}


def has_places(task: str) -> bool:
    """Whether the data of a task say where something is."""
    return not PLACES.isdisjoint(_columns(task))


def has_boxes(task: str) -> bool:
    """Whether they say so by boxes."""
    return "boxes" in _columns(task)


def finds_places(run: Run | None) -> bool:
    """Whether a trained model says where something is."""
    return run is not None and isinstance(run.job, TrainJob) and has_places(run.job.task)


def heat_map_words(run: Run | None) -> str:
    """What a heat map of a trained model shows."""
    columns = _columns(run.job.task) if run is not None and isinstance(run.job, TrainJob) else {}
    if "mask" in columns:
        return tr("Show where it hesitates: the brighter a place, the less sure the model is of it")
    if "boxes" in columns:
        return tr("Show which parts of each picture decided for the thing that the model is surest of")
    return tr("Show where the network looked")


def _columns(task: str) -> Mapping[str, str]:
    known = all_tasks().get(task)
    return known.columns if known is not None else {}
