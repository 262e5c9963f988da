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
    found_well = tr(
        "Average precision (AP), mean over ten overlaps (IoU) with the true box, from 50 % to 95 %: whether things are "
        "found, and how tightly they are boxed. It is strict: 40 % is good."
    )
    found_at_all = tr("Average precision at an overlap (IoU) of one half (AP50): whether things are found at all.")
    return (
        class_column(),
        Column(
            tr("Things"),
            tr("How many of the class there are in the pictures that were measured."),
            lambda row: support_words(row.support),
            lambda row: row.support,
        ),
        share_column(tr("Found well"), found_well, _measured(lambda row: row.ap)),
        share_column(tr("Found at all"), found_at_all, _measured(lambda row: row.ap50)),
        share_column(
            tr("Recall"), tr("Of all that are there, the share that was found."), _measured(lambda row: row.recall)
        ),
        share_column(
            tr("Precision"),
            tr("Of all that was found of the class, the share that is right."),
            lambda row: row.precision,
        ),
    )


def _measured(value: Callable[[BoxClassRow], float]) -> Callable[[BoxClassRow], float | None]:
    """A figure that says nothing where there is nothing of the class."""
    return lambda row: value(row) if row.support else None


def _mask_columns() -> tuple[Column[MaskClassRow], ...]:
    overlap = tr(
        "Intersection over union (IoU): of the pixels that are of the class or were said to be, the share that is both."
    )
    dice = tr("As the overlap, but pixels that are both count twice (the F1 of pixels).")
    recall = tr("Of the pixels that are of the class, the share that was found.")
    precision = tr("Of the pixels that were said to be of the class, the share that is right.")
    edges = tr("How well outlines lie in their places; a little is forgiven (boundary F1).")
    return (
        class_column(),
        Column(
            tr("Pictures"),
            tr("How many of the pictures that were measured have the class."),
            lambda row: support_words(row.support),
            lambda row: row.support,
        ),
        share_column(tr("Overlap"), overlap, lambda row: row.iou),
        share_column(tr("Dice"), dice, lambda row: row.dice),
        share_column(tr("Recall"), recall, lambda row: row.recall),
        share_column(tr("Precision"), precision, lambda row: row.precision),
        share_column(tr("Edges"), edges, lambda row: row.boundary),
        Column(
            tr("Of all"),
            tr("The share of all pixels that are of the class."),
            lambda row: share(row.share),
            lambda row: row.share,
        ),
    )
