"""What ran out (memory of the graphics card or of the machine, Windows' page file, the disk), told apart, in words.

Knows no training and what it would do about it.
"""

import errno
from enum import StrEnum

from ptstudio.core.errors import DiskFull, OutOfMemory, PTStudioError


class Shortage(StrEnum):
    """What there is not enough of."""

    GPU_MEMORY = "gpu-memory"
    MEMORY = "memory"
    PAGE_FILE = "page-file"
    DISK = "disk"


_PAGE_FILE_TOO_SMALL = 1455  # Windows: ERROR_COMMITMENT_LIMIT
_WINDOWS_DISK_FULL = (39, 112)  # Windows: ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
# Libraries in C++ and Rust put the system's error into a text: on a full disk, safetensors says “(os error 28)”, and
# torch.save “unexpected pos” or “iostream error”.
_TEXTS = (
    (
        Shortage.PAGE_FILE,
        ("winerror 1455", "os error 1455", "paging file is too small", "couldn't open shared file mapping"),
    ),
    (
        Shortage.DISK,
        ("no space left on device", "os error 28)", "os error 112)", "unexpected pos", "iostream error"),
    ),
    (
        Shortage.GPU_MEMORY,
        ("cuda out of memory", "hip out of memory", "mps backend out of memory", "cuda error: out of memory",
         "cublas_status_alloc_failed", "cuda_error_out_of_memory"),
    ),
    (
        Shortage.MEMORY,
        ("can't allocate memory", "not enough memory", "cannot allocate memory", "failed to allocate memory",
         "bad_alloc", "out of memory"),
    ),
)  # fmt: skip
_WORDS = {
    Shortage.GPU_MEMORY: "The graphics card's memory ran out.",
    Shortage.MEMORY: "The machine's memory ran out.",
    Shortage.PAGE_FILE: "Windows could not promise more memory: its page file is too small.",
    Shortage.DISK: "The disk is full.",
}
_WAYS_OUT = {
    Shortage.GPU_MEMORY: "Choose a smaller batch size, a smaller picture size or a smaller model, and close other "
    "programs that use the graphics card.",
    Shortage.MEMORY: "Close other programs, or choose a smaller batch size, a smaller picture size or a smaller model.",
    Shortage.PAGE_FILE: "Let Windows manage the page file's size (System, Advanced, Performance, Virtual memory) and "
    "free some space on its disk, or close other programs.",
    Shortage.DISK: "Free some space, then try again. What was saved before is untouched.",
}


def shortage_of(error: BaseException) -> Shortage | None:
    """What ran out where `error` was raised; None where it tells of something else."""
    if isinstance(error, OSError):
        return _of_os_error(error)
    if isinstance(error, MemoryError):
        return Shortage.MEMORY
    if type(error).__name__ == "OutOfMemoryError":  # torch's, which this file has no need to import
        return Shortage.GPU_MEMORY
    if isinstance(error, PTStudioError) or type(error).__name__ not in _RAISED_BY_LIBRARIES:
        return None
    said = str(error).lower()
    return next((kind for kind, texts in _TEXTS if any(text in said for text in texts)), None)


_RAISED_BY_LIBRARIES = {"RuntimeError", "SafetensorError", "AcceleratorError", "Fail", "RuntimeException"}


def _of_os_error(error: OSError) -> Shortage | None:
    windows = getattr(error, "winerror", None)
    if windows == _PAGE_FILE_TOO_SMALL:
        return Shortage.PAGE_FILE
    if error.errno in (errno.ENOSPC, errno.EDQUOT) or windows in _WINDOWS_DISK_FULL:
        return Shortage.DISK
    return Shortage.MEMORY if error.errno == errno.ENOMEM else None


def words(shortage: Shortage) -> str:
    """What ran out, in a sentence."""
    return _WORDS[shortage]


def failure(shortage: Shortage) -> PTStudioError:
    """The failure that it is where nothing more can be done: what ran out, and what helps."""
    kind = DiskFull if shortage == Shortage.DISK else OutOfMemory
    return kind(_WORDS[shortage], _WAYS_OUT[shortage])
