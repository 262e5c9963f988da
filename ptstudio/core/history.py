"""How long earlier trainings on this machine took and what they drew: a small file in the data folder, nowhere else.

It is read to make better estimates, is never sent anywhere, and can be deleted at any time.
"""

import time
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field, ValidationError

from ptstudio import __version__
from ptstudio.core import atomic
from ptstudio.core.folders import data_folder
from ptstudio.core.message import Record

MOST = 500
"""So many trainings are remembered; the oldest are forgotten."""


class PastStage(Record):
    """One stage of an earlier training: the seconds that were measured before it, uncorrected, and those it took."""

    key: str
    planned_s: float
    took_s: float


class Past(Record):
    """An earlier training: on which machine and device, of which network, and what it took.

    `seconds` and `energy_wh` are of the whole run; `stages` may be empty where its times teach nothing. `version` is
    PTStudio's, since another one may plan otherwise.
    """

    at: float = Field(default_factory=time.time)
    version: str = __version__
    machine: str
    device: str
    family: str
    architecture: str
    stages: tuple[PastStage, ...] = ()
    seconds: float
    energy_wh: float | None = None
    is_estimated: bool = False


def history_file() -> Path:
    """Where it is written down, a training a line."""
    return data_folder() / "history.jsonl"


def read_history() -> list[Past]:
    """Earlier trainings, the oldest first; none where there is no file, and a damaged line is passed over."""
    try:
        lines = history_file().read_bytes().splitlines()
    except OSError:
        return []
    return [past for line in lines if (past := _read(line)) is not None]


def remember(past: Past) -> None:
    """Add a training. Raises OSError; of two that end at the same moment, one may be lost."""
    kept: Sequence[Past] = [*read_history(), past][-MOST:]
    atomic.write_text(history_file(), "".join(each.to_line() + "\n" for each in kept))


def forget_history() -> None:
    """Forget all of them. Raises OSError where the file cannot be deleted."""
    history_file().unlink(missing_ok=True)


def _read(line: bytes) -> Past | None:
    try:
        return Past.from_text(line)
    except ValidationError:
        return None
