"""Every error that a person may see: a message that says what happened and a hint that says what to do.

PTStudioError
├── InputError        what was given cannot be used           (exit code 2)
│   ├── DatasetError
│   ├── ModelError
│   │   └── AccessRefused
│   ├── ProjectError
│   └── SettingsError
└── JobFailure        the work itself failed                  (exit code 1)
    ├── Diverged
    ├── DiskFull
    ├── OutOfMemory
    └── WorkerDied
"""

import errno
from pathlib import Path
from typing import ClassVar


class PTStudioError(Exception):
    """A `message` and a `hint`, both in the user's words."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message} {hint}")
        self.message = message
        self.hint = hint


class InputError(PTStudioError):
    """What was given cannot be used."""

    exit_code: ClassVar[int] = 2


class DatasetError(InputError):
    """A dataset cannot be read, or cannot be learned from."""


class ModelError(InputError):
    """Pretrained weights are missing, damaged, unsafe or of another kind."""


class AccessRefused(ModelError):
    """Pretrained weights are only given to those who show by a token who they are."""


class ProjectError(InputError):
    """A project or run folder cannot be opened or written."""


class SettingsError(InputError):
    """A setting does not exist or has a value that it cannot take."""


class JobFailure(PTStudioError):
    """The work itself failed."""


class Diverged(JobFailure):
    """The loss became NaN or infinite."""


class DiskFull(JobFailure):
    """A file could not be written for want of room."""


class OutOfMemory(JobFailure):
    """The machine or the graphics card ran out of memory."""


class WorkerDied(JobFailure):
    """The worker process ended without saying why."""


def explain_os_error(error: OSError, doing: str) -> PTStudioError:
    """Turn an operating system's error, met while `doing` something, into one with a message and a hint."""
    where = f" ({Path(error.filename)})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            f"The disk is full: {doing} could not be finished{where}.",
            "Free some space, then try again. What was saved before is untouched.",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ProjectError(
            f"PTStudio may not write or read here while {doing}{where}.",
            "Check the permissions of the folder, or choose another one.",
        )
    return JobFailure(
        f"The system reported an error while {doing}{where}: {error.strerror or error}.",
        "Check that the drive is connected and has room, then try again.",
    )
