"""Small videos, whose moments are told apart by their grey."""

from pathlib import Path

import numpy as np

RATE = 4


def grey_video(file: Path, seconds: int) -> Path:
    """A video that gets lighter from second to second."""
    import cv2

    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), RATE, (80, 64))
    for number in range(seconds * RATE):
        writer.write(np.full((64, 80, 3), 40 * (number // RATE), dtype=np.uint8))
    writer.release()
    return file
