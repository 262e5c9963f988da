"""The verify job: whether the weights in the library are still those that came into it."""

from pathlib import Path
from typing import Any

from ptstudio.core.errors import ModelError
from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import VerifyJob
from ptstudio.engine.byte_progress import ByteProgress, Counted
from ptstudio.engine.channel import Channel
from ptstudio.library.library import Entry, Library


def run(job: VerifyJob, _folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds each model (`models`): its key, title and sha256, whether it is intact, and what is
    wrong otherwise, as a message and a hint. Raises ModelError where a named model is not in the library.
    """
    channel.emit(StageChanged(stage="verify", title="Reading the weights"))
    library = Library.standard()
    entries = [library.get(key) for key in dict.fromkeys(job.models)] or library.models()
    counted = Counted(ByteProgress(channel, "verify"), sum(map(_size, entries)))
    return {"models": [_verdict(library, entry, counted) for entry in entries]}


def _verdict(library: Library, entry: Entry, counted: Counted) -> dict[str, Any]:
    model = entry.model
    verdict = {"key": model.key, "title": model.title, "sha256": model.sha256, "is_intact": True}
    try:
        library.verify(entry, counted)
    except ModelError as error:
        return verdict | {"is_intact": False, "message": error.message, "hint": error.hint}
    return verdict


def _size(entry: Entry) -> int:
    try:
        return entry.weights.stat().st_size
    except OSError:
        return 0  # that it is missing is said when it is its turn
