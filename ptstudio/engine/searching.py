"""The search job: models of the Hugging Face Hub that PTStudio can use; fetches none of them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ptstudio.core.errors import ModelError
from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import SearchJob
from ptstudio.core.model_names import page_of
from ptstudio.engine.channel import Channel
from ptstudio.library.downloading.found_model import FoundModel
from ptstudio.library.downloading.hub import Hub
from ptstudio.library.downloading.pace import OwnPace
from ptstudio.library.downloading.persistence import Patience
from ptstudio.library.downloading.search import search
from ptstudio.models import all_families

PATIENCE = Patience(stall_s=20, attempts=3)
"""Somebody waits for the answer."""


def run(job: SearchJob, _folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds the `models` that were found (`FoundModel`), and the `hub` that was asked."""
    hub = Hub(OwnPace(channel.breathe), PATIENCE)
    channel.emit(StageChanged(stage="search", title=f"Asking {hub.address}"))
    found = [_corrected(model) for model in search(hub, job.words, job.task, _known_to(job.task))]
    return {"hub": hub.address, "models": [model.model_dump(mode="json") for model in found]}


def _corrected(found: FoundModel) -> FoundModel:
    """With the licence that the catalogue states, which may be stricter than what the repository says of itself."""
    known = [model for family in all_families().values() for model in family.catalogue]
    licences = {model.source: model.licence for model in known}
    return found.model_copy(update={"licence": licences.get(page_of(found.name), found.licence)})


def _known_to(task: str) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a family of the task can make something of a configuration."""

    def is_known(config: Mapping[str, Any]) -> bool:
        try:
            return any(
                family.recognise({}, config) is not None for family in all_families().values() if task in family.tasks
            )
        except ModelError:
            return False

    return is_known
