"""The unpack job: a model pack into the library, verified before anything is kept."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ptstudio.core.acceptance import settle
from ptstudio.core.errors import explain_os_error
from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import UnpackJob
from ptstudio.core.licence import licence_of
from ptstudio.core.pretrained import PretrainedModel
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
    pack, library = Pack.open(Path(job.source)), Library.standard()
    taken = [model for model in pack.contents.models if not job.models or model.key in job.models]
    _check_licences(job, taken, library)
    for model in taken:
        if model.family not in all_families():
            channel.warn(
                f"“{model.title}” belongs to a family of networks (“{model.family}”) that this PTStudio does not know.",
                "It is kept, but cannot be trained before PTStudio is updated.",
            )
    project = Path(job.project) if job.project else None
    done = unpack(
        pack,
        library,
        wanted=job.models,
        names=job.names,
        project=project,
        progress=ByteProgress(channel, "unpack"),
        breathe=channel.breathe,
        warn=channel.warn,
    )
    return {
        "added": list(done.added),
        "there": list(done.there),
        "project": job.project,
        "manifest": pack.contents.model_dump(mode="json"),
    }


def _check_licences(job: UnpackJob, taken: Sequence[PretrainedModel], library: Library) -> None:
    """Before anything is written: raise ModelError where a licence that asks for much has not been accepted.

    Nothing is asked for weights that are in the library already.
    """
    here = {(entry.model.key, entry.model.sha256) for entry in library.models()}
    command = f"ptstudio models unpack {shlex.quote(job.source)} {' '.join(job.models)}".rstrip()
    try:
        for model in taken:
            if (job.names.get(model.key, model.key), model.sha256) not in here:
                settle(model.key, licence_of(model.licence), command, accepts=job.accepts_licences)
    except OSError as error:
        raise explain_os_error(error, "remembering what you accepted") from error
