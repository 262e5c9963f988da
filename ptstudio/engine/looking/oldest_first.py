"""Keeping what can be computed again within bounds: the oldest files go. Knows nothing of what is in them."""

from contextlib import suppress
from pathlib import Path

from ptstudio.core.amount import MB


def newest_first(folder: Path, pattern: str = "*.npy") -> list[Path]:
    """The files of a folder; none where there is no such folder."""
    return sorted(folder.glob(pattern), key=lambda file: file.stat().st_mtime, reverse=True)


def drop_oldest(folder: Path, most_mb: float) -> None:
    """Drop the oldest tables until what is left takes at most `most_mb`; those that are in use may have to stay."""
    kept_mb = 0.0
    for file in newest_first(folder):
        kept_mb += file.stat().st_size / MB
        if kept_mb > most_mb:
            with suppress(OSError):  # Windows deletes no file that somebody reads
                file.unlink()
