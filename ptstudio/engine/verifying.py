"""The verify job: whether the weights in the library are still those that came into it."""

from pathlib import Path
from typing import Any

from ptstudio.core.errors import ModelError
from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import VerifyJob
from ptstudio.engine.byte_progress import ByteProgress, Counted
from ptstudio.engine.channel import Channel
from ptstudio.library.entry import Entry
from ptstudio.library.faults import Fault, faults
from ptstudio.library.library import Library


def run(job: VerifyJob, _folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds each model (`models`): its key, title, folder and sha256, whether it is intact, and
    what is wrong otherwise, as a message and a hint; first those that cannot be found or read at all. Raises ModelError
    where a named model is not in the library.
    """
    channel.emit(StageChanged(stage="verify", title="Reading the weights"))
    library = Library.standard()
    wrong = [fault for fault in faults(library) if not job.models or fault.folder.name in job.models]
    unreadable = {fault.folder.name for fault in wrong}
    entries = [library.get(key) for key in dict.fromkeys(job.models) if key not in unreadable]
    entries = entries if job.models else library.models()
    counted = Counted(ByteProgress(channel, "verify"), sum(map(_size, entries)))
    return {"models": [*map(_damage, wrong), *(_verdict(library, entry, counted) for entry in entries)]}


def _damage(fault: Fault) -> dict[str, Any]:
    name, error = str(fault.folder) if fault.is_absent else fault.folder.name, fault.error
    place = {"key": name, "title": name, "folder": str(fault.folder), "sha256": ""}
    return place | {"is_intact": False, "message": error.message, "hint": error.hint}


def _verdict(library: Library, entry: Entry, counted: Counted) -> dict[str, Any]:
    model = entry.model
    place = {"key": model.key, "title": model.title, "folder": str(entry.folder)}
    verdict = place | {"sha256": model.sha256, "is_intact": True}
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
