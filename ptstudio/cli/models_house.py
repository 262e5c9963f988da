"""`ptstudio models verify`, `usage` and `move`: whether the library is sound, what it takes, and where it lies."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.output import complain, say, say_json
from ptstudio.core.amount import byte_size
from ptstudio.core.folder_size import size_of
from ptstudio.core.jobs import MoveLibraryJob, VerifyJob
from ptstudio.library.faults import Fault, faults
from ptstudio.library.leftovers import Kind, Leftover, delete, leftovers
from ptstudio.library.library import Library, Usage

LEFT_OVER: Mapping[Kind, str] = MappingProxyType({
    Kind.REMOVED: "removed",
    Kind.DOWNLOADS: "unfinished downloads",
    Kind.HALF_DONE: "half-done work",
})  # fmt: skip


def verify(
    keys: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY]...", help="Models of the library; all without any.")
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Compare the weights with the sha256 that they had when they came into the library. Status 1 where one differs."""
    with temporary_run(VerifyJob(models=tuple(keys or ()))) as run:
        verdicts = follow_to_end(run).result["models"]
    if as_json:
        say_json(verdicts)
    else:
        for each in verdicts:
            words = "intact" if each["is_intact"] else f"NOT INTACT. {each['message']} {each['hint']}"
            say(f"{each['key']}: {words}")
    if not all(each["is_intact"] for each in verdicts):
        raise typer.Exit(1)


def usage(
    delete_leftovers: Annotated[
        bool,
        typer.Option(
            "--delete-leftovers",
            help="Delete for good what was removed, downloads that were not finished, and what work that was cut off "
            "has left. No model of the library is touched.",
        ),
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """What takes how much disk, the largest first, and what of it is left over and can go."""
    library = Library.standard()
    left = leftovers(library)
    if delete_leftovers:
        for each in left:
            delete(each)
        freed, left = sum(each.size for each in left), leftovers(library)
        sys.stderr.write(f"Deleted: {byte_size(freed - sum(each.size for each in left))}.\n")
    found, wrong = library.usage(), [fault for fault in faults(library) if not fault.is_absent]
    if as_json:
        say_json(_usage_facts(library, found, left, wrong))
        return
    for entry, size in found.entries:
        say(f"  {entry.model.key:24}{byte_size(size):>12}   {entry.whose}")
    for fault in wrong:
        say(f"  {fault.folder.name:24}{byte_size(size_of(fault.folder)):>12}   cannot be read")
    for each in left:
        say(f"  {LEFT_OVER[each.kind]:24}{byte_size(each.size):>12}   left over")
    say(f"Your own library takes {byte_size(found.own)}: {library.own}")
    if left:
        say("What is left over goes by: ptstudio models usage --delete-leftovers")
    for fault in wrong:
        complain(fault.error)


def _usage_facts(library: Library, found: Usage, left: Sequence[Leftover], wrong: Sequence[Fault]) -> dict[str, Any]:
    models = [
        {"key": entry.model.key, "bytes": size, "whose": entry.whose, "folder": str(entry.folder)}
        for entry, size in found.entries
    ]
    return {
        "folder": str(library.own),
        "models": models,
        "unreadable": [{"folder": str(fault.folder), "bytes": size_of(fault.folder)} for fault in wrong],
        "trash_bytes": found.trash,
        "leftover_bytes": {each.kind.value: each.size for each in left},
        "own_bytes": found.own,
    }


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
