"""Which revision of a repository was got first, and all revisions' hashes: later downloads are held to them.

The first has the repository's name in `revisions.json`, each other one has `name@commit`.
"""

import json
from pathlib import Path

from filelock import FileLock
from pydantic import ValidationError

from ptstudio.core.atomic import write_text
from ptstudio.core.errors import ModelError
from ptstudio.core.folders import data_folder
from ptstudio.core.message import Record


class Revision(Record):
    """A commit of a repository, and what its files' hashes were said to be, by name."""

    commit: str
    hashes: dict[str, str] = {}


def recorded(repository: str) -> Revision | None:
    """The revision that was recorded first for a repository, if any was."""
    return _all().get(repository)


def record(repository: str, revision: Revision) -> None:
    """Record a revision, beside the first where that is another one.

    Raises ModelError where another content was recorded for the same commit.
    """
    _file().parent.mkdir(parents=True, exist_ok=True)
    with FileLock(_file().with_suffix(".lock")):
        _record(repository, revision)


def _record(repository: str, revision: Revision) -> None:
    known = _all()
    first = known.get(repository, revision)
    place = repository if first.commit == revision.commit else f"{repository}@{revision.commit}"
    before = known.get(place)
    if before is not None:
        for name, stated in revision.hashes.items():
            if before.hashes.get(name, stated) != stated:
                raise ModelError(
                    f"“{repository}” is not what it was: its revision {revision.commit[:12]} has another “{name}” now.",
                    "A revision never changes. Ask its owner what happened, and check the mirror if you use one.",
                )
        revision = revision.model_copy(update={"hashes": {**before.hashes, **revision.hashes}})
    known[place] = revision
    content = {name: value.model_dump(mode="json") for name, value in sorted(known.items())}
    write_text(_file(), json.dumps(content, indent=2) + "\n")


def _file() -> Path:
    return data_folder() / "downloads" / "revisions.json"


def _all() -> dict[str, Revision]:
    try:
        content = json.loads(_file().read_text(encoding="utf-8"))
        return {str(name): Revision.model_validate(value) for name, value in content.items()}
    except (OSError, ValueError, ValidationError, AttributeError):
        return {}
