"""The options with which data is read, the same for `inspect`, `train` and `evaluate`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ptstudio.core.dataset import ImportOptions, SplitPolicy
from ptstudio.core.errors import DatasetError, SettingsError
from ptstudio.tasks import all_tasks

Task = Annotated[str, typer.Option("--task", help="What is to be learned.")]
Format = Annotated[str | None, typer.Option("--format", help="Overrule the recognised format of the data.")]
Columns = Annotated[
    list[str] | None, typer.Option("--column", help="FIELD=COLUMN: which column of a table holds what. Repeatable.")
]
Rename = Annotated[
    list[str] | None, typer.Option("--rename", help="OLD=NEW: rename a class, or merge it into another. Repeatable.")
]
LeaveOut = Annotated[list[str] | None, typer.Option("--leave-out", help="Leave a class out. Repeatable.")]
Shares = Annotated[str, typer.Option("--split", help="Shares of the train, validation and test split.")]
GroupBy = Annotated[
    str,
    typer.Option("--group-by", help="Keep groups together: none, folder, or a regular expression for file names."),
]
Seed = Annotated[int, typer.Option("--split-seed", help="Another seed draws the splits differently.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result for programs.")]


def import_options(
    format_: str | None,
    columns: Sequence[str] | None,
    rename: Sequence[str] | None,
    leave_out: Sequence[str] | None,
    shares: str,
    group_by: str,
    seed: int,
) -> ImportOptions:
    """Put the options together. Raises SettingsError for one that makes no sense."""
    mapped = _pairs(columns, "--column", "image=filename")
    return ImportOptions(
        format=format_,
        columns=mapped,
        rename=_pairs(rename, "--rename", "carboard=cardboard"),
        leave_out=tuple(leave_out or ()),
        split=_policy(shares, "folder" if mapped.get("group") and group_by == "none" else group_by, seed),
    )


def known_task(key: str) -> str:
    """The key itself. Raises SettingsError where there is no such task."""
    if key not in all_tasks():
        raise SettingsError(f"There is no task “{key}”.", f"The tasks are: {', '.join(all_tasks())}.")
    return key


def existing(path: Path) -> Path:
    """The path, absolute. Raises DatasetError where nothing is there."""
    if not path.exists():
        raise DatasetError(f"There is nothing at “{path}”.", "Check the spelling of the path.")
    return path.resolve()


def _pairs(values: Sequence[str] | None, option: str, example: str) -> dict[str, str]:
    pairs = {}
    for value in values or ():
        name, equals, other = value.partition("=")
        if not (equals and name and other):
            raise SettingsError(
                f"“{option} {value}” is not of the form NAME=VALUE.", f"For example: {option} {example}"
            )
        pairs[name] = other
    return pairs


def _policy(shares: str, group_by: str, seed: int) -> SplitPolicy:
    try:
        train, validation, test = (float(part) for part in shares.split("/"))
        if min(train, validation, test) < 0 or train == 0:
            raise ValueError(shares)
    except ValueError:
        raise SettingsError(
            f"“--split {shares}” is not three shares, the first above zero.", "For example: --split 70/15/15"
        ) from None
    policy = SplitPolicy(train=train, validation=validation, test=test, seed=seed)
    if group_by == "none":
        return policy
    if group_by == "folder":
        return policy.model_copy(update={"group_by": "folder"})
    return policy.model_copy(update={"group_by": "pattern", "pattern": group_by})
