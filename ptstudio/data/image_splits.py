"""Folders `train`, `val` and `test`, each with a folder per class."""

from collections.abc import Iterator
from pathlib import Path

from ptstudio.core.dataset import SPLITS, Finding, ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data._folders import class_folders, listed, read_classes, unwrapped
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._junk import subfolders
from ptstudio.data._split_names import named_split


class ImageSplits(DatasetFormat):
    """The pictures are already divided; a split that is missing is made of training pictures later."""

    key = "image-splits"
    title = "train, val and test folders with a folder per class"
    help = "Folders named “train”, “val” and “test” (one of the last two may be missing), each with a folder per class."

    def recognises(self, path: Path) -> Recognition:
        """Look for folders named like splits, with class folders inside."""
        root = _root(path)
        if root is None:
            return Recognition(confidence=0, reason="No folders “train” and “val” or “test” with class folders inside.")
        folders = _split_folders(root)
        classes = sorted({inner.name for folder in folders for inner in class_folders(folder)})
        names = " and ".join(f"“{folder.name}”" for folder in folders)
        return Recognition(
            confidence=0.97, reason=f"Folders {names} with {len(classes):,} class folders: {listed(classes)}"
        )

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the pictures with their splits. Raises DatasetError where there are no such folders."""
        del options  # folders have no columns to map
        root = _root(path)
        if root is None:
            raise DatasetError(
                f"There are no folders “train” and “val” or “test” with class folders inside in “{path.name}”.",
                "Name the folders like that, or keep only a folder per class and let PTStudio divide the pictures.",
            )
        return _read(root)


def _read(root: Path) -> Iterator[Sample | Finding]:
    folders = _split_folders(root)
    for folder in folders:
        yield from read_classes(folder, named_split(folder.name))
    for folder in subfolders(root):
        if folder not in folders and class_folders(folder):
            yield _left_out(folder)


def _root(path: Path) -> Path | None:
    return unwrapped(path, _has_splits) if path.is_dir() else None


def _has_splits(folder: Path) -> bool:
    found = _splits(folder)
    with_classes = [split for split, inner in found.items() if any(class_folders(one) for one in inner)]
    return Split.TRAIN in with_classes and len(found) > 1


def _split_folders(root: Path) -> list[Path]:
    found = _splits(root)
    return [folder for split in SPLITS for folder in found.get(split, [])]


def _splits(root: Path) -> dict[Split, list[Path]]:
    found: dict[Split, list[Path]] = {}
    for folder in subfolders(root):
        split = named_split(folder.name)
        if split:
            found.setdefault(split, []).append(folder)
    return found


def _left_out(folder: Path) -> Finding:
    return Finding(
        kind="unknown-split",
        severity="warning",
        path=str(folder),
        reason=f"The folder “{folder.name}” is neither “train”, “val” nor “test”; its pictures are left out.",
        remedy="Rename it if it is one of these.",
    )
