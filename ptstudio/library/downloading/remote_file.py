"""A file on a server, and how to tell that it arrived unchanged; asks no server itself."""

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

from ptstudio.core.message import Record
from ptstudio.library.weights import digest

SHA256_DIGITS = 64


class RemoteFile(Record):
    """A file at an `address`, to be kept under `name`; it is part of what the user asked for as `belongs_to`.

    `sha256` is what its publisher states, the whole of it or the leading digits. `git_sha1` is how git names the
    content of a small file, for which the Hub states no sha256. `size` is in bytes, and `is_exact` unless it was only
    rounded.
    """

    address: str
    name: str
    belongs_to: str = ""
    size: int
    is_exact: bool = True
    sha256: str = ""
    git_sha1: str = ""

    @property
    def title(self) -> str:
        """What it is called in messages."""
        return f"{self.belongs_to} ({self.name})" if self.belongs_to else self.name

    @property
    def host(self) -> str:
        """The server's name."""
        return urlsplit(self.address).netloc

    def is_at(self, path: Path) -> bool:
        """Whether the file at `path` is this one, unchanged; a file of which nothing is stated is never that."""
        if not path.is_file() or not (self.sha256 or self.git_sha1):
            return False
        if self.sha256:
            return digest(path).startswith(self.sha256)
        return git_digest(path) == self.git_sha1


def git_digest(path: Path) -> str:
    """The name that git gives to the content of a file (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects)."""
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()
