"""Classes of very different size."""

from collections.abc import Iterator

from ptstudio.checks._check import DataCheck, SampleTable
from ptstudio.checks._counting import by_class, samples
from ptstudio.core.dataset import Finding

MOST_TIMES = 10


class Imbalance(DataCheck):
    """A network that always answers with a very large class is right most of the time, and has learned nothing."""

    key = "imbalance"
    title = "Classes of very different size"

    def examine(self, table: SampleTable) -> Iterator[Finding]:
        """Compare the largest class with the smallest."""
        counts = by_class(table)
        sizes = sorted(
            ((label, of_class.total()) for label, of_class in counts.items()), key=lambda item: (item[1], item[0])
        )
        if not sizes or sizes[-1][1] <= MOST_TIMES * sizes[0][1]:
            return
        (smallest, few), (largest, many) = sizes[0], sizes[-1]
        yield Finding(
            kind="imbalance",
            severity="warning",
            path=table.source,
            reason=f"The class “{largest}” has {samples(many)}, “{smallest}” only {few}: {many / few:.0f} times fewer. "
            "Small classes are easily overlooked, and the plain accuracy hides it.",
            remedy="Add samples of the small classes, or turn on class weighting for training; judge by the "
            "figures in which every class counts alike.",
        )
