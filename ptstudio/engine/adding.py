"""The add-model job: weights from a file or folder into the library, recognised by what they hold."""

from pathlib import Path
from typing import Any

from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import AddModelJob
from ptstudio.core.licence import licence_of
from ptstudio.engine.channel import Channel
from ptstudio.library.library import Library
from ptstudio.models._recognition import add_weights


def run(job: AddModelJob, _folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds the library entry, and whether it is new.

    Raises ModelError where the weights are refused.
    """
    channel.emit(StageChanged(stage="add", title="Reading the weights and finding out which network they belong to"))
    library = Library.standard()
    known = {entry.model.key for entry in library.models()}
    replaced: list[str] = []

    def warn(message: str, hint: str) -> None:
        replaced.append(message)
        channel.warn(message, hint)

    facts = {"licence": licence_of(job.licence).spdx} if job.licence else {}
    entry = add_weights(Path(job.source), library, job.key, channel.breathe, facts, warn)
    return {
        "model": entry.model.model_dump(mode="json"),
        "folder": str(entry.folder),
        "is_new": entry.model.key not in known or bool(replaced),
    }
