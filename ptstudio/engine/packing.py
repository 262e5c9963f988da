"""The pack job: models of the library, and a sample project, into one file, which is then read again."""

from pathlib import Path
from typing import Any

from ptstudio.core.errors import explain_os_error
from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import PackJob
from ptstudio.core.project import Project
from ptstudio.engine.byte_progress import ByteProgress, Counted
from ptstudio.engine.channel import Channel
from ptstudio.library.library import Library
from ptstudio.library.packing import write_pack
from ptstudio.library.weights import digest


def run(job: PackJob, _folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds the file, its size in bytes, its sha256 and its manifest.

    Raises ModelError where a model is not in the library.
    """
    channel.emit(StageChanged(stage="pack", title="Writing the pack"))
    library = Library.standard()
    entries = [library.get(key) for key in dict.fromkeys(job.models)]
    project = Project.open(Path(job.project)) if job.project else None
    out = Path(job.out)
    manifest = write_pack(entries, out, project=project, progress=ByteProgress(channel, "pack"))
    size, sha256 = _read_again(out, channel)
    return {"file": job.out, "size": size, "sha256": sha256, "manifest": manifest.model_dump(mode="json")}


def _read_again(out: Path, channel: Channel) -> tuple[int, str]:
    """The size and the sha256 of what was written; a pack that is not read to its end does not stay."""
    channel.emit(StageChanged(stage="read", title="Reading the pack again"))
    try:
        size = out.stat().st_size
        return size, digest(out, Counted(ByteProgress(channel, "read"), size))
    except OSError as error:
        out.unlink(missing_ok=True)
        raise explain_os_error(error, "reading the pack again") from error
    except BaseException:
        out.unlink(missing_ok=True)
        raise
