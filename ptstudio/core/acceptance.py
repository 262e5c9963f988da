"""Which licences the user has accepted for which models: a small JSON in the data folder; asks nobody."""

from pathlib import Path

from pydantic import ValidationError

from ptstudio.core import atomic
from ptstudio.core.folders import data_folder
from ptstudio.core.message import Record
from ptstudio.core.project import now

FILE = "accepted-licences.json"


class Acceptance(Record):
    """The licence of the model `key` was accepted at a time (ISO 8601, UTC)."""

    key: str
    licence: str
    at: str


class _Acceptances(Record):
    version: int = 1
    accepted: tuple[Acceptance, ...] = ()


def accepted_licences() -> tuple[Acceptance, ...]:
    """All that was accepted on this machine, the oldest first; what is damaged counts as never accepted."""
    try:
        return _Acceptances.from_text(_file().read_bytes()).accepted
    except (OSError, ValidationError):
        return ()


def is_accepted(key: str, licence: str) -> bool:
    """Whether this licence was accepted for this model; a model whose licence has changed is asked for anew."""
    return any((one.key, one.licence) == (key, licence) for one in accepted_licences())


def accept(key: str, licence: str) -> None:
    """Remember that the licence of a model was accepted, now. Raises OSError."""
    if not is_accepted(key, licence):
        known = (*accepted_licences(), Acceptance(key=key, licence=licence, at=now()))
        atomic.write_text(_file(), _Acceptances(accepted=known).to_text())


def _file() -> Path:
    return data_folder() / FILE
