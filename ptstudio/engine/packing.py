"""The pack job: models of the library, and a sample project, into one file."""

from pathlib import Path
from typing import Any

from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import PackJob
from ptstudio.core.project import Project
from ptstudio.engine.byte_progress import ByteProgress
from ptstudio.engine.channel import Channel
from ptstudio.library.library import Library
from ptstudio.library.packing import write_pack


def run(job: PackJob, _folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds the file and its manifest. Raises ModelError where a model is not in the library."""
    channel.emit(StageChanged(stage="pack", title="Packing"))
    library = Library.standard()
    entries = [library.get(key) for key in dict.fromkeys(job.models)]
    project = Project.open(Path(job.project)) if job.project else None
    manifest = write_pack(entries, Path(job.out), project=project, progress=ByteProgress(channel, "pack"))
    return {"file": job.out, "manifest": manifest.model_dump(mode="json")}
