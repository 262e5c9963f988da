"""`ptstudio models remove` and `restore`: models out of the user's own library, and back into it."""

from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.output import say, say_json
from ptstudio.core.amount import byte_size
from ptstudio.core.errors import ModelError
from ptstudio.core.folder_size import size_of
from ptstudio.library.faults import faults
from ptstudio.library.library import Library


def remove(
    keys: Annotated[list[str], typer.Argument(metavar="KEY...", help="Models of your own library.")],
    as_json: options.AsJson = False,
) -> None:
    """Take models out of your own library. What was trained with them stays; “models restore” brings them back."""
    library = Library.standard()
    broken = {fault.folder.name: fault.folder for fault in faults(library) if fault.is_own and not fault.is_absent}
    for key in keys:
        if key not in broken:
            library.get(key)
    removed = {key: _remove(library, key, broken) for key in dict.fromkeys(keys)}
    if as_json:
        say_json([{"key": key, "kept_in": str(place), "bytes": size_of(place)} for key, place in removed.items()])
        return
    for key, place in removed.items():
        say(f"Removed “{key}” from your library. What was trained with it stays as it is.")
        if other := library.find(key):
            say(f"  From now on the {other.whose} “{key}” is used: {other.folder}")
        say(f"  To bring it back: ptstudio models restore {place.name}")
        say(f"  Until then it takes {byte_size(size_of(place))}. To delete it for good, with all that is left over:")
        say("  ptstudio models usage --delete-leftovers")


def restore(
    keys: Annotated[list[str], typer.Argument(metavar="KEY...", help="What “models remove” has taken out.")],
    as_json: options.AsJson = False,
) -> None:
    """Bring models back that were removed, as long as they have not been deleted for good."""
    library = Library.standard()
    entries = [library.restore(_newest(library, key)) for key in dict.fromkeys(keys)]
    if as_json:
        say_json([{"key": entry.model.key, "folder": str(entry.folder)} for entry in entries])
        return
    for entry in entries:
        say(f"“{entry.model.key}” is back in your library: {entry.folder}")


def _remove(library: Library, key: str, broken: dict[str, Path]) -> Path:
    return library.take_out(broken[key]) if key in broken else library.remove(library.get(key))


def _newest(library: Library, key: str) -> Path:
    """Where the model of that name lies that was removed last. Raises ModelError where there is none."""
    removed = library.removed()
    found = next((place for place in removed if place.name == key), None)
    if found is None:
        names = ", ".join(dict.fromkeys(place.name for place in removed)) or "nothing"
        raise ModelError(f"No “{key}” was removed that could be brought back.", f"There is: {names}.")
    return found
