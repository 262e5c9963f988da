"""Progress in bytes as events, with the speed and the time left; knows nothing of what the bytes are."""

import time

from ptstudio.core.events import StepEnded
from ptstudio.engine.channel import Channel


class ByteProgress:
    """Called with the bytes done and of how many; a Stop on the channel ends the work."""

    def __init__(self, channel: Channel, stage: str) -> None:
        self._channel = channel
        self._stage = stage
        self._began_at = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Tell how far the work has come. Raises StopRequested."""
        self._channel.breathe()
        speed = done / max(time.monotonic() - self._began_at, 1e-6)
        left = (total - done) / speed if speed else None
        self._channel.step(
            StepEnded(stage=self._stage, done=done, total=total, bytes_per_s=speed, remaining_s=left),
        )


class Counted:
    """Told of the bytes of each piece, it tells `progress` how many they are together of `total`."""

    def __init__(self, progress: ByteProgress, total: int) -> None:
        self._progress = progress
        self._done, self._total = 0, total

    def __call__(self, size: int) -> None:
        """Add the bytes of a piece. Raises StopRequested."""
        self._done += size
        self._progress(self._done, max(self._total, self._done))
