"""What a person asks for, by a key or by a repository's name, as what has to be fetched; fetches no weights itself."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ptstudio.core.amount import MB
from ptstudio.core.errors import ModelError
from ptstudio.core.model_names import HUB, key_from, page_of, repository_and_revision
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.downloading import revisions
from ptstudio.library.downloading.hub import NAME, Hub
from ptstudio.library.downloading.hub_cache import cached
from ptstudio.library.downloading.package import Package, staging_folder
from ptstudio.library.downloading.refusals import check_address, no_name, raise_if_offline
from ptstudio.library.downloading.remote_file import RemoteFile
from ptstudio.library.entry import Entry
from ptstudio.library.hugging_face_folder import read_config
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.models._claims import published_at
from ptstudio.models._recognition import find_model, recognise

PYTORCH = "https://download.pytorch.org"
MIRROR_VARIABLE = "PTSTUDIO_PYTORCH_MIRROR"
PUBLISHED = (
    *("title", "summary", "licence", "accuracy", "accuracy_on", "accuracy_source"),
    *("paper", "paper_url", "pretrained_on", "limits", "languages"),
)


@dataclass(frozen=True)
class Seeker:
    """Finds out where a model is: in the library, in a cache of this machine, or on a server.

    `promised` are the keys of what it has found to be fetched, which nothing else can have.
    """

    library: Library
    hub: Hub
    promised: set[str] = field(default_factory=set)

    def seek(self, asked: str) -> Entry | Package:
        """The library's entry where the model is there already, else what has to be fetched.

        Raises ModelError where there is no such model, and JobFailure where its server does not answer.
        """
        if "/" in asked:
            name, revision = repository_and_revision(asked)
            return self._on_the_hub(asked, name, revision or None, key_from(name), _facts_known(page_of(name)))
        model, entry = find_model(asked, self.library)
        if entry is not None:
            if self.library.is_intact(entry):
                return entry
            model = _published(asked) or model
        if model.source.startswith(f"{HUB}/"):
            name = model.source.removeprefix(f"{HUB}/")
            return self._on_the_hub(asked, name, model.revision or None, model.key, _stated(model))
        return _at_an_address(asked, model)

    def _on_the_hub(
        self, asked: str, name: str, revision: str | None, key: str, facts: Mapping[str, Any]
    ) -> Entry | Package:
        if not NAME.fullmatch(name):
            raise no_name(name)
        source, known = page_of(name), revisions.recorded(name)
        wanted = revision or (known.commit if known else None)
        entry = self._held(key, source, revision) or self._held(key, source, wanted)
        if entry is not None:
            return entry
        facts = {"title": name.partition("/")[2], "source": source, **facts}
        folder = cached(name, wanted)
        if folder is not None:
            facts = facts | {"revision": folder.name}
            return self._held(key, source, folder.name) or Package(
                asked, self._free_key(key, source, folder.name), folder, folder, facts=facts
            )
        repository = self.hub.repository(name, wanted)
        entry = self._held(key, source, repository.commit)
        if entry is not None:
            return entry
        hashes = {file.name: file.sha256 or file.git_sha1 for file in repository.files}
        revisions.record(name, revisions.Revision(commit=repository.commit, hashes=hashes))
        staging = staging_folder(f"{key}-{repository.commit[:12]}")
        facts = {"licence": repository.licence, **facts, "revision": repository.commit}
        place = self._free_key(key, source, repository.commit)
        return Package(asked, place, staging, staging, repository.files, facts, repository.is_gated, _judge)

    def _held(self, key: str, source: str, revision: str | None) -> Entry | None:
        """The library's entry of this revision of a repository; without one named, the entry that has its plain key."""
        for place in [key] if revision is None else [key, _beside(key, revision)]:
            entry = self.library.find(place)
            is_it = entry is not None and entry.model.source == source and revision in (None, entry.model.revision)
            if entry is not None and is_it and self.library.is_intact(entry):
                return entry
        return None

    def _free_key(self, key: str, source: str, commit: str) -> str:
        """The plain key, or where that is taken, one beside it; damaged weights do not take it from their own revision.

        Raises ModelError where both are taken.
        """
        for place in (key, _beside(key, commit)):
            entry = self.library.find(place)
            is_free = entry is None or (entry.model.source, entry.model.revision) == (source, commit)
            if place not in self.promised and is_free:
                self.promised.add(place)
                return place
        raise ModelError(
            f"The library already holds other weights under the names “{key}” and “{_beside(key, commit)}”.",
            "Remove one of them from the library first. Models that learned from it keep working.",
        )


def _at_an_address(asked: str, model: PretrainedModel) -> Package:
    """A single file on a server, whose hash the catalogue states. Raises ModelError, JobFailure."""
    if urlsplit(model.source).scheme not in ("http", "https"):
        raise ModelError(
            f"PTStudio does not know where the weights of “{model.title}” are published.",
            "Get them yourself, then: ptstudio models add FILE",
        )
    if not model.sha256:
        raise ModelError(
            f"The publisher of “{model.title}” states no checksum by which a damaged file could be told.",
            f"Get it yourself from {model.source}, then: ptstudio models add FILE",
        )
    name = model.source.rpartition("/")[2]
    mirror = os.environ.get(MIRROR_VARIABLE, "").rstrip("/")
    is_mirrored = mirror and model.source.startswith(f"{PYTORCH}/")
    if is_mirrored:
        check_address(mirror, MIRROR_VARIABLE)
    file = RemoteFile(
        address=mirror + model.source.removeprefix(PYTORCH) if is_mirrored else model.source,
        name=name,
        belongs_to=model.key,
        size=round(model.size_mb * MB),
        is_exact=False,
        sha256=model.sha256,
    )
    in_cache = _torch_cache() / name
    if file.is_at(in_cache):
        return Package(asked, model.key, in_cache.parent, in_cache)
    raise_if_offline()
    folder = staging_folder(model.key)
    return Package(asked, model.key, folder, folder / name, (file,), {"licence": model.licence})


def _torch_cache() -> Path:
    """Where torch.hub keeps what it has fetched (https://docs.pytorch.org/docs/stable/hub.html)."""
    home = os.environ.get("TORCH_HOME")
    if home:
        return Path(home) / "hub" / "checkpoints"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "torch" / "hub" / "checkpoints"


def _judge(folder: Path) -> None:
    """Whether any family knows what the configuration describes. Raises ModelError."""
    recognise({}, read_config(folder))


def _facts_known(source: str) -> dict[str, Any]:
    """What the catalogue says of weights from there, if it knows them."""
    known = published_at(source)
    return _stated(known) if known is not None else {}


def _published(key: str) -> PretrainedModel | None:
    """What the catalogue says under this key, where the weights' own hash is that of the file on its server."""
    catalogue = (model for family in all_families().values() for model in family.catalogue)
    return next((model for model in catalogue if model.key == key), None)


def _stated(model: PretrainedModel) -> dict[str, Any]:
    return {name: getattr(model, name) for name in PUBLISHED}


def _beside(key: str, commit: str) -> str:
    """Where another revision goes than the one that has the plain key."""
    return f"{key}-{commit[:7]}"
