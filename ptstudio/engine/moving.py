"""The move-library job: the user's own models to another folder or drive."""

from pathlib import Path
from typing import Any

from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import MoveLibraryJob
from ptstudio.engine.byte_progress import ByteProgress
from ptstudio.engine.channel import Channel
from ptstudio.library.library import Library
from ptstudio.library.moving import move_library


def run(job: MoveLibraryJob, _folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds the folder."""
    channel.emit(StageChanged(stage="move", title="Copying the library and comparing the copy"))
    place = move_library(Library.standard(), Path(job.target), ByteProgress(channel, "move"))
    return {"folder": str(place)}
