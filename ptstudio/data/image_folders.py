"""A folder per class: `cats/1.jpg`, `dogs/7.jpg`."""

from collections.abc import Iterator
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data._folders import class_folders, holds_pictures, listed, read_classes, unwrapped
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._split_names import named_split


class ImageFolders(DatasetFormat):
    """Every folder is a class and holds its pictures; folders inside a class are groups (a video, a patient, …)."""

    key = "image-folders"
    title = "A folder per class"
    help = "One folder for each class, named like it, with its pictures inside."

    def recognises(self, path: Path) -> Recognition:
        """Look for folders with pictures in them."""
        root = _root(path)
        if root is None:
            return Recognition(confidence=0, reason="No folders with pictures in them.")
        names = [folder.name for folder in class_folders(root)]
        if len(names) == 1:
            return Recognition(confidence=0.5, reason=f"1 folder with pictures in it: {names[0]}")
        reason = f"{len(names):,} folders with pictures in them: {listed(names)}"
        if all(named_split(name) for name in names):
            return Recognition(confidence=0.3, reason=f"{reason}; but their names are those of splits")
        return Recognition(confidence=0.9, reason=reason)

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the pictures; each folder's name is the label. Raises DatasetError where there is no class folder."""
        del options  # folders have no columns to map
        root = _root(path)
        if root is None:
            raise DatasetError(
                f"There are no folders with pictures in “{path.name}”.",
                "Make one folder for each class, named like it, and put its pictures inside.",
            )
        return read_classes(root)


def _root(path: Path) -> Path | None:
    return unwrapped(path, _has_classes) if path.is_dir() else None


def _has_classes(folder: Path) -> bool:
    """A single folder that holds folders with pictures itself only wraps the dataset."""
    classes = class_folders(folder)
    return len(classes) > 1 or any(holds_pictures(only, depth=1) or not class_folders(only) for only in classes)
