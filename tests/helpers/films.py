"""Makers of short videos."""

from pathlib import Path

RATE = 5


def film(file: Path, seconds: int = 4) -> Path:
    """A video, each second of it in a brighter grey, and noisy, so that its pictures take some room."""
    import cv2
    import numpy as np

    dice = np.random.default_rng(0)
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), RATE, (320, 240))
    for second in range(seconds):
        for _ in range(RATE):
            noise = dice.integers(0, 60, (240, 320, 3))
            writer.write((60 * (second % 4) + noise).astype(np.uint8))
    writer.release()
    return file
