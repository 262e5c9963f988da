"""Files that are there as long as a project is open: pasted pictures, moments of videos; knows not what is in them."""

import tempfile
from pathlib import Path


class KeptFiles:
    """A folder of its own, made when it is needed, which `forget` removes."""

    def __init__(self) -> None:
        self._home: tempfile.TemporaryDirectory[str] | None = None

    def folder(self) -> Path:
        """Where they can be written. Raises OSError where there is no room."""
        if self._home is None:
            self._home = tempfile.TemporaryDirectory(prefix="ptstudio-", ignore_cleanup_errors=True)
        return Path(self._home.name)

    def forget(self) -> None:
        """Remove them."""
        if self._home is not None:
            self._home.cleanup()
        self._home = None
