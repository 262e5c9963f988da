"""What a report page draws of things found in pictures and of their pixels: curves, colours, masks to be laid over.

Knows no task: it is told the sections of a report.
"""

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from ptstudio.core.class_colours import ClassColours, in_hex
from ptstudio.core.metric import exact_share
from ptstudio.core.prediction import FoundBox, Mask
from ptstudio.core.report import BoxMistake, MaskMistake, PixelConfusion, ThresholdCurve, ThresholdPoint
from ptstudio.core.sample_classes import counted

LINES = ("precision", "recall", "f1")
"""What a curve of thresholds shows, in this order."""
MOST_CURVES = 24
"""Of so many classes, curves of their own are drawn."""


@dataclass(frozen=True)
class PixelCell:
    """Of the pixels of the class `truth`, the share that was taken for another; classes by name."""

    truth: str
    predicted: str
    share: float
    said: str

    @property
    def is_right(self) -> bool:
        """Whether it is the same class."""
        return self.truth == self.predicted


@dataclass(frozen=True)
class Side:
    """One of two pictures beside each other: the truth, or what was said; its boxes, or a mask as an address."""

    title: str
    words: str
    boxes: tuple[FoundBox, ...] = ()
    mask: str = ""


def line(curve: ThresholdCurve, name: str, width: float, height: float) -> str:
    """The points of one of the `LINES`, as SVG has them, from the upper left; where nothing is found any more, there is
    no precision.
    """
    value: Callable[[ThresholdPoint], float] = {
        "precision": lambda point: point.precision,
        "recall": lambda point: point.recall,
        "f1": lambda point: point.f1,
    }[name]
    known = [point for point in curve.points if name != "precision" or point.precision or point.recall]
    return " ".join(f"{width * point.threshold:.1f},{height * (1 - value(point)):.1f}" for point in known)


def pixel_rows(section: PixelConfusion) -> list[list[PixelCell]]:
    """Every place of the table, row by row."""
    return [
        [
            PixelCell(truth, predicted, share, "" if share < 0.0005 else exact_share(share))
            for predicted, share in zip(section.classes, shares, strict=True)
        ]
        for truth, shares in zip(section.classes, section.shares, strict=True)
    ]


def largest_confusions(section: PixelConfusion) -> list[PixelCell]:
    """What was taken for something else, the largest share first."""
    cells = [cell for row in pixel_rows(section) for cell in row if cell.said and not cell.is_right]
    return sorted(cells, key=lambda cell: -cell.share)


def box_sides(mistake: BoxMistake, threshold: float) -> tuple[Side, Side]:
    """What is there, and what counts as found from the threshold on."""
    found = tuple(box for box in mistake.said if box.probability >= threshold)
    there, said = (counted([box.label for box in boxes]) for boxes in (mistake.truth, found))
    return Side("is", there, mistake.truth), Side("found", said, found)


def mask_sides(mistake: MaskMistake, colours: ClassColours) -> tuple[Side, Side]:
    """What is there, and what was said."""
    truth, said = mistake.truth, mistake.said
    return (
        Side("is", truth.said, mask=coloured(truth, colours)),
        Side("said", said.said, mask=coloured(said, colours)),
    )


def coloured(mask: Mask, colours: ClassColours) -> str:
    """A mask in the colours of its classes, all else transparent, as an address that holds it all (PNG)."""
    with Image.open(io.BytesIO(base64.b64decode(mask.png))) as grey:
        numbers = np.asarray(grey.convert("L"))
    picture = Image.fromarray(np.where(numbers > len(mask.classes), 0, numbers).astype(np.uint8), "L").convert("P")
    picture.putpalette([part for colour in ((0, 0, 0), *map(colours.of, mask.classes)) for part in colour])
    stream = io.BytesIO()
    picture.save(stream, "PNG", transparency=0, optimize=True)
    return f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode('ascii')}"


def css(colours: ClassColours, label: str) -> str:
    """The colour of a class, as style sheets have it."""
    return in_hex(colours.of(label))
