"""The unpack job: a model pack into the library, verified before anything is kept."""

from pathlib import Path
from typing import Any

from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import UnpackJob
from ptstudio.engine.byte_progress import ByteProgress
from ptstudio.engine.channel import Channel
from ptstudio.library.library import Library
from ptstudio.library.pack import Pack
from ptstudio.library.unpacking import unpack
from ptstudio.models import all_families


def run(job: UnpackJob, _folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds the keys that are new (`added`) and those that were there already (`there`), the
    manifest, and the project's folder, if one was unpacked. Raises ModelError where the pack is refused.
    """
    channel.emit(StageChanged(stage="unpack", title="Verifying and unpacking"))
    pack = Pack.open(Path(job.source))
    for model in pack.contents.models:
        if (not job.models or model.key in job.models) and model.family not in all_families():
            channel.warn(
                f"“{model.title}” belongs to a family of networks (“{model.family}”) that this PTStudio does not know.",
                "It is kept, but cannot be trained before PTStudio is updated.",
            )
    project = Path(job.project) if job.project else None
    done = unpack(
        pack,
        Library.standard(),
        wanted=job.models,
        names=job.names,
        project=project,
        progress=ByteProgress(channel, "unpack"),
    )
    return {
        "added": list(done.added),
        "there": list(done.there),
        "project": job.project,
        "manifest": pack.contents.model_dump(mode="json"),
    }
