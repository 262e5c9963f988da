"""The lines of a plain text file, numbered and streamed, however long one of them is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ptstudio.data._csv_records import LARGEST_CELL
from ptstudio.data._encoding import open_text

_LONGEST_LINE = 2 * LARGEST_CELL


@dataclass(frozen=True)
class TooLongLine:
    """A line that is not given, and why."""

    reason: str = f"This line has more than {_LONGEST_LINE:,} letters and cannot be read."
    remedy: str = "Shorten it, or check that each sample stands on a line of its own."


def text_lines(path: Path, encoding: str) -> Iterator[tuple[int, str | TooLongLine]]:
    """Each line with its number from 1, blank ones too, without its end and without zero bytes. Raises OSError."""
    with open_text(path, encoding) as file:
        number = 0
        while line := file.readline(_LONGEST_LINE):
            number += 1
            if len(line) < _LONGEST_LINE or line.endswith("\n"):
                yield number, line.rstrip("\n").replace("\0", "")
                continue
            while (piece := file.readline(_LONGEST_LINE)) and not piece.endswith("\n"):
                pass
            yield number, TooLongLine()
