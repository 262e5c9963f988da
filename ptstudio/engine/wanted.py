"""What a person asks for, by a key or by a repository's name, as what has to be fetched; fetches no weights itself."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ptstudio.core.errors import ModelError
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.downloading import revisions
from ptstudio.library.downloading.hub import HUB, NAME, Hub
from ptstudio.library.downloading.hub_cache import cached
from ptstudio.library.downloading.package import Package, staging_folder
from ptstudio.library.downloading.refusals import no_name
from ptstudio.library.downloading.remote_file import RemoteFile
from ptstudio.library.hugging_face_folder import CONFIG, PREPROCESSOR, read_settings
from ptstudio.library.library import BYTES_PER_MB, Entry, Library
from ptstudio.models._recognition import find_model, recognise

PYTORCH = "https://download.pytorch.org"
MIRROR_VARIABLE = "PTSTUDIO_PYTORCH_MIRROR"
PUBLISHED = ("title", "summary", "licence", "accuracy", "accuracy_on", "accuracy_source")


@dataclass(frozen=True)
class Seeker:
    """Finds out where a model is: in the library, in a cache of this machine, or on a server."""

    library: Library
    hub: Hub

    def seek(self, asked: str) -> Entry | Package:
        """The library's entry where the model is there already, else what has to be fetched.

        Raises ModelError where there is no such model, and JobFailure where its server does not answer.
        """
        if "/" in asked:
            name, _, revision = asked.removeprefix(f"{HUB}/").partition("@")
            return self._on_the_hub(asked, name, revision or None, _key_of(name), {})
        model, entry = find_model(asked, self.library)
        if entry is not None:
            return entry
        if model.source.startswith(f"{HUB}/"):
            facts = {field: getattr(model, field) for field in PUBLISHED}
            name = model.source.removeprefix(f"{HUB}/")
            return self._on_the_hub(asked, name, model.revision or None, model.key, facts)
        return _at_an_address(asked, model)

    def _on_the_hub(
        self, asked: str, name: str, revision: str | None, key: str, facts: Mapping[str, Any]
    ) -> Entry | Package:
        if not NAME.fullmatch(name):
            raise no_name(name)
        known = revisions.recorded(name)
        wanted = revision or (known.commit if known else None)
        entry = self.library.find(key)
        if entry is not None and entry.model.source == f"{HUB}/{name}" and revision in (None, entry.model.revision):
            return entry
        facts = {"title": name.partition("/")[2], "source": f"{HUB}/{name}", **facts}
        folder = cached(name, wanted)
        if folder is not None and entry is None:
            return Package(asked, key, folder, folder, facts=facts | {"revision": folder.name})
        repository = self.hub.repository(name, wanted)
        if entry is not None:
            if entry.model.revision == repository.commit:
                return entry
            raise _other_revision(entry, name, repository.commit)
        hashes = {file.name: file.sha256 or file.git_sha1 for file in repository.files}
        revisions.record(name, revisions.Revision(commit=repository.commit, hashes=hashes))
        staging = staging_folder(f"{key}-{repository.commit[:12]}")
        facts = {"licence": repository.licence, **facts, "revision": repository.commit}
        return Package(asked, key, staging, staging, repository.files, facts, repository.is_gated, _judge)


def _at_an_address(asked: str, model: PretrainedModel) -> Package:
    """A single file on a server, whose hash the catalogue states."""
    if urlsplit(model.source).scheme not in ("http", "https") or not model.sha256:
        raise ModelError(
            f"PTStudio does not know where the weights of “{model.title}” are published.",
            "Get them yourself, then: ptstudio models add FILE",
        )
    name = model.source.rpartition("/")[2]
    mirror = os.environ.get(MIRROR_VARIABLE, "").rstrip("/")
    is_mirrored = mirror and model.source.startswith(f"{PYTORCH}/")
    file = RemoteFile(
        address=mirror + model.source.removeprefix(PYTORCH) if is_mirrored else model.source,
        name=name,
        belongs_to=model.key,
        size=round(model.size_mb * BYTES_PER_MB),
        is_exact=False,
        sha256=model.sha256,
    )
    in_cache = _torch_cache() / name
    if file.is_at(in_cache):
        return Package(asked, model.key, in_cache.parent, in_cache)
    folder = staging_folder(model.key)
    return Package(asked, model.key, folder, folder / name, (file,))


def _torch_cache() -> Path:
    """Where torch.hub keeps what it has fetched (https://docs.pytorch.org/docs/stable/hub.html)."""
    home = os.environ.get("TORCH_HOME")
    if home:
        return Path(home) / "hub" / "checkpoints"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "torch" / "hub" / "checkpoints"


def _judge(folder: Path) -> None:
    """Whether any family knows what the configuration describes. Raises ModelError."""
    config = read_settings(folder / CONFIG)
    if (folder / PREPROCESSOR).is_file():
        config["preprocessor"] = read_settings(folder / PREPROCESSOR)
    recognise({}, config)


def _key_of(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-.")


def _other_revision(entry: Entry, name: str, commit: str) -> ModelError:
    held = entry.model.revision[:12] or "other weights"
    return ModelError(
        f"The library already holds “{entry.model.key}” ({held}); you ask for revision {commit[:12]} of “{name}”.",
        "Remove the old one from the library first. Models that learned from it keep working.",
    )
