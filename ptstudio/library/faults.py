"""What of the library cannot be found or read: whole folders, and models whose facts are damaged; reads no weights."""

import os
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.errors import ModelError
from ptstudio.core.folders import SHARED_LIBRARY_VARIABLE, shared_library
from ptstudio.library.entry import FACTS, PACKAGE, WEIGHTS, read_entry
from ptstudio.library.library import Library


@dataclass(frozen=True)
class Fault:
    """What is wrong with a folder, and the way out. A whole library can be absent, or a model unreadable."""

    folder: Path
    error: ModelError
    is_absent: bool
    is_own: bool


def faults(library: Library) -> list[Fault]:
    """All that makes the list of models shorter than it should be, the folders of whole libraries first."""
    return [*_absent(library), *_unreadable(library)]


def raise_if_absent(library: Library) -> None:
    """Raise ModelError where a whole folder of models is not there, so that what is not found may well be there."""
    for fault in _absent(library):
        raise fault.error


def _absent(library: Library) -> list[Fault]:
    found = []
    try:
        library.own.exists()
    except ModelError as error:
        found.append(Fault(library.roots[0], error, is_absent=True, is_own=True))
    shared = shared_library()
    if os.environ.get(SHARED_LIBRARY_VARIABLE) and shared in library.roots and not shared.is_dir():
        unset = ModelError(
            f"The library that all users share should be “{shared}”, but there is no such folder.",
            f"Connect the drive, or set the environment variable {SHARED_LIBRARY_VARIABLE} right.",
        )
        found.append(Fault(shared, unset, is_absent=True, is_own=False))
    return found


def _unreadable(library: Library) -> list[Fault]:
    own = library.roots[0]
    return [
        Fault(folder, _unreadable_error(folder, root == own), is_absent=False, is_own=root == own)
        for root in library.roots
        for folder in sorted(root.glob("*/"))
        if not folder.name.startswith(".") and _holds_a_model(folder) and read_entry(folder / FACTS) is None
    ]


def _holds_a_model(folder: Path) -> bool:
    is_brought = (folder / PACKAGE).exists()  # by a package that need not be installed
    return not is_brought and ((folder / FACTS).exists() or (folder / WEIGHTS).exists())


def _unreadable_error(folder: Path, is_own: bool) -> ModelError:
    message = f"What is known of “{folder.name}” cannot be read: “{folder / FACTS}” is damaged or missing."
    if not is_own:
        return ModelError(message, "Ask whoever looks after this machine to replace it, or install PTStudio again.")
    return ModelError(
        message,
        "Get or add the model again under this name, which replaces it, or remove it (in a terminal: ptstudio models "
        f"remove {folder.name}). Where a newer PTStudio has written it, update this one.",
    )
