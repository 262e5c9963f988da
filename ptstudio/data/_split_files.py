"""Which files of a folder hold the data, and the split that each is for; it opens none of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.dataset import SPLITS, Finding, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data._folders import listed, unwrapped
from ptstudio.data._junk import files
from ptstudio.data._split_names import split_in_name


@dataclass(frozen=True)
class SplitFiles:
    """Files with their splits, training first; `left_out` are those beside them that name no split."""

    parts: tuple[tuple[Path, Split | None], ...]
    left_out: tuple[Path, ...] = ()

    @property
    def names(self) -> str:
        """The files' names in quotation marks."""
        return listed([f"“{path.name}”" for path, _ in self.parts])

    def findings(self) -> Iterator[Finding]:
        """A finding for each file that is left out."""
        for path in self.left_out:
            yield Finding(
                kind="left-out-file",
                severity="warning",
                path=str(path),
                reason=f"“{path.name}” is left out, as its name is not that of a split as those of the other files.",
                remedy="If it holds samples, name it after its split, like “train”, “validation” or “test”.",
            )


def find_split_files(path: Path, is_wanted: Callable[[Path], bool], kind: str, kinds: str) -> SplitFiles:
    """The file itself, the only one of a folder, or several that are named by their splits.

    `kind` and `kinds` are what one and several of them are called. Raises DatasetError where there is none, or where
    several do not tell which is to be used.
    """
    if path.is_file() and is_wanted(path):
        return SplitFiles(((path, None),))
    root = unwrapped(path, lambda folder: bool(_wanted(folder, is_wanted)), is_wanted) if path.is_dir() else None
    found = _wanted(root, is_wanted) if root else []
    if not found:
        raise DatasetError(f"No {kind}.", f"Choose the {kind} itself, or its folder.")
    return by_splits({file: split_in_name(file.name) for file in found}, kinds)


def by_splits(found: Mapping[Path, Split | None], kinds: str) -> SplitFiles:
    """Of files with the splits that they are named by, those that are used: the only one, or those of splits.

    Raises DatasetError where several do not tell which is to be used.
    """
    if len(found) == 1:
        return SplitFiles(tuple((file, None) for file in found))
    named = [(file, split) for split in SPLITS for file in found if found[file] is split]
    if len(named) == len(found) or len({split for _, split in named}) > 1:
        return SplitFiles(tuple(named), tuple(file for file in found if found[file] is None))
    names = listed([f"“{file.name}”" for file in found])
    raise DatasetError(
        f"{len(found)} {kinds}: {names}.", "Choose one of them, or name them “train”, “validation” and “test”."
    )


def _wanted(folder: Path, is_wanted: Callable[[Path], bool]) -> list[Path]:
    return [file for file in files(folder) if is_wanted(file)]
