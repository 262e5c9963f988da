"""Finding the pictures that a table names: beside it, below its folder, with or without an ending."""

import unicodedata
from pathlib import Path

from ptstudio.core.dataset import Finding
from ptstudio.data._image import is_image_name
from ptstudio.data._junk import walk


class PictureLookup:
    """The pictures around a table; the folder is walked through only once a name is not found directly."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index: dict[str, Path | None] | None = None

    def find(self, name: str) -> Path | None:
        """The picture that a cell names by an absolute path, a path relative to the table, or just a file name.

        Upper and lower case, and the ways to write an accented letter, are told apart only where the disk does. A
        bare name that several folders have is not guessed.
        """
        for text in dict.fromkeys((name, name.strip(), name.strip().replace("\\", "/"))):
            if text and (path := self._directly(text)):
                return path
        index = self._index = self._index if self._index is not None else self._built()
        wanted = _plain(name.strip().replace("\\", "/"))
        parts = wanted.split("/")
        tails = ("/".join(parts[start:]) for start in range(len(parts)))
        return next((path for tail in tails if tail and (path := index.get(tail))), None)

    def _directly(self, text: str) -> Path | None:
        try:
            path = self._folder / text
            return path if path.is_file() else None
        except (OSError, ValueError):  # a name that no disk can have
            return None

    def _built(self) -> dict[str, Path | None]:
        """Pictures by relative path, file name, and both without the ending; None where two share one."""
        index: dict[str, Path | None] = {}
        for found in walk(self._folder):
            if not isinstance(found, Finding) and is_image_name(found):
                relative = found.relative_to(self._folder)
                for key in {relative.as_posix(), relative.with_suffix("").as_posix(), found.name, found.stem}:
                    index[_plain(key)] = None if _plain(key) in index else found
        return index


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().removeprefix("./")
