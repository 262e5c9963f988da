"""How each class fared whose samples are recognised or not: samples, recall with its interval, precision, F1."""

from collections.abc import Sequence

from ptstudio.app.formats import share
from ptstudio.app.translation import tr
from ptstudio.app.widgets.share_table import Column, ShareTable, class_column, share_column, support_words
from ptstudio.core.report import ClassRow


class ClassTable(ShareTable):
    """Class, samples, recall with its interval, precision, F1, and from where on it is given if that was chosen; the
    weakest class first.
    """

    def __init__(self, rows: Sequence[ClassRow]) -> None:
        columns = _columns() + (_threshold_column(),) * any(row.threshold is not None for row in rows)
        super().__init__(rows, columns, weakest=2)


def _columns() -> tuple[Column[ClassRow], ...]:
    return (
        class_column(),
        Column(
            tr("Samples"),
            tr("How many samples of the class were measured."),
            lambda row: support_words(row.support),
            lambda row: row.support,
        ),
        share_column(
            tr("Recognised"),
            tr("Recall: the share of the class’s samples that was recognised."),
            lambda row: row.recall if row.support else None,
        ),
        Column(
            tr("95 % interval"),
            tr("Where that share would most likely lie with other samples."),
            _interval,
            lambda row: row.recall_interval[1] - row.recall_interval[0],
        ),
        share_column(
            tr("Right if named"),
            tr("Precision: how often it was right when it said this class."),
            lambda row: row.precision,
        ),
        share_column(
            tr("F1"), tr("Recall and precision in one figure; the smaller of the two counts most."), lambda row: row.f1
        ),
    )


def _threshold_column() -> Column[ClassRow]:
    return Column(
        tr("Given from"),
        tr("From what probability on the label is given."),
        lambda row: "–" if row.threshold is None else share(row.threshold, 0),
        lambda row: row.threshold or 0.0,
    )


def _interval(row: ClassRow) -> str:
    low, high = row.recall_interval
    return tr("{low} to {high}", low=share(low, 0), high=share(high, 0))
