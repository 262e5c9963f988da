"""One text file as YOLO has it: a line for each thing, with the number of its class and its place."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ptstudio.core.shapes import Box, Ring
from ptstudio.data._drawings import box_around
from ptstudio.data._encoding import Encoding, detect, open_text

_LARGEST_SHARE = 1.5
"""Shares of a picture's sides are at most 1, but for boxes that reach beyond it; pixels are hardly ever so few."""
_IN_A_BOX = 4
_FEWEST_IN_AN_OUTLINE = 6
_MOST_BYTES = 2**26
_LINES_FOR_RECOGNISING = 5


class YoloThing(NamedTuple):
    """A line: what stands for the class, and the place, in pixels or in shares of the picture's sides."""

    row: int
    said: str
    box: Box
    rings: tuple[Ring, ...]
    is_in_pixels: bool


class YoloLines(NamedTuple):
    """The lines of a file that tell of things, and the numbers of those that tell nothing."""

    things: Sequence[YoloThing]
    bad: Sequence[int]


def looks_like_yolo(path: Path) -> bool:
    """Whether the first lines of a file are like those of YOLO, of which there is at least one."""
    try:
        with open_text(path, detect(path).name) as file:
            lines = [line.split() for line, _ in zip(file, range(_LINES_FOR_RECOGNISING), strict=False)]
    except OSError:
        return False
    return any(lines) and all(_is_thing(words) for words in lines if words)


def read_yolo_file(path: Path, is_posed: bool) -> YoloLines:
    """Read a file; points of a pose may follow a box, where `is_posed`. Raises OSError, and ValueError for a file that
    is no text.
    """
    encoding: Encoding = detect(path)
    if not encoding.is_text or path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"{path} holds no lines")
    things: list[YoloThing] = []
    bad: list[int] = []
    with open_text(path, encoding.name) as file:
        for row, line in enumerate(file, start=1):
            words = line.split()
            if words and _is_thing(words):
                things.append(_thing(row, words, is_posed))
            elif words:
                bad.append(row)
    return YoloLines(things, bad)


def _is_thing(words: Sequence[str]) -> bool:
    return len(words) > _IN_A_BOX and all(map(_is_number, words[1:]))


def _is_number(word: str) -> bool:
    try:
        return math.isfinite(float(word))
    except ValueError:
        return False


def _thing(row: int, words: Sequence[str], is_posed: bool) -> YoloThing:
    """Behind a box there may be how sure a model was of it."""
    said, numbers = words[0], tuple(map(float, words[1:]))
    if len(numbers) >= _FEWEST_IN_AN_OUTLINE and not len(numbers) % 2 and not is_posed:
        return YoloThing(row, said, box_around((numbers,)), (numbers,), max(numbers) > _LARGEST_SHARE)
    x, y, width, height = numbers[:_IN_A_BOX]
    box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    return YoloThing(row, said, box, (), max(numbers[:_IN_A_BOX]) > _LARGEST_SHARE)
