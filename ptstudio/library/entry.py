"""A model of the library: its folder, its facts, and what lies beside its weights; looks at one folder alone."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from pydantic import ValidationError

from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.hugging_face_folder import TOKENIZER
from ptstudio.library.visible_files import visible_files

FACTS = "model.json"
PACKAGE = "package.json"
"""Beside the facts: which package of the package index brings the weights, and where they lie in it."""
WEIGHTS = "weights.safetensors"
CARD_NAMES = ("MODEL_CARD.md", "README.md")
NEWEST_VERSION = 1
MOST_KNOWN = 1024
"""Of how many models the facts are held in memory: the window asks for all of them at every change."""


@dataclass(frozen=True)
class Entry:
    """A pretrained model whose weights are on this machine: the user's own, shared by all users, or built in.

    `brought` are its weights where another package has brought them.
    """

    model: PretrainedModel
    folder: Path
    is_built_in: bool
    is_shared: bool = False
    brought: Path | None = None

    @property
    def weights(self) -> Path:
        """The file with the weights."""
        return self.brought or self.folder / WEIGHTS

    @property
    def assets(self) -> Path:
        """The folder of what lies beside the weights."""
        return self.weights.parent

    def files(self) -> dict[str, Path]:
        """Everything but the facts, by its place in the folder of a model that is the user's own."""
        if self.brought is None:
            found = {file.relative_to(self.folder).as_posix(): file for file in visible_files(self.folder)}
            return {place: file for place, file in found.items() if place != FACTS}
        beside = {name: self.assets / name for name in (*CARD_NAMES, TOKENIZER)}
        return {WEIGHTS: self.brought, **{name: file for name, file in beside.items() if file.is_file()}}

    @property
    def whose(self) -> str:
        """To whom it belongs, in a word or two."""
        return "built in" if self.is_built_in else "shared" if self.is_shared else "your own"

    @property
    def card(self) -> Path | None:
        """The description that lies beside the weights, if there is one."""
        return next((path for name in CARD_NAMES if (path := self.assets / name).is_file()), None)

    @property
    def card_text(self) -> str:
        """What the card says, in Markdown, without the lines for machines at its top; empty where there is none."""
        return without_front_matter(self.card.read_text(encoding="utf-8", errors="replace")) if self.card else ""


def read_entry(facts: Path, *, is_built_in: bool = False, is_shared: bool = False) -> Entry | None:
    """The entry whose facts are in that file; None where they cannot be read."""
    try:
        now = facts.stat()
        model = _read(facts, (now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns))
    except (OSError, ValidationError):
        return None
    if model.version > NEWEST_VERSION:
        return None
    if not (facts.parent / PACKAGE).is_file():
        return Entry(model, facts.parent, is_built_in, is_shared)
    brought = _brought(facts.parent / PACKAGE)
    return Entry(model, facts.parent, is_built_in, is_shared, brought) if brought is not None else None


def without_front_matter(text: str) -> str:
    """A model card without the lines that the Hugging Face Hub reads (https://huggingface.co/docs/hub/model-cards)."""
    if not text.startswith("---\n"):
        return text
    _, separator, rest = text[4:].partition("\n---\n")
    return rest if separator else text


@lru_cache(maxsize=MOST_KNOWN)
def _brought(said: Path) -> Path | None:
    """The weights that a package of the package index has brought, found without importing it; None without it."""
    where = json.loads(said.read_text(encoding="utf-8"))
    found = find_spec(where["package"])
    for place in (found.submodule_search_locations or ()) if found is not None else ():
        weights: Path = Path(place) / where["folder"] / where["weights"]
        if weights.is_file():
            return weights
    return None


@lru_cache(maxsize=MOST_KNOWN)
def _read(facts: Path, _state: tuple[int, ...]) -> PretrainedModel:
    """The facts in a file in that state. Raises OSError, ValidationError."""
    return PretrainedModel.from_text(facts.read_bytes())
