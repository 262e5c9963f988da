"""What a model pack offers to this library: each model as it stands to what is here; knows no widget and no words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ptstudio.core.acceptance import is_accepted
from ptstudio.core.jobs import UnpackJob
from ptstudio.core.model_names import is_key
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.core.room import free_bytes
from ptstudio.library.faults import faults
from ptstudio.library.library import Library
from ptstudio.library.manifest import PackManifest
from ptstudio.library.pack import Pack
from ptstudio.models import all_families

MOST_LETTERS = 90
"""Of a name to which a number is added; a name may have a hundred."""


class Standing(StrEnum):
    """How a model of a pack stands to the library."""

    NEW = "new"
    SAME = "same"
    """The same weights are here."""
    OTHER = "other"
    """The library has other weights under its name."""


@dataclass(frozen=True)
class Offer:
    """A model of a pack that takes `size` bytes.

    `name` is what it would be called here: where the same weights are here, their name; where its own is taken, a free
    one.
    """

    model: PretrainedModel
    size: int
    standing: Standing
    name: str
    is_usable: bool
    """Whether this PTStudio knows its family of networks."""
    is_accepted: bool
    """Whether its licence was accepted before."""


@dataclass(frozen=True)
class PackLook:
    """What is in the sound pack `file`; `taken` are the names in the library, `free` the bytes free for it."""

    file: Path
    contents: PackManifest
    offers: tuple[Offer, ...]
    taken: frozenset[str]
    free: int

    @property
    def has_project_alone(self) -> bool:
        """Whether its sample project can be taken without any of its models."""
        return bool(self.contents.project and self._here)

    @property
    def _here(self) -> tuple[str, ...]:
        same = [offer for offer in self.offers if offer.standing is Standing.SAME]
        return tuple(offer.name for offer in same if offer.name == offer.model.key)

    def size_of(self, keys: Collection[str]) -> int:
        """The bytes that these models take."""
        return sum(offer.size for offer in self.offers if offer.model.key in keys)

    def to_accept(self, keys: Collection[str]) -> list[PretrainedModel]:
        """Those of these models whose licence was not accepted before."""
        return [offer.model for offer in self.offers if offer.model.key in keys and not offer.is_accepted]

    def fault_of(self, names: Iterable[str]) -> tuple[str, str]:
        """The first of these new names that cannot be used, and why: `wrong`, `taken` or `double`; empty if none."""
        seen: set[str] = set()
        for name in names:
            why = "" if is_key(name) else "wrong"
            why = why or ("taken" if name in self.taken else "double" if name in seen else "")
            if why:
                return name, why
            seen.add(name)
        return "", ""

    def job(self, keys: Collection[str], names: Mapping[str, str], project: Path | None) -> UnpackJob:
        """Take these models in, some of them under other names, and the sample project to a new folder.

        Without any, only the project is taken: what is here already is then named, since it is passed over.
        """
        models = tuple(offer.model.key for offer in self.offers if offer.model.key in keys) or self._here
        renamed = {key: name for key, name in names.items() if key in keys and name != key}
        return UnpackJob(source=str(self.file), models=models, names=renamed, project=str(project or ""))


def look_into(file: Path, library: Library) -> PackLook:
    """Look into a pack without writing anything. Raises PTStudioErrors where it is no sound one."""
    contents = Pack.open(file).contents
    own = library.own
    worthless = _worthless(library, contents)
    here = {entry.model.key: entry.model.sha256 for entry in library.models() if entry.model.key not in worthless}
    folders = {path.name for path in own.iterdir()} if own.is_dir() else set()
    taken = frozenset(here.keys() | folders - worthless)
    used = taken | {model.key for model in contents.models}
    offers = []
    for model in contents.models:
        standing, name = _standing(model, here, taken)
        name = name or _free_name(model.key, used)
        size = sum(file.size for file in contents.files_of(model.key))
        is_usable = model.family in all_families()
        offers.append(Offer(model, size, standing, name, is_usable, is_accepted(model.key, model.licence)))
    return PackLook(file, contents, tuple(offers), taken, free_bytes(own))


def _worthless(library: Library, contents: PackManifest) -> set[str]:
    """The names of what is here, but unreadable or a damaged copy of what the pack holds: unpacking replaces it."""
    packed = {(model.key, model.sha256) for model in contents.models}
    same = [entry for entry in library.models() if (entry.model.key, entry.model.sha256) in packed]
    damaged = {entry.model.key for entry in same if not library.is_intact(entry)}
    return damaged | {fault.folder.name for fault in faults(library) if fault.is_own and not fault.is_absent}


def _standing(model: PretrainedModel, here: Mapping[str, str], taken: Collection[str]) -> tuple[Standing, str]:
    """How a model stands to what is `here` (sha256 by name), and its name here; none where its own is taken."""
    same = [name for name, sha256 in here.items() if sha256 == model.sha256]
    if same:
        return Standing.SAME, model.key if model.key in same else same[0]
    return (Standing.OTHER, "") if model.key in taken else (Standing.NEW, model.key)


def _free_name(key: str, used: Collection[str]) -> str:
    number = 2
    while f"{key[:MOST_LETTERS]}-{number}" in used:
        number += 1
    return f"{key[:MOST_LETTERS]}-{number}"
