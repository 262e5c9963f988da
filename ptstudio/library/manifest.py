"""What is in a model pack, as its own first page says it, and the rules that this page has to keep; opens no file.

<pack>.ptpack                              a ZIP whose members are stored, not compressed
    pack.json                              the manifest
    models/<key>/weights.safetensors …     the weights and what lies beside them: model card, licence, tokenizer
    licences/<SPDX id>.txt
    project/…                              a sample project, where there is one
"""

import re
from pathlib import PurePosixPath

from ptstudio.core.licence import licence_of
from ptstudio.core.message import Record
from ptstudio.core.model_names import is_key
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.core.zip_member import allowed_in_windows
from ptstudio.library.entry import FACTS, WEIGHTS

MANIFEST = "pack.json"
NEWEST_VERSION = 1
MODELS, LICENCES, PROJECT = "models", "licences", "project"
# Weights come as safetensors alone, and nothing in a pack can run.
MODEL_SUFFIXES = ("", ".json", ".jinja", ".md", ".model", ".safetensors", ".txt")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class PackedFile(Record):
    """A file: its place in the pack, its size in bytes and its sha256."""

    path: str
    size: int
    sha256: str


class PackedLicence(Record):
    """A licence of something in the pack: what it means in plain words, where its text is, and the text's file here."""

    spdx: str
    meaning: str
    address: str = ""
    file: str = ""


class PackManifest(Record):
    """The manifest: `models` are the facts of each model, its source and licence among them.

    `made_by` is the version of PTStudio, `made_at` ISO 8601 in UTC, `project` the name of the sample project, if any.
    """

    version: int = NEWEST_VERSION
    made_by: str
    made_at: str
    models: tuple[PretrainedModel, ...]
    licences: tuple[PackedLicence, ...] = ()
    project: str = ""
    files: tuple[PackedFile, ...]

    @property
    def size(self) -> int:
        """All files together, in bytes."""
        return sum(file.size for file in self.files)

    def files_of(self, key: str) -> tuple[PackedFile, ...]:
        """The files of a model, its weights among them."""
        return tuple(file for file in self.files if file.path.startswith(f"{MODELS}/{key}/"))

    @property
    def project_files(self) -> tuple[PackedFile, ...]:
        """The files of the sample project."""
        return tuple(file for file in self.files if file.path.startswith(f"{PROJECT}/"))

    def fault(self) -> str:
        """What is wrong with what it says, as a sentence; empty where it is sound."""
        keys = [model.key for model in self.models]
        if not keys:
            return "It holds no model."
        if wrong := [key for key in keys if not is_key(key)]:
            return f"“{wrong[0]}” cannot be the name of a model."
        if len(set(keys)) < len(keys):
            return "It holds two models of the same name."
        for file in self.files:
            if why := self._fault_of(file):
                return f"“{file.path}” {why}."
        return next((why for model in self.models if (why := self._fault_of_model(model))), "")

    def _fault_of(self, file: PackedFile) -> str:
        kind, _, _ = file.path.partition("/")
        depth = len(PurePosixPath(file.path).parts)
        if not is_safe(file.path):
            return "has a name that not every system can hold"
        if file.size < 0 or not _SHA256.fullmatch(file.sha256):
            return "is listed without a proper size or sha256"
        if kind == MODELS:
            is_known = any(file.path.startswith(f"{MODELS}/{model.key}/") for model in self.models)
            if not is_known:
                return "belongs to no model that the pack lists"
            place = PurePosixPath(file.path)
            is_harmless = place.suffix.lower() in MODEL_SUFFIXES and (depth, place.name) != (3, FACTS)
            return "" if is_harmless else "is of a kind that has no place beside a model"
        if (kind == LICENCES and depth == 2) or (kind == PROJECT and depth > 1 and self.project):
            return ""
        return "has no place in a model pack"

    def _fault_of_model(self, model: PretrainedModel) -> str:
        weights = next((file for file in self.files if file.path == f"{MODELS}/{model.key}/{WEIGHTS}"), None)
        if weights is None:
            return f"The weights of “{model.key}” are missing."
        if weights.sha256 != model.sha256:
            return f"The facts of “{model.key}” speak of other weights than those that are listed."
        return ""


def is_safe(path: str) -> bool:
    """Whether every system can hold a file of this relative path, and below the folder it belongs into."""
    parts = path.split("/")
    return all(part not in ("", ".", "..") and "\\" not in part and allowed_in_windows(part) == part for part in parts)


def packed_licence(stated: str) -> PackedLicence:
    """What a pack says of a licence."""
    licence = licence_of(stated)
    file = f"{LICENCES}/{licence.spdx}.txt" if licence.text else ""
    return PackedLicence(spdx=licence.spdx, meaning=licence.words.say(), address=licence.address, file=file)
