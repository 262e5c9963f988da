"""Channels to a worker's job that behave in a special way."""

from pathlib import Path

from ptstudio.engine.channel import Channel, StopRequested


class StopsAt(Channel):
    """A channel on which somebody asks for Stop at the n-th breath."""

    def __init__(self, folder: Path, breaths: int) -> None:
        super().__init__(folder, None)
        self._left = breaths

    def breathe(self) -> None:
        self._left -= 1
        if self._left <= 0:
            raise StopRequested
