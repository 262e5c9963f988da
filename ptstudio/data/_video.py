"""Moments of a video as pictures; knows nothing of what is looked for in them."""

from collections.abc import Iterator
from pathlib import Path, PurePath

from ptstudio.core.errors import InputError
from ptstudio.core.requests import Moments

SUFFIXES = frozenset({".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".mpg", ".mpeg", ".wmv"})
ENDS_EARLY = 0.9
"""A video of which less than that can be read, of what it says to hold, is told to be damaged."""


def is_video_name(path: PurePath) -> bool:
    """Whether a file of this name should hold a video."""
    return path.suffix.lower() in SUFFIXES


class Video:
    """A video file. Raises InputError where it cannot be opened."""

    def __init__(self, file: Path) -> None:
        import cv2

        self._file, self._capture = file, cv2.VideoCapture(str(file))
        self._rate = self._capture.get(cv2.CAP_PROP_FPS) or 25.0
        self._frames = int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT))
        self.read = 0
        if not self._capture.isOpened():
            raise InputError(
                f"“{file.name}” cannot be read as a video.", "Convert it to MP4 (H.264), or name pictures instead."
            )

    @property
    def seconds(self) -> float:
        """How long it says to be."""
        return max(0, self._frames) / self._rate

    @property
    def ended_early(self) -> bool:
        """Whether it ended before it should have, once its moments were read."""
        return self.read < ENDS_EARLY * self._frames

    def count(self, wanted: Moments) -> int:
        """How many moments it should have, by how long it says to be."""
        return -(-max(0, self._frames) // self._step(wanted))

    def moments(self, folder: Path, wanted: Moments) -> Iterator[Path]:
        """Its moments, each written into `folder` when it is asked for, as a PNG, so that nothing of it is lost, called
        like the video and the time. Raises InputError where there is not a single one.
        """
        import cv2

        step = self._step(wanted)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            while True:
                is_wanted = self.read % step == 0
                if not self._capture.grab():
                    break
                if is_wanted:
                    _, frame = self._capture.retrieve()
                    minutes, seconds = divmod(self.read / self._rate, 60)
                    name = folder / f"{self._file.stem} {int(minutes):02d}-{seconds:04.1f}.png"
                    done, content = cv2.imencode(".png", frame, [cv2.IMWRITE_PNG_COMPRESSION, 1])
                    name.write_bytes(content.tobytes() if done else b"")
                    yield name
                self.read += 1
        finally:
            self._capture.release()
        if not self.read:
            raise InputError(f"“{self._file.name}” holds no picture that can be read.", "Convert it to MP4 (H.264).")

    def _step(self, wanted: Moments) -> int:
        """From one moment to the next, in frames; far enough that there are no more than are wanted."""
        spread = -(-max(0, self._frames) // wanted.most) if wanted.most is not None else 1
        return max(1, spread, round(wanted.every_s * self._rate))
