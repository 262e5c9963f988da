"""Folders `train`, `val` and `test`, each with a folder per class."""

from collections.abc import Iterator
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._pictures import PICTURES
from ptstudio.data._split_folders import read_splits, splits_in_words, splits_root


class ImageSplits(DatasetFormat):
    """The pictures are already divided; a split that is missing is made of training pictures later."""

    key = "image-splits"
    title = "train, val and test folders with a folder per class"
    help = "Folders named “train”, “val” and “test” (one of the last two may be missing), each with a folder per class."

    def recognises(self, path: Path) -> Recognition:
        """Look for folders named like splits, with class folders inside."""
        root = splits_root(path, PICTURES)
        if root is None:
            return Recognition(confidence=0, reason="No folders “train” and “val” or “test” with class folders inside.")
        return Recognition(confidence=0.97, reason=splits_in_words(root, PICTURES))

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the pictures with their splits. Raises DatasetError where there are no such folders."""
        del options  # folders have no columns to map
        root = splits_root(path, PICTURES)
        if root is None:
            raise DatasetError(
                f"There are no folders “train” and “val” or “test” with class folders inside in “{path.name}”.",
                "Name the folders like that, or keep only a folder per class and let PTStudio divide the pictures.",
            )
        return read_splits(root, PICTURES)
