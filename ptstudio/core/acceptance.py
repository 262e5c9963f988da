"""Which licences the user has accepted for which models: a small JSON in the data folder; asks nobody."""

from pathlib import Path

from pydantic import ValidationError

from ptstudio.core import atomic
from ptstudio.core.errors import ModelError
from ptstudio.core.folders import data_folder
from ptstudio.core.licence import Licence, licence_of
from ptstudio.core.message import Record
from ptstudio.core.model_names import repository_and_revision
from ptstudio.core.project import now

FILE = "accepted-licences.json"


class Acceptance(Record):
    """The licence of the model `key` was accepted at a time (ISO 8601, UTC).

    `key` is one of the catalogue, or the name of a repository: what was accepted for one revision of it holds for the
    others as long as the licence is the same.
    """

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


def is_accepted(asked: str, licence: str) -> bool:
    """Whether this licence was accepted for the model, a key or `owner/name[@revision]`, however the licence is spelt.

    A model whose licence has changed is asked for anew.
    """
    meant = _named(asked), licence_of(licence).spdx
    return any((one.key, one.licence) == meant for one in accepted_licences())


def settle(asked: str, licence: Licence, how: str, *, accepts: bool) -> None:
    """Make sure that a person has accepted the licence of a model, if it is to be accepted, before the model comes in.

    With `accepts` that happens now; `how` is the command that would do it. Raises ModelError, OSError.
    """
    if not licence.is_to_be_accepted:
        return
    if accepts:
        accept(asked, licence.spdx)
    elif not is_accepted(asked, licence.spdx):
        raise ModelError(
            f"The licence of “{asked}” is {licence.words.say()}. Nobody has accepted that here yet.",
            f"If it suits you: {how} --accept-licence",
        )


def accept(asked: str, licence: str) -> None:
    """Remember that the licence of a model was accepted, now. Raises OSError."""
    if not is_accepted(asked, licence):
        new = Acceptance(key=_named(asked), licence=licence_of(licence).spdx, at=now())
        atomic.write_text(_file(), _Acceptances(accepted=(*accepted_licences(), new)).to_text())


def _named(asked: str) -> str:
    return repository_and_revision(asked)[0]


def _file() -> Path:
    return data_folder() / FILE
