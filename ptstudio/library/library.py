"""The library: a folder per pretrained model, with its weights and its facts; knows no network.

<root>/<key>/model.json             facts, with the sha256 of the weights
<root>/<key>/weights.safetensors
<root>/.trash/…                     what was taken out and can still be brought back
"""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ptstudio.core.atomic import new_folder
from ptstudio.core.errors import ModelError, explain_os_error
from ptstudio.core.folder_size import size_of
from ptstudio.core.folders import LIBRARY_PLACE, data_folder, library_folder, moved_library, resources, shared_library
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.safetensors_file import read_safetensors
from ptstudio.library.weights import Told, digest

if TYPE_CHECKING:
    import torch

FACTS = "model.json"
WEIGHTS = "weights.safetensors"
CARD_NAMES = ("MODEL_CARD.md", "README.md")
TRASH = ".trash"
BYTES_PER_MB = 2**20  # as torchvision counts in the facts that it publishes
NEWEST_VERSION = 1


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
    def card(self) -> Path | None:
        """The description that lies beside the weights, if there is one."""
        return next((path for name in CARD_NAMES if (path := self.folder / name).is_file()), None)


@dataclass(frozen=True)
class Usage:
    """Bytes on disk: of each entry, the largest first, and of what was removed and can still be brought back."""

    entries: tuple[tuple[Entry, int], ...]
    trash: int

    @property
    def own(self) -> int:
        """All that the user's own library takes."""
        return self.trash + sum(size for entry, size in self.entries if not (entry.is_built_in or entry.is_shared))


class Library:
    """Pretrained models in one or more root folders.

    The first is the user's own. The others are only read: the last is built in, those between are shared.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = tuple(roots)

    @classmethod
    def standard(cls) -> "Library":
        """The user's own library, the one that all users of this machine share, and the one that is built in."""
        return cls([library_folder(), shared_library(), resources() / "library"])

    @property
    def own(self) -> Path:
        """The folder of the user's own models. Raises ModelError where it lies on a drive that is not there now."""
        root = self._roots[0]
        if root == moved_library() and not root.is_dir():
            raise ModelError(
                f"The library was moved to “{root}”, which is not there now.",
                "Connect the drive. If it is lost, begin a new library by deleting the file "
                f"“{data_folder() / LIBRARY_PLACE}”.",
            )
        return root

    def models(self) -> list[Entry]:
        """Every entry, by key; the user's own comes before a shared or built-in one of the same key.

        Reads the facts only, never the weights; a folder with damaged facts is passed over.
        """
        found: dict[str, Entry] = {}
        last = len(self._roots) - 1
        for number, root in enumerate(self._roots):
            for facts in sorted(root.glob(f"*/{FACTS}")):
                entry = _entry(facts, is_built_in=0 < number == last, is_shared=0 < number < last)
                if entry is not None and not facts.parent.name.startswith("."):
                    found.setdefault(entry.model.key, entry)
        return sorted(found.values(), key=lambda entry: entry.model.key)

    def find(self, key: str) -> Entry | None:
        """The entry of that key, if there is one."""
        return next((entry for entry in self.models() if entry.model.key == key), None)

    def get(self, key: str) -> Entry:
        """The entry of that key. Raises ModelError where its weights are not on this machine."""
        entry = self.find(key)
        if entry is None:
            raise ModelError(
                f"The weights of “{key}” are not on this machine.",
                f"On this machine are: {', '.join(one.model.key for one in self.models()) or 'none'}.",
            )
        return entry

    def add(self, model: PretrainedModel, tensors: "Mapping[str, torch.Tensor]") -> Entry:
        """Keep a model; `sha256` and `size_mb` become those of the file written here.

        The same weights under the same key give the entry that is there already. Raises ModelError where the key
        is taken by other weights, and the errors of `explain_os_error` where nothing can be written.
        """
        root = self.own
        try:
            root.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=root, prefix=".adding-") as folder:
                file = Path(folder) / WEIGHTS
                _write_tensors(file, tensors)
                known = self.find(model.key)
                sha256 = digest(file)
                if known is not None:
                    return _same(known, sha256)
                size_mb = round(file.stat().st_size / BYTES_PER_MB, 3)
                complete = model.model_copy(update={"sha256": sha256, "size_mb": size_mb})
                with new_folder(root / model.key) as new:
                    shutil.move(file, new / WEIGHTS)
                    (new / FACTS).write_text(complete.to_text(), encoding="utf-8")
        except FileExistsError as error:
            raise _taken(model.key) from error
        except OSError as error:
            raise explain_os_error(error, "adding the model to the library") from error
        return Entry(complete, root / model.key, is_built_in=False)

    def remove(self, entry: Entry) -> Path:
        """Take a model of the user's own out; gives the folder in the trash, from which `restore` brings it back.

        Raises ModelError for a built-in or shared model, and the errors of `explain_os_error`.
        """
        if entry.is_built_in:
            raise ModelError(f"“{entry.model.title}” comes with PTStudio and stays.", "Your own models can be removed.")
        if entry.is_shared:
            raise ModelError(
                f"“{entry.model.title}” is shared by all users of this machine and stays.",
                f"Whoever looks after the machine can remove its folder “{entry.folder}”.",
            )
        trash = self.own / TRASH
        try:
            trash.mkdir(parents=True, exist_ok=True)
            place = Path(tempfile.mkdtemp(dir=trash)) / entry.folder.name
            entry.folder.rename(place)
        except OSError as error:
            raise explain_os_error(error, "taking the model out of the library") from error
        return place

    def restore(self, removed: Path) -> Entry:
        """Bring back what `remove` took out. Raises ModelError where its name has been taken, or it is gone."""
        place = self.own / removed.name
        if place.exists():
            raise _taken(removed.name)
        try:
            removed.rename(place)
            removed.parent.rmdir()
        except OSError as error:
            raise explain_os_error(error, "bringing the model back") from error
        entry = _entry(place / FACTS, is_built_in=False)
        if entry is None:
            raise ModelError(f"The facts of “{place.name}” are damaged.", f"Remove the folder “{place}”.")
        return entry

    def discard(self, removed: Path) -> None:
        """Delete for good what `remove` took out."""
        shutil.rmtree(removed.parent, ignore_errors=True)

    def usage(self) -> Usage:
        """What takes how much disk."""
        entries = sorted(((entry, size_of(entry.folder)) for entry in self.models()), key=lambda each: -each[1])
        return Usage(tuple(entries), size_of(self._roots[0] / TRASH))

    def verify(self, entry: Entry, told: Told = lambda _bytes: None) -> None:
        """Compare the weights with the sha256 in the facts; `told` of the bytes that were read.

        Raises ModelError where they are missing or changed, and what `told` raises.
        """
        try:
            is_intact = digest(entry.weights, told) == entry.model.sha256
        except OSError as error:
            raise ModelError(f"The weights of “{entry.model.title}” cannot be read.", _replace(entry)) from error
        if not is_intact:
            raise ModelError(
                f"The weights of “{entry.model.title}” are not those that were put into the library.", _replace(entry)
            )

    def tensors(self, entry: Entry) -> "dict[str, torch.Tensor]":
        """The weights of an entry, on the CPU. Raises ModelError where they are missing, changed or damaged."""
        self.verify(entry)
        return read_safetensors(entry.weights)


def _entry(facts: Path, *, is_built_in: bool, is_shared: bool = False) -> Entry | None:
    try:
        model = PretrainedModel.from_text(facts.read_bytes())
    except (OSError, ValidationError):
        return None
    return Entry(model, facts.parent, is_built_in, is_shared) if model.version <= NEWEST_VERSION else None


def _write_tensors(file: Path, tensors: "Mapping[str, torch.Tensor]") -> None:
    from safetensors.torch import save_file

    # Tensors that share memory (tied weights) are written apart: safetensors knows no sharing.
    save_file({name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}, file)


def _same(known: Entry, sha256: str) -> Entry:
    if known.model.sha256 != sha256:
        raise _taken(known.model.key)
    return known


def _taken(key: str) -> ModelError:
    return ModelError(
        f"The library already holds other weights under the name “{key}”.",
        "Add these under another name, or remove the old ones from the library first.",
    )


def _replace(entry: Entry) -> str:
    if entry.is_built_in:
        return "Install PTStudio again."
    if entry.is_shared:
        return f"Ask whoever looks after this machine to replace “{entry.folder}”."
    return f"Remove it from the library, then get or add the model again. It lies in “{entry.folder}”."
