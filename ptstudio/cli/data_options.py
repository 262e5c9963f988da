"""The options with which data is read, the same for `inspect`, `train` and `evaluate`."""

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ptstudio.core.dataset import LEAST_WORDS, USUAL_WORDS, ImportOptions, SplitPolicy, Written
from ptstudio.core.errors import DatasetError, SettingsError
from ptstudio.core.table_writing import QUOTES, SEPARATORS
from ptstudio.data._delimited import AS_GUESSED

Run = Annotated[
    Path, typer.Argument(metavar="RUN", help="The run's folder, or its project: then the newest training in it.")
]
Task = Annotated[
    str | None,
    typer.Option("--task", metavar="TASK", help="What is to be learned; told by the data, where it is not named."),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help="The format of the data, where it is not recognised rightly."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=COLUMN",
        help="Which column of a table holds the image, text, pair, label, split or group. May be repeated.",
    ),
]
Rename = Annotated[
    list[str] | None,
    typer.Option("--rename", metavar="OLD=NEW", help="Rename a class, or merge it into another. May be repeated."),
]
LeaveOut = Annotated[
    list[str] | None, typer.Option("--leave-out", metavar="CLASS", help="Leave a class out. May be repeated.")
]
Shares = Annotated[
    str, typer.Option("--split", metavar="TRAIN/VAL/TEST", help="Shares of the train, validation and test split.")
]
GroupBy = Annotated[
    str,
    typer.Option(
        "--group-by",
        metavar="GROUPS",
        help="What must stay together in one split: none, folder (the subfolders of a class), or a regular "
        "expression whose first group is found in the file names, such as '(video[0-9]+)'.",
    ),
]
Seed = Annotated[int, typer.Option("--split-seed", metavar="NUMBER", help="Another number divides differently.")]
MostWords = Annotated[
    int | None,
    typer.Option(
        "--most-words",
        metavar="NUMBER",
        min=LEAST_WORDS,
        help="Divide texts of more words into parts of at most so many, which stay together in one split; "
        f"{USUAL_WORDS} fit most models.",
    ),
]
Separator = Annotated[
    str | None,
    typer.Option("--separator", metavar="NAME", help="What divides a table's cells: comma, semicolon, tab or bar."),
]
Quotes = Annotated[
    str | None,
    typer.Option("--quotes", metavar="NAME", help="Which marks are around a table's cells: double, single or none."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for programs, and nothing else.")]


def import_options(
    format_: str | None,
    columns: Sequence[str] | None,
    rename: Sequence[str] | None,
    leave_out: Sequence[str] | None,
    shares: str,
    group_by: str,
    seed: int,
    most_words: int | None = None,
    written: Written = AS_GUESSED,
) -> ImportOptions:
    """Put the options together. Raises SettingsError for one that makes no sense."""
    mapped = _pairs(columns, "--column", "image=filename")
    return ImportOptions(
        format=format_,
        columns=mapped,
        rename=_pairs(rename, "--rename", "carboard=cardboard"),
        leave_out=tuple(leave_out or ()),
        split=_policy(shares, "folder" if mapped.get("group") and group_by == "none" else group_by, seed),
        most_words=most_words,
        written=written,
    )


def table_written(separator: str | None, quotes: str | None) -> Written:
    """How a table of text is written, as far as it is said. Raises SettingsError for a name that is not known."""
    delimiter, quote = _named(separator, SEPARATORS, "--separator"), _named(quotes, QUOTES, "--quotes")
    return Written.model_validate({"delimiter": delimiter, "quote": quote})


def existing(path: Path) -> Path:
    """The path, absolute. Raises DatasetError where nothing is there."""
    if not path.exists():
        raise DatasetError(f"There is nothing at “{path}”.", "Check the spelling of the path.")
    return path.resolve()


def _named(value: str | None, names: Mapping[str, str], option: str) -> str:
    """What a name stands for; empty without one."""
    if value is not None and value not in names:
        raise SettingsError(f"“{option} {value}” is not known.", f"It may be {', '.join(names)}.")
    return names[value] if value is not None else ""


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
        if not (0 < train < math.inf and 0 <= validation < math.inf and 0 <= test < math.inf):
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
    try:
        re.compile(group_by)
    except re.error as error:
        raise SettingsError(
            f"“--group-by {group_by}” is no regular expression: {error}.", "For example: --group-by '(video[0-9]+)'"
        ) from None
    return policy.model_copy(update={"group_by": "pattern", "pattern": group_by})
