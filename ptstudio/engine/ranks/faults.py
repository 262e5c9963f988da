"""What went wrong in one of several processes, in words that another one can take up."""

import json
import traceback
from collections.abc import Iterator

from ptstudio.core.errors import JobFailure, PTStudioError
from ptstudio.core.shortage import Shortage, shortage_of

HINT = (
    "Resume the run: it goes on from its last checkpoint. If it happens again, train with fewer processes or a smaller "
    "batch size; the run's log.txt holds the details."
)
_TEXTS = {
    Shortage.GPU_MEMORY: "CUDA out of memory",
    Shortage.MEMORY: "out of memory",
    Shortage.PAGE_FILE: "the paging file is too small",
    Shortage.DISK: "no space left on device",
}


class ProcessLost(JobFailure):
    """One of the processes that train together is no longer there, or does not answer."""


def lost(cause: str) -> ProcessLost:
    """The failure, with what is known of its cause."""
    return ProcessLost(f"One of the processes that train together ended unexpectedly: {cause}.", HINT)


def written(error: BaseException) -> bytes:
    """An error as it is sent to the first process."""
    shortage = shortage_of(error)
    if isinstance(error, PTStudioError):
        said = {"kind": type(error).__name__, "message": error.message, "hint": error.hint}
    elif shortage is not None:
        said = {"shortage": str(shortage)}
    else:
        trace = "".join(traceback.format_exception(error))
        said = {"message": f"One of the processes that train together failed ({type(error).__name__}).", "trace": trace}
    return json.dumps(said).encode()


def read(text: bytes) -> Exception:
    """The same error again, of a kind by which the first process knows what to do about it."""
    said: dict[str, str] = json.loads(text)
    if "shortage" in said:
        return RuntimeError(f"{_TEXTS[Shortage(said['shortage'])]} in another process")
    if "trace" in said:
        failure = JobFailure(said["message"], HINT)
        failure.add_note(said["trace"])
        return failure
    kinds = {kind.__name__: kind for kind in _kinds(PTStudioError)}
    return kinds.get(said["kind"], JobFailure)(said["message"], said["hint"])


def _kinds(kind: type[PTStudioError]) -> Iterator[type[PTStudioError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)
