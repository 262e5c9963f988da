"""What was asked for of a download, and how it stands; knows no worker and no widget."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from pydantic import TypeAdapter, ValidationError

from ptstudio.core.events import RunFailed, StepEnded
from ptstudio.core.pretrained import PretrainedModel


@dataclass(frozen=True)
class Wanted:
    """What a person asks for: `asked` is a key of the catalogue, or a repository, `owner/name@revision`.

    `licence` is an SPDX name or `unknown`, `source` where the weights come from, `size_mb` how large they are, where
    that is known.
    """

    asked: str
    title: str
    licence: str
    source: str
    size_mb: float | None = None
    is_gated: bool = False

    @classmethod
    def of(cls, model: PretrainedModel) -> "Wanted":
        """A model of the catalogue."""
        return cls(model.key, model.title, model.licence, model.source, model.size_mb)

    @classmethod
    def read(cls, line: str) -> "Wanted | None":
        """What `line` has written; None where that is damaged."""
        try:
            return TypeAdapter(cls).validate_json(line)
        except ValidationError:
            return None

    @property
    def line(self) -> str:
        """All of it as a line of JSON."""
        return json.dumps(asdict(self))


class Stand(StrEnum):
    """How a download stands; it is cut off where the network was switched off meanwhile."""

    WAITING = "waiting"
    LOOKING_UP = "looking-up"
    GETTING = "getting"
    PAUSED = "paused"
    ADDING = "adding"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FAILED = "failed"
    CUT_OFF = "cut-off"
    HERE = "here"


ACTIVE = (Stand.LOOKING_UP, Stand.GETTING, Stand.ADDING, Stand.STOPPING)
UNDER_WAY = (*ACTIVE, Stand.WAITING, Stand.PAUSED)


@dataclass(frozen=True)
class DownloadState:
    """A download as it is shown: `progress` counts bytes, `failure` says why it has failed."""

    wanted: Wanted
    stand: Stand
    progress: StepEnded | None = None
    failure: RunFailed | None = None


def percent(step: StepEnded | None) -> int:
    """How much has arrived, from 0 to 100."""
    return 100 * step.done // step.total if step is not None and step.total else 0
