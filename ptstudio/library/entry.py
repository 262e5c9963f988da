"""A model of the library: its folder, its facts, and what lies beside its weights; looks at one folder alone."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from ptstudio.core.pretrained import PretrainedModel

FACTS = "model.json"
WEIGHTS = "weights.safetensors"
CARD_NAMES = ("MODEL_CARD.md", "README.md")
NEWEST_VERSION = 1
MOST_KNOWN = 1024
"""Of how many models the facts are held in memory: the window asks for all of them at every change."""


@dataclass(frozen=True)
class Entry:
    """A pretrained model whose weights are on this machine: the user's own, shared by all users, or built in."""

    model: PretrainedModel
    folder: Path
    is_built_in: bool
    is_shared: bool = False

    @property
    def weights(self) -> Path:
        """The file with the weights."""
        return self.folder / WEIGHTS

    @property
    def whose(self) -> str:
        """To whom it belongs, in a word or two."""
        return "built in" if self.is_built_in else "shared" if self.is_shared else "your own"

    @property
    def card(self) -> Path | None:
        """The description that lies beside the weights, if there is one."""
        return next((path for name in CARD_NAMES if (path := self.folder / name).is_file()), None)

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
    return Entry(model, facts.parent, is_built_in, is_shared) if model.version <= NEWEST_VERSION else None


def without_front_matter(text: str) -> str:
    """A model card without the lines that the Hugging Face Hub reads (https://huggingface.co/docs/hub/model-cards)."""
    if not text.startswith("---\n"):
        return text
    _, separator, rest = text[4:].partition("\n---\n")
    return rest if separator else text


@lru_cache(maxsize=MOST_KNOWN)
def _read(facts: Path, _state: tuple[int, ...]) -> PretrainedModel:
    """The facts in a file in that state. Raises OSError, ValidationError."""
    return PretrainedModel.from_text(facts.read_bytes())
