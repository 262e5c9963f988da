"""A folder of text files per class, `praise/1.txt`, `blame/7.txt`, with or without folders for the splits above."""

import itertools
from collections.abc import Iterator
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data._folders import classes_in_words, classes_root, read_classes
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._junk import walk
from ptstudio.data._split_folders import read_splits, splits_in_words, splits_root
from ptstudio.data._text_files import guessed_encoding, is_text_name, text_files

_TEXTS_FOR_RECOGNISING = 20


class TextFolders(DatasetFormat):
    """Every folder is a class, every file in it a sample; folders inside a class are groups (an author, …)."""

    key = "text-folders"
    title = "A folder of texts per class"
    help = (
        "One folder for each class, named like it, with a “.txt” file for each text inside; if the texts are divided "
        "already, folders named “train” and “test” around these."
    )

    def recognises(self, path: Path) -> Recognition:
        """Look for folders with texts in them, and into the first texts."""
        kind = text_files()
        if root := splits_root(path, kind):
            return Recognition(confidence=0.97, reason=splits_in_words(root, kind) + _encoding_in_words(root))
        if root := classes_root(path, kind):
            confidence, reason = classes_in_words(root, kind)
            return Recognition(confidence=confidence, reason=reason + _encoding_in_words(root))
        return Recognition(confidence=0, reason="No folders with text files in them.")

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the texts; each folder's name is the label. Raises DatasetError where there is no class folder."""
        del options  # folders have no columns to map
        kind = text_files()
        if root := splits_root(path, kind):
            return read_splits(root, kind)
        if root := classes_root(path, kind):
            return read_classes(root, kind)
        raise DatasetError(
            f"There are no folders with text files in “{path.name}”.",
            "Make one folder for each class, named like it, and put its texts inside, each as a “.txt” file.",
        )


def _encoding_in_words(root: Path) -> str:
    """What had to be guessed of the encoding of the first texts of each folder."""
    texts = (found for found in walk(root) if isinstance(found, Path) and is_text_name(found))
    guess = guessed_encoding(list(itertools.islice(texts, _TEXTS_FOR_RECOGNISING)))
    return guess.in_words if guess else ""
