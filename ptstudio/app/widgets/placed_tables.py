"""How each class fared that is found in pictures: as boxes, or pixel by pixel."""

from collections.abc import Callable, Sequence

from ptstudio.app.formats import share
from ptstudio.app.translation import tr
from ptstudio.app.widgets.share_table import Column, ShareTable, class_column, share_column, support_words
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
        share_column(
            tr("Found well"),
            tr("Average precision over overlaps of 50 % to 95 %: how well what is found fits. 100 % would be perfect."),
            _measured(lambda row: row.ap),
        ),
        share_column(
            tr("Found at all"),
            tr("Average precision at an overlap of one half: how much is found, however well it fits."),
            _measured(lambda row: row.ap50),
        ),
        share_column(tr("Recall"), tr("The share of what is there that was found."), _measured(lambda row: row.recall)),
        share_column(
            tr("Precision"), tr("How often it was right when it found this class."), lambda row: row.precision
        ),
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
        share_column(
            tr("Overlap"),
            tr("Intersection over union: what it is and what was said, how much of both is the same."),
            lambda row: row.iou,
        ),
        share_column(tr("Dice"), tr("The same, milder: the F1 of pixels."), lambda row: row.dice),
        share_column(tr("Recall"), tr("The share of the class’s pixels that was found."), lambda row: row.recall),
        share_column(
            tr("Precision"),
            tr("The share of right pixels among those it said are this class."),
            lambda row: row.precision,
        ),
        share_column(tr("Edges"), tr("How well the edges lie in their places (F1)."), lambda row: row.boundary),
        Column(
            tr("Of all"),
            tr("The share of all pixels that are of the class."),
            lambda row: share(row.share),
            lambda row: row.share,
        ),
    )
