"""Keeping the features on disk within bounds; knows nothing of what they are."""

from contextlib import suppress
from pathlib import Path

from ptstudio.core.machine import MB

MOST_MB = 2048


def trim(cache: Path, most_mb: float = MOST_MB) -> None:
    """Drop the oldest features until what is left takes at most `most_mb`; those that are in use may have to stay."""
    files = sorted((cache / "features").glob("*.npy"), key=lambda file: file.stat().st_mtime, reverse=True)
    kept_mb = 0.0
    for file in files:
        kept_mb += file.stat().st_size / MB
        if kept_mb > most_mb:
            with suppress(OSError):  # Windows deletes no file that somebody reads
                file.unlink()
