"""A folder per class: `cats/1.jpg`, `dogs/7.jpg`."""

from collections.abc import Iterator
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data._folders import classes_in_words, classes_root, read_classes
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._pictures import PICTURES


class ImageFolders(DatasetFormat):
    """Every folder is a class and holds its pictures; folders inside a class are groups (a video, a patient, …)."""

    key = "image-folders"
    title = "A folder per class"
    help = "One folder for each class, named like it, with its pictures inside."

    def recognises(self, path: Path) -> Recognition:
        """Look for folders with pictures in them."""
        root = classes_root(path, PICTURES)
        if root is None:
            return Recognition(confidence=0, reason="No folders with pictures in them.")
        confidence, reason = classes_in_words(root, PICTURES)
        return Recognition(confidence=confidence, reason=reason)

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the pictures; each folder's name is the label. Raises DatasetError where there is no class folder."""
        del options  # folders have no columns to map
        root = classes_root(path, PICTURES)
        if root is None:
            raise DatasetError(
                f"There are no folders with pictures in “{path.name}”.",
                "Make one folder for each class, named like it, and put its pictures inside.",
            )
        return read_classes(root, PICTURES)
