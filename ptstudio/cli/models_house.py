"""`ptstudio models verify`, `usage` and `move`: whether the library is sound, what it takes, and where it lies."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.output import say, say_json
from ptstudio.core.errors import ModelError
from ptstudio.core.jobs import MoveLibraryJob
from ptstudio.library.library import Entry, Library


def verify(
    keys: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY]...", help="Models of the library; all without any.")
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Compare the weights with the sha256 that they had when they came into the library. Status 1 where one differs."""
    library = Library.standard()
    entries = [library.get(key) for key in dict.fromkeys(keys)] if keys else library.models()
    results = []
    for number, entry in enumerate(entries, 1):
        sys.stderr.write(f"Reading {entry.model.key} ({number} of {len(entries)}, {entry.model.size_mb:,.0f} MB)\n")
        wrong = _damage(library, entry)
        results.append(
            {"key": entry.model.key, "folder": str(entry.folder), "sha256": entry.model.sha256, "intact": wrong is None}
            | ({"message": wrong.message, "hint": wrong.hint} if wrong else {})
        )
        if not as_json:
            say(f"{entry.model.key}: " + (f"NOT INTACT. {wrong.message} {wrong.hint}" if wrong else "intact"))
    if as_json:
        say_json(results)
    if not all(result["intact"] for result in results):
        raise typer.Exit(1)


def usage(as_json: options.AsJson = False) -> None:
    """What takes how much disk, the largest first."""
    library = Library.standard()
    found = library.usage()
    if as_json:
        models = [
            {"key": entry.model.key, "bytes": size, "whose": whose(entry), "folder": str(entry.folder)}
            for entry, size in found.entries
        ]
        say_json({"folder": str(library.own), "models": models, "trash_bytes": found.trash, "own_bytes": found.own})
        return
    for entry, size in found.entries:
        say(f"  {entry.model.key:24}{_mb(size):>12}   {whose(entry)}")
    if found.trash:
        say(f"  {'removed, not yet deleted':24}{_mb(found.trash):>12}")
    say(f"Your own library takes {_mb(found.own)}: {library.own}")


def move(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new or empty folder, also on another drive.")],
    as_json: options.AsJson = False,
) -> None:
    """Move your own library; the old folder is removed once every file has been compared at its new place."""
    with temporary_run(MoveLibraryJob(target=str(folder.resolve()))) as run:
        result = follow_to_end(run).result
    if as_json:
        say_json(result)
    else:
        say(f"The library is now in: {result['folder']}")


def whose(entry: Entry) -> str:
    """To whom an entry belongs."""
    return "built in" if entry.is_built_in else "shared" if entry.is_shared else "your own"


def _damage(library: Library, entry: Entry) -> ModelError | None:
    try:
        library.verify(entry)
    except ModelError as error:
        return error
    return None


def _mb(size: int) -> str:
    return f"{size / 2**20:,.1f} MB"
