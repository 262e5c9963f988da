"""Folders named by splits, with a folder per class in each; it does not know what the samples are."""

from collections.abc import Iterator
from pathlib import Path

from ptstudio.core.dataset import SPLITS, Finding, Sample, Split
from ptstudio.data._folders import SampleFiles, class_folders, listed, read_classes, unwrapped
from ptstudio.data._junk import subfolders
from ptstudio.data._split_names import named_split


def splits_root(path: Path, kind: SampleFiles) -> Path | None:
    """The folder that holds one for training and at least one for another split."""
    return unwrapped(path, lambda folder: _has_splits(folder, kind), kind.is_one) if path.is_dir() else None


def splits_in_words(root: Path, kind: SampleFiles) -> str:
    """Which splits and classes the folders in `root` are."""
    folders = _split_folders(root)
    classes = sorted({inner.name for folder in folders for inner in class_folders(folder, kind)})
    names = " and ".join(f"“{folder.name}”" for folder in folders)
    return f"Folders {names} with {len(classes):,} class folders: {listed(classes)}"


def read_splits(root: Path, kind: SampleFiles) -> Iterator[Sample | Finding]:
    """The samples of all splits, and a finding for each folder that is none."""
    folders = _split_folders(root)
    for folder in folders:
        yield from read_classes(folder, kind, named_split(folder.name))
    for folder in subfolders(root):
        if folder not in folders and class_folders(folder, kind):
            yield _left_out(folder, kind)


def _has_splits(folder: Path, kind: SampleFiles) -> bool:
    found = _splits(folder)
    with_classes = [split for split, inner in found.items() if any(class_folders(one, kind) for one in inner)]
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


def _left_out(folder: Path, kind: SampleFiles) -> Finding:
    return Finding(
        kind="unknown-split",
        severity="warning",
        path=str(folder),
        reason=f"The folder “{folder.name}” is neither “train”, “val” nor “test”; its {kind.many} are left out.",
        remedy="Rename it if it is one of these.",
    )
