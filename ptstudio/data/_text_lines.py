"""The lines of a plain text file, numbered and streamed, however long one of them is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.errors import DatasetError
from ptstudio.data._csv_records import LARGEST_CELL
from ptstudio.data._encoding import Encoding, detect, open_text

_LONGEST_LINE = 2 * LARGEST_CELL


@dataclass(frozen=True)
class TooLongLine:
    """A line that is not given, and why."""

    reason: str = f"This line has more than {_LONGEST_LINE:,} letters and cannot be read."
    remedy: str = "Shorten it, or check that each sample stands on a line of its own."


def encoding_of_lines(path: Path) -> Encoding:
    """How its letters are written. Raises DatasetError for a file that is missing or no text."""
    try:
        encoding = detect(path)
    except OSError as error:
        raise DatasetError(
            f"“{path.name}” cannot be read: {error.strerror or error}.",
            "Check that the file is there, and that you may read it.",
        ) from error
    if not encoding.is_text:
        raise DatasetError(f"“{path.name}” is named like a text, but holds none.", "Save it as plain text.")
    return encoding


def text_lines(path: Path, encoding: str, *, keeps_zeros: bool = False) -> Iterator[tuple[int, str | TooLongLine]]:
    """Each line with its number from 1, blank ones too, without its end; and without zero bytes, unless who asks looks
    for them. Raises OSError.
    """
    with open_text(path, encoding) as file:
        number = 0
        while line := file.readline(_LONGEST_LINE):
            number += 1
            if len(line) < _LONGEST_LINE or line.endswith("\n"):
                whole = line.rstrip("\n")
                yield number, whole if keeps_zeros else whole.replace("\0", "")
                continue
            while (piece := file.readline(_LONGEST_LINE)) and not piece.endswith("\n"):
                pass
            yield number, TooLongLine()
