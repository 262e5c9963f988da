"""Finding the pictures that files of annotations name, however their paths were when these were written."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

from ptstudio.core.dataset import Counted, Finding, Split
from ptstudio.data._folders import listed
from ptstudio.data._image import is_image_name
from ptstudio.data._junk import walk
from ptstudio.data._mapped_rows import row_finding
from ptstudio.data._split_names import split_in_name

_MANY = 20
_UPLOADED = re.compile(r"[0-9a-f]{8}-(?=.)")
"""What Label Studio writes before the names of files that it was given."""


class PictureSearch:
    """The pictures below a folder, which is walked through once a picture is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index: dict[str, list[Path]] | None = None
        self._in_folders: dict[str, dict[str, list[Path]]] = {}

    @property
    def pictures(self) -> Iterator[Path]:
        """All of them."""
        return (path for name, paths in self._by_name().items() for path in paths if _plain(path.name) == name)

    def found(self, name: str, source: Path, split: Split | None = None) -> Sequence[Path]:
        """The picture that is called so in the file `source`: several where it may be any of them.

        Of those with the same name it is the one whose folders agree with most of those named, then the one in a folder
        of that `split`, then the one nearest to the `source`.
        """
        for meant in _meant(name):
            *folders, last = _plain(meant).split("/")
            named = self._called(last, folders[-1] if folders else "")
            ranks = [
                (_agreeing(path, folders), _is_of(path, self._folder, split), _near(path, source)) for path in named
            ]
            if named:
                return [path for path, rank in zip(named, ranks, strict=True) if rank == max(ranks)]
        return []

    def the_only(
        self, name: str, source: Path, row: int | None, split: Split | None = None, row_is: Counted = "row"
    ) -> Path | Finding:
        """The picture, or why there is none, told of a `row` of the `source`, or of all of it."""
        found = self.found(name, source, split)
        if len(found) == 1:
            return found[0]
        if found:
            places = listed([f"“{path.relative_to(self._folder).as_posix()}”" for path in found])
            reason = f"“{name}” may be any of several pictures: {places}. What is marked in it is left out."
            remedy = "Write the folder before the name, or give the pictures names that differ."
            return row_finding(source, "several-pictures", row, reason, remedy, row_is)
        reason = (
            f"The picture “{name}” is not to be found below “{self._folder.name}”; what is marked in it is left out."
        )
        remedy = "Put the picture there, or choose the folder that holds pictures and annotations together."
        return row_finding(source, "missing-file", row, reason, remedy, row_is)

    def described_by(self, source: Path, name: str) -> Path | Finding:
        """The picture that a file of its own is about: the one called like the file, as the `name` in it may be from
        before both were renamed; else the one called so.
        """
        own = self.found(f"{source.parent.name}/{source.stem}", source)
        return own[0] if len(own) == 1 else self.the_only(name or source.stem, source, None)

    def _called(self, name: str, folder: str) -> Sequence[Path]:
        """The pictures of a name; of many, as frames of films have it, those in a folder of the other name, if any."""
        key = name if name in self._by_name() else _without_ending(name)
        named = self._by_name().get(key, [])
        if len(named) < _MANY:
            return named
        if key not in self._in_folders:
            self._in_folders[key] = {}
            for path in named:
                self._in_folders[key].setdefault(_plain(path.parent.name), []).append(path)
        return self._in_folders[key].get(folder, named)

    def _by_name(self) -> dict[str, list[Path]]:
        """Pictures by their names, and by these without their endings."""
        if self._index is None:
            self._index = {}
            for found in walk(self._folder):
                if not isinstance(found, Finding) and is_image_name(found):
                    name = _plain(found.name)
                    for key in dict.fromkeys((name, _without_ending(name))):
                        self._index.setdefault(key, []).append(found)
        return self._index


def _meant(name: str) -> Iterator[str]:
    """The name as it is, of an address the path in it, and as it was before Label Studio took the picture."""
    text = name.strip().replace("\\", "/")
    yield text
    if "://" in text or "%" in text or "?" in text:
        address = urlsplit(text)
        text = unquote(parse_qs(address.query).get("d", [address.path])[0])
        yield text
    *folders, last = text.split("/")
    if _UPLOADED.match(last):
        yield "/".join([*folders, _UPLOADED.sub("", last, count=1)])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _without_ending(name: str) -> str:
    path = PurePosixPath(name)
    return path.stem if is_image_name(path) else name


def _agreeing(path: Path, folders: Sequence[str]) -> int:
    """How many of the innermost folders are those of the picture."""
    own = [_plain(part) for part in path.parts[:-1]]
    count = 0
    while count < min(len(own), len(folders)) and own[-1 - count] == folders[-1 - count]:
        count += 1
    return count


def _is_of(path: Path, root: Path, split: Split | None) -> bool:
    return split is not None and any(split_in_name(part) is split for part in path.relative_to(root).parts[:-1])


def _near(path: Path, source: Path) -> tuple[int, bool]:
    """How many of the outermost folders both have in common, and whether they lie side by side."""
    same = [one == other for one, other in zip(path.parts[:-1], source.parts[:-1], strict=False)]
    return (*same, False).index(False), path.parent == source.parent
