"""The add-model job: weights from a file or folder into the library, recognised by what they hold."""

from pathlib import Path
from typing import Any

from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import AddModelJob
from ptstudio.engine.channel import Channel
from ptstudio.library.library import Library
from ptstudio.models._recognition import add_weights


def run(job: AddModelJob, _folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds the library entry. Raises ModelError where the weights are refused."""
    channel.emit(StageChanged(stage="add", title="Reading the weights and finding out which network they belong to"))
    entry = add_weights(Path(job.source), Library.standard(), job.key)
    return {"model": entry.model.model_dump(mode="json"), "folder": str(entry.folder)}
