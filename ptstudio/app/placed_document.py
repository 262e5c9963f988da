"""What was found in pictures, and what was not, in a document to print; knows no window and no task."""

import io
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ptstudio.app.document_parts import Picture, embedded, table, tag
from ptstudio.app.formats import count, share
from ptstudio.app.overlay import mixed_picture
from ptstudio.app.passage import Passage
from ptstudio.app.picture_loading import load_small
from ptstudio.app.sample_files import Sight
from ptstudio.app.translation import tr
from ptstudio.core.area_words import OUTLINES, OVERLAP
from ptstudio.core.box_words import (
    ABOUT_ERRORS,
    ABOUT_SIZES,
    AT_HALF,
    AVERAGE_PRECISION,
    NO_MISTAKES,
    error_rows,
    size_rows,
)
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.prediction import FoundBox
from ptstudio.core.report import (
    BoxClasses,
    BoxErrors,
    BoxMistake,
    BoxMistakes,
    BoxSizes,
    MaskClasses,
    MaskMistake,
    MaskMistakes,
    Section,
    Thresholds,
)
from ptstudio.data._picture_problems import UnreadableImageError

if TYPE_CHECKING:
    from PIL.Image import Image as Drawn

Shown = Mapping[str, Picture | Passage]
MOST_PICTURES, PAIRS_IN_ROW = 12, 2
LOADED_SIDE, SIDE = 320, 150
TRUE, SAID = "true", "said"


def box_classes(section: BoxClasses) -> str:
    """The weakest classes first."""
    heads = (tr("Class"), tr("Things"), tr(AVERAGE_PRECISION), tr(AT_HALF), tr("Recall"), tr("Precision"))
    rows = [
        (row.label, count(row.support), *map(share, (row.ap, row.ap50, row.recall, row.precision)))
        for row in sorted(section.rows, key=lambda row: row.ap)
    ]
    return table(heads, rows)


def box_sizes(section: BoxSizes) -> str:
    """How well small, medium and large things are found."""
    rows = [(tr(title), count(number), _share(figure)) for title, figure, number in size_rows(section)]
    heads = (tr("Size in your pictures"), tr("Things"), tr(AVERAGE_PRECISION))
    return tag("p", tr(ABOUT_SIZES)) + table(heads, rows)


def thresholds(section: Thresholds) -> str:
    """What the one in use gives, and what tenths would."""
    steps = sorted({section.chosen, *(step / 10 for step in range(11))})
    points = [(least, curve.at(least)) for curve in section.curves[:1] if curve.points for least in steps]
    rows = [(share(least, 0), *map(share, (point.precision, point.recall, point.f1))) for least, point in points]
    words = tr("What is at least {share} sure counts as found.", share=share(section.chosen, 0))
    return tag("p", words) + table((tr("At least so sure"), tr("Precision"), tr("Recall"), tr("F1")), rows)


def box_errors(section: BoxErrors) -> str:
    """What goes wrong, in plain words."""
    rows = [(tr(title), count(number), tr(meaning)) for title, meaning, number in error_rows(section)]
    return tag("p", tr(ABOUT_ERRORS)) + table((tr("What happened"), tr("Number"), tr("What it means")), rows)


def mask_classes(section: MaskClasses) -> str:
    """The weakest classes first."""
    heads = (tr("Class"), tr("Pictures"), tr(OVERLAP), tr("Dice"), tr("Recall"), tr("Precision"), tr(OUTLINES))
    rows = [
        (row.label, count(row.support), *map(_share, (row.iou, row.dice, row.recall, row.precision, row.boundary)))
        for row in sorted(section.rows, key=lambda row: row.iou)
    ]
    return table(heads, rows)


def box_mistakes(section: BoxMistakes, shown: Shown) -> str:
    """The pictures with most mistakes: what is there beside what was found."""
    return _pairs(section.mistakes, shown) if section.mistakes else tag("p", tr(NO_MISTAKES))


def mask_mistakes(section: MaskMistakes, shown: Shown) -> str:
    """The pictures that were told worst: what is there beside what was said."""
    return _pairs(section.mistakes, shown)


def placed_pictures(
    sections: Sequence[Section], sight: Callable[[str], Sight], classes: Sequence[str]
) -> dict[str, Picture]:
    """The pictures that these show, with what is there (`ID-true`) and what was said (`ID-said`); calls no Qt."""
    colours = ClassColours(classes)
    made: dict[str, Picture] = {}
    for section in sections:
        if isinstance(section, BoxMistakes | MaskMistakes):
            least = section.threshold if isinstance(section, BoxMistakes) else 0.0
            for mistake in section.mistakes[:MOST_PICTURES]:
                file = sight(mistake.sample)
                if isinstance(file, Path):
                    made |= _drawn(mistake, file, least, colours)
    return made


def _drawn(mistake: BoxMistake | MaskMistake, file: Path, least: float, colours: ClassColours) -> dict[str, Picture]:
    try:
        picture = load_small(file, LOADED_SIDE)
    except UnreadableImageError:
        return {}
    if isinstance(mistake, MaskMistake):
        both = (mixed_picture(picture, mask, colours) for mask in (mistake.truth, mistake.said))
    else:
        said = [box for box in mistake.said if box.probability >= least]
        size = mistake.width, mistake.height
        both = (_with_boxes(picture, size, boxes, colours) for boxes in (mistake.truth, said))
    return {f"{mistake.sample}-{side}": _written(each) for side, each in zip((TRUE, SAID), both, strict=True)}


def _with_boxes(picture: "Drawn", size: tuple[int, int], boxes: Sequence[FoundBox], colours: ClassColours) -> "Drawn":
    from PIL import ImageDraw

    drawn = picture.copy()
    pen = ImageDraw.Draw(drawn)
    across, down = drawn.width / max(1, size[0]), drawn.height / max(1, size[1])
    for box in boxes:
        edges = (box.left * across, box.top * down, box.right * across, box.bottom * down)
        pen.rectangle(edges, outline=colours.of(box.label), width=2)
    return drawn


def _written(picture: "Drawn") -> Picture:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=85)
    factor = SIDE / max(picture.size)
    return Picture(stream.getvalue(), *(max(1, round(factor * side)) for side in picture.size))


def _pairs(mistakes: Sequence[BoxMistake | MaskMistake], shown: Shown) -> str:
    """A table for each row of pictures, so that none is cut by the end of a page."""
    cells = [_pair(mistake.sample, shown) for mistake in mistakes[:MOST_PICTURES]]
    rows = [cells[at : at + PAIRS_IN_ROW] for at in range(0, len(cells), PAIRS_IN_ROW)]
    words = tr("Of each picture: left what is there, right what was said.")
    tables = [f'<table cellpadding="4"><tr>{"".join(row)}</tr></table>' for row in rows]
    return tag("p", words) + "".join(tables)


def _pair(sample: str, shown: Shown) -> str:
    found = (shown.get(f"{sample}-{side}") for side in (TRUE, SAID))
    drawn = [embedded(picture) for picture in found if isinstance(picture, Picture)]
    return f"<td>{' '.join(drawn) or escape(sample)}</td>"


def _share(value: float | None) -> str:
    return "–" if value is None else share(value)
