"""What changed in the window's state: one value that every page interprets for itself."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ptstudio.core.events import Event


class Topic(StrEnum):
    """What a change is about."""

    PROJECT = "project"
    """Another project is open, or none."""
    DATA = "data"
    """Another dataset revision is chosen, or there is a new one."""
    MODEL = "model"
    """Another pretrained model is chosen."""
    DRAFT = "draft"
    """The next training is put together and is to be looked at."""
    LIBRARY = "library"
    """The library holds other models."""
    RUN = "run"
    """Something happened in a run: `run` says in which, `event` what."""
    SHOWN_RUN = "shown-run"
    """Another training is shown."""
    PREFERENCES = "preferences"
    """The window's own preferences."""


@dataclass(frozen=True)
class Change:
    """One change; `run` and `event` only where it is about a run."""

    topic: Topic
    run: Path | None = None
    event: Event | None = None
