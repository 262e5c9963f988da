"""How each class fared that is found in pictures: as boxes, or pixel by pixel."""

from collections.abc import Callable, Sequence

from ptstudio.app.formats import share
from ptstudio.app.translation import tr
from ptstudio.app.widgets.share_table import Column, ShareTable, class_column, share_column, support_words
from ptstudio.core import area_words, box_words
from ptstudio.core.area_words import ABOUT_DICE, ABOUT_OUTLINES, ABOUT_OVERLAP, OUTLINES, OVERLAP
from ptstudio.core.box_words import ABOUT_HALF, ABOUT_PRECISION, AT_HALF, AVERAGE_PRECISION
from ptstudio.core.report import BoxClassRow, MaskClassRow


class BoxTable(ShareTable):
    """Class, number of things, average precision, recall and precision; the weakest class first."""

    def __init__(self, rows: Sequence[BoxClassRow]) -> None:
        super().__init__(rows, _box_columns(), weakest=2)


class MaskTable(ShareTable):
    """Class, number of pictures, overlap, Dice, recall, precision and edges; the weakest class first."""

    def __init__(self, rows: Sequence[MaskClassRow]) -> None:
        super().__init__(rows, _mask_columns(), weakest=2)


def _box_columns() -> tuple[Column[BoxClassRow], ...]:
    return (
        class_column(),
        Column(
            tr("Things"),
            tr("How many of the class there are in the pictures that were measured."),
            lambda row: support_words(row.support),
            lambda row: row.support,
        ),
        share_column(tr(AVERAGE_PRECISION), tr(ABOUT_PRECISION), _measured(lambda row: row.ap)),
        share_column(tr(AT_HALF), tr(ABOUT_HALF), _measured(lambda row: row.ap50)),
        share_column(tr("Recall"), tr(box_words.ABOUT_RECALL), _measured(lambda row: row.recall)),
        share_column(tr("Precision"), tr(box_words.ABOUT_RIGHT), lambda row: row.precision),
    )


def _measured(value: Callable[[BoxClassRow], float]) -> Callable[[BoxClassRow], float | None]:
    """A figure that says nothing where there is nothing of the class."""
    return lambda row: value(row) if row.support else None


def _mask_columns() -> tuple[Column[MaskClassRow], ...]:
    return (
        class_column(),
        Column(
            tr("Pictures"),
            tr("How many of the pictures that were measured have the class."),
            lambda row: support_words(row.support),
            lambda row: row.support,
        ),
        share_column(tr(OVERLAP), tr(ABOUT_OVERLAP), lambda row: row.iou),
        share_column(tr("Dice"), tr(ABOUT_DICE), lambda row: row.dice),
        share_column(tr("Recall"), tr(area_words.ABOUT_RECALL), lambda row: row.recall),
        share_column(tr("Precision"), tr(area_words.ABOUT_RIGHT), lambda row: row.precision),
        share_column(tr(OUTLINES), tr(ABOUT_OUTLINES), lambda row: row.boundary),
        Column(
            tr("Of all"),
            tr("The share of all pixels that are of the class."),
            lambda row: share(row.share),
            lambda row: row.share,
        ),
    )
