"""The library: a folder per pretrained model, with its weights and its facts; knows no network.

<root>/<key>/model.json             facts, with the sha256 of the weights
<root>/<key>/weights.safetensors
<root>/.trash/…                     what was taken out and can still be brought back
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ptstudio.core.amount import MB
from ptstudio.core.atomic import new_folder
from ptstudio.core.errors import ModelError, explain_os_error
from ptstudio.core.folder_size import size_of
from ptstudio.core.folders import LIBRARY_PLACE, data_folder, library_folder, moved_library, resources, shared_library
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.core.room import check_room
from ptstudio.library.entry import FACTS, WEIGHTS, Entry, read_entry
from ptstudio.library.safetensors_file import read_safetensors, write_safetensors
from ptstudio.library.turns import Breathe, Warn, turn, turn_now, unheard, unhurried
from ptstudio.library.weights import Told, digest

if TYPE_CHECKING:
    import torch

TRASH = ".trash"
NO_ROOM = "Free some space, or move the library to a larger drive: “ptstudio models move FOLDER”."


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

    The first is the user's own. The others are only read: the last is built in, those between are shared. `roots` may
    be a function, since the user's own library can be moved while others work with it.
    """

    def __init__(self, roots: Sequence[Path] | Callable[[], Sequence[Path]]) -> None:
        self._roots = roots

    @classmethod
    def standard(cls) -> "Library":
        """The user's own library, the one that all users of this machine share, and the one that is built in."""
        return cls(lambda: [library_folder(), shared_library(), resources() / "library"])

    @property
    def roots(self) -> tuple[Path, ...]:
        """Where models are looked for, as it is now; these folders need not be there."""
        return tuple(self._roots() if callable(self._roots) else self._roots)

    @property
    def own(self) -> Path:
        """The folder of the user's own models. Raises ModelError where it lies on a drive that is not there now."""
        root = self.roots[0]
        if root == moved_library() and not root.is_dir():
            raise ModelError(
                f"The library was moved to “{root}”, which is not there now.",
                "Connect the drive. If it is lost, begin a new library by deleting the file "
                f"“{data_folder() / LIBRARY_PLACE}”.",
            )
        return root

    def models(self) -> list[Entry]:
        """Every entry, by key; the user's own comes before a shared or built-in one of the same key.

        Reads the facts only, never the weights, and those only where they have changed; a folder with damaged facts is
        passed over.
        """
        found: dict[str, Entry] = {}
        roots = self.roots
        last = len(roots) - 1
        for number, root in enumerate(roots):
            for facts in sorted(root.glob(f"*/{FACTS}")):
                entry = read_entry(facts, is_built_in=0 < number == last, is_shared=0 < number < last)
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
            self.own.exists()  # where it is not there now, that is what has to be said
            raise ModelError(
                f"The weights of “{key}” are not on this machine.",
                f"On this machine are: {', '.join(one.model.key for one in self.models()) or 'none'}.",
            )
        return entry

    def add(
        self,
        model: PretrainedModel,
        tensors: "Mapping[str, torch.Tensor]",
        breathe: Breathe = unhurried,
        warn: Warn = unheard,
        beside: Sequence[Path] = (),
    ) -> Entry:
        """Keep a model, and files that lie `beside` its weights; `sha256` and `size_mb` become those of what is kept.

        The same weights under the same key give the entry that is there already; where that is damaged, it is replaced,
        and `warn` told. Waits for its turn. Raises ModelError where the key is taken by other weights, DiskFull, and
        the errors of `explain_os_error` where nothing can be written.
        """
        try:
            with turn(breathe, warn):
                root = self.own
                root.mkdir(parents=True, exist_ok=True)
                size = sum(tensor.numel() * tensor.element_size() for tensor in tensors.values())
                check_room(size, root, "The model", NO_ROOM)
                with tempfile.TemporaryDirectory(dir=root, prefix=".adding-") as folder:
                    file = Path(folder) / WEIGHTS
                    write_safetensors(file, tensors)
                    sha256 = digest(file)
                    if self.holds(model.key, sha256):
                        return self.get(model.key)
                    size_mb = round(file.stat().st_size / MB, 3)
                    complete = model.model_copy(update={"sha256": sha256, "size_mb": size_mb})
                    with self.filling(model.key, warn) as new:
                        shutil.move(file, new / WEIGHTS)
                        (new / FACTS).write_text(complete.to_text(), encoding="utf-8")
                        for file_beside in beside:
                            shutil.copyfile(file_beside, new / file_beside.name)
        except OSError as error:
            raise explain_os_error(error, "adding the model to the library") from error
        return Entry(complete, root / model.key, is_built_in=False)

    def holds(self, key: str, sha256: str) -> bool:
        """Whether these weights are there under this name and intact; reads them. Raises ModelError where the name is
        taken by other weights; what is damaged does not take it from its own weights, and nothing without facts does.
        """
        known, place = self.find(key), self.own / key
        if known is not None and known.model.sha256 != sha256:
            raise _taken(key)
        is_hidden = place.exists() and known is not None and known.folder != place
        return known is not None and not is_hidden and self.is_intact(known)

    @contextmanager
    def filling(self, key: str, warn: Warn = unheard) -> Iterator[Path]:
        """Give a folder to fill, which becomes the user's own model of that name when the block ends well.

        To be used in one's `turn`. What `holds` has found damaged there is replaced, and `warn` told; where nobody
        knows what it was, it goes into the trash. Raises OSError.
        """
        place, known = self.own / key, self.find(key)
        if not place.exists():
            with new_folder(place) as new:
                yield new
            if known is not None:
                warn(
                    f"“{known.folder}” is damaged.", f"Your own library has a sound “{key}” now, which is used instead."
                )
            return
        fresh = place.with_name(f".{key}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        with new_folder(fresh) as new:
            yield new
            for beside in place.iterdir() if known is not None else ():
                if beside.is_file() and not (new / beside.name).exists():
                    shutil.copy2(beside, new)
        removed = self._put_aside(place)
        fresh.replace(place)
        if read_entry(removed / FACTS) is not None:
            self.discard(removed)
        warn(f"“{key}” was damaged in the library.", "It has been replaced.")

    def remove(self, entry: Entry) -> Path:
        """Take a model of the user's own out; gives the folder in the trash, from which `restore` brings it back.

        Raises ModelError for a built-in or shared model, JobFailure while somebody else changes the library, and the
        errors of `explain_os_error`.
        """
        if entry.is_built_in:
            raise ModelError(f"“{entry.model.title}” comes with PTStudio and stays.", "Your own models can be removed.")
        if entry.is_shared:
            raise ModelError(
                f"“{entry.model.title}” is shared by all users of this machine and stays.",
                f"Whoever looks after the machine can remove its folder “{entry.folder}”.",
            )
        return self.take_out(entry.folder)

    def take_out(self, folder: Path) -> Path:
        """The same for any folder of the user's own library, whatever is in it."""
        try:
            with turn_now():
                return self._put_aside(folder)
        except OSError as error:
            raise explain_os_error(error, "taking the model out of the library") from error

    def removed(self) -> list[Path]:
        """What was taken out and can be brought back, the newest first."""
        trash = (self.own / TRASH).glob("*/*/")
        return sorted(trash, key=lambda place: place.parent.stat().st_mtime, reverse=True)

    def restore(self, removed: Path) -> Entry:
        """Bring back what `remove` took out; where the same weights have come again meanwhile, those stay.

        Raises ModelError where other weights have taken its name, or it is gone.
        """
        try:
            with turn_now():
                place = self.own / removed.name
                again, old = read_entry(place / FACTS), read_entry(removed / FACTS)
                if again is not None and old is not None and again.model.sha256 == old.model.sha256:
                    self.discard(removed)
                    return again
                if place.exists():
                    raise _taken(removed.name)
                removed.rename(place)
                removed.parent.rmdir()
        except OSError as error:
            raise explain_os_error(error, "bringing the model back") from error
        entry = read_entry(place / FACTS)
        if entry is None:
            raise ModelError(f"The facts of “{place.name}” are damaged.", f"Remove the folder “{place}”.")
        return entry

    def discard(self, removed: Path) -> None:
        """Delete for good what `remove` took out."""
        shutil.rmtree(removed.parent, ignore_errors=True)

    def usage(self) -> Usage:
        """What takes how much disk."""
        entries = sorted(((entry, size_of(entry.folder)) for entry in self.models()), key=lambda each: -each[1])
        return Usage(tuple(entries), size_of(self.roots[0] / TRASH))

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

    def is_intact(self, entry: Entry) -> bool:
        """Whether the weights are those that came in; reads them."""
        try:
            self.verify(entry)
        except ModelError:
            return False
        return True

    def tensors(self, entry: Entry) -> "dict[str, torch.Tensor]":
        """The weights of an entry, on the CPU. Raises ModelError where they are missing, changed or damaged."""
        self.verify(entry)
        return read_safetensors(entry.weights)

    def _put_aside(self, folder: Path) -> Path:
        trash = self.own / TRASH
        trash.mkdir(parents=True, exist_ok=True)
        return folder.rename(Path(tempfile.mkdtemp(dir=trash)) / folder.name)


def _taken(key: str) -> ModelError:
    return ModelError(
        f"The library already holds other weights under the name “{key}”.",
        "Add these under another name, or remove the old ones from the library first.",
    )


def _replace(entry: Entry) -> str:
    if entry.is_built_in:
        return "Install PTStudio again."
    if entry.is_shared:
        return (
            f"Ask whoever looks after this machine to replace “{entry.folder}”. Until then, get or add the model again "
            "for yourself: your own library is used first."
        )
    return f"Get or add the model again, which replaces the damaged weights, or remove it. It lies in “{entry.folder}”."
