"""Bringing one file here: resumed where it broke off, verified before it counts; knows nothing of models.

Not huggingface_hub's own downloader: that compares sizes and no hashes, loses up to 10 MB at every broken connection,
and cannot be stopped or paused in between (huggingface_hub 2.4, `file_download.http_get`).
"""

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ptstudio import __version__
from ptstudio.core.offline import is_offline
from ptstudio.library.downloading.pace import Pace
from ptstudio.library.downloading.partial import Partial
from ptstudio.library.downloading.persistence import Patience, persist
from ptstudio.library.downloading.refusals import (
    KEPT,
    broken,
    filled_up,
    refusal,
    stalled,
    switched_off,
    unreachable,
    wrong_content,
)
from ptstudio.library.downloading.remote_file import RemoteFile
from ptstudio.library.downloading.tally import Tally

if TYPE_CHECKING:
    import httpx2

WHOLE, PART, BEYOND_THE_END = 200, 206, 416
FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Transfer:
    """Brings files here, one after the other; a thread has its own."""

    client: "httpx2.Client"
    pace: Pace
    tally: Tally
    patience: Patience

    def fetch(self, file: RemoteFile, folder: Path, headers: Mapping[str, str]) -> Path:
        """Bring a file into `folder`, and give its place; one that is there already and unchanged is not asked for.

        Raises a PTStudioError that says what is wrong, and Cancelled; what has arrived then stays for the next time.
        """
        place = folder / file.name
        if file.is_at(place):
            self.tally.found(place.stat().st_size)
            return place
        try:
            with Partial(file, folder) as partial:
                return self._fetch(file, partial, headers)
        except OSError as error:
            if error.errno in FULL:
                raise filled_up(str(folder)) from error
            raise

    def _fetch(self, file: RemoteFile, partial: Partial, headers: Mapping[str, str]) -> Path:
        """Bytes that lay here for a while may have been damaged: only fresh ones that are wrong are the server's."""
        is_resumed = partial.size > 0
        self.tally.found(partial.size)
        while True:
            if partial.size != _total(file, partial):
                persist(
                    lambda: self._receive(file, partial, headers),
                    self.pace,
                    self.patience,
                    lambda: partial.size,
                    has_begun=self.tally.there > 0,
                )
            if file.is_at(partial.path):
                return partial.finish()
            self.tally.found(-partial.size)
            partial.discard()
            if not is_resumed:
                raise wrong_content(file)
            is_resumed = False

    @property
    def _kept(self) -> str:
        """What is said of what has arrived, if anything has."""
        return KEPT if self.tally.there else ""

    def _receive(self, file: RemoteFile, partial: Partial, headers: Mapping[str, str]) -> None:
        import httpx2

        if is_offline():
            raise switched_off()
        self.pace.keep()
        asked = {**headers, **_range(partial), "Accept-Encoding": "identity", "User-Agent": f"ptstudio/{__version__}"}
        timeout = httpx2.Timeout(self.patience.stall_s, connect=self.patience.connect_s)
        try:
            with self.client.stream(
                "GET", file.address, headers=asked, timeout=timeout, follow_redirects=True
            ) as response:
                self._begin(response, file, partial)
                for piece in response.iter_raw():
                    self.pace.keep()
                    partial.write(piece)
                    self.tally.arrived(len(piece))
                    if partial.size > (_total(file, partial) or partial.size):
                        break  # more than was announced: the hash will tell
        except httpx2.ReadTimeout as error:
            raise stalled(file.title, file.host, self.patience.stall_s, self._kept) from error
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            raise unreachable(file.host, type(error).__name__, self._kept) from error
        except httpx2.HTTPError as error:
            raise broken(file.host, type(error).__name__, self._kept) from error
        if partial.size < (_total(file, partial) or 0):
            raise broken(file.host, "the file ended early", self._kept)

    def _begin(self, response: "httpx2.Response", file: RemoteFile, partial: Partial) -> None:
        """Make ready for what the server sends: the rest, or all of it."""
        status, etag = response.status_code, response.headers.get("ETag", "")
        if status == PART and response.headers.get("Content-Range", "").startswith(f"bytes {partial.size}-"):
            return
        if status in (WHOLE, PART, BEYOND_THE_END):
            self.tally.found(-partial.size)
            length = response.headers.get("Content-Length", "")
            is_whole = status == WHOLE
            partial.begin(etag if is_whole else "", int(length) if is_whole and length.isdecimal() else None)
        if status in (PART, BEYOND_THE_END):
            raise broken(file.host, "the server sent another part than was asked for", self._kept)
        if status != WHOLE:
            raise refusal(status, response.headers, file.title, file.address, self._kept)


def _total(file: RemoteFile, partial: Partial) -> int | None:
    """How many bytes there must be: what the publisher states goes before what the server says."""
    return file.size if file.is_exact else partial.total


def _range(partial: Partial) -> dict[str, str]:
    """Ask for the rest only, and for all of it where the content is no longer the same (RFC 9110, section 13.1.5)."""
    if not partial.size:
        return {}
    is_strong = partial.etag and not partial.etag.startswith("W/")
    return {"Range": f"bytes={partial.size}-"} | ({"If-Range": partial.etag} if is_strong else {})
