"""Classes with too few samples to be in every split."""

from collections.abc import Iterator

from ptstudio.checks._check import DataCheck, SampleTable
from ptstudio.checks._counting import by_class, in_words, samples
from ptstudio.core.dataset import SPLITS, Finding


class TinyClasses(DataCheck):
    """A class that is missing in a split is not learned, not watched, or not measured."""

    key = "tiny-classes"
    title = "Classes that are too small for every split"

    def examine(self, table: SampleTable) -> Iterator[Finding]:
        """Name each class that misses a split which other classes have, with its real counts."""
        counts = by_class(table)
        used = [split for split in SPLITS if any(of_class[split] for of_class in counts.values())]
        for label, of_class in counts.items():
            absent = [split.value for split in used if not of_class[split]]
            if absent:
                yield Finding(
                    kind="tiny-class",
                    severity="warning",
                    path=table.source,
                    reason=f"The class “{label}” has {samples(of_class.total())} ({in_words(of_class)}) and none "
                    f"for {' and '.join(absent)}, so that it cannot be {_consequence(absent)}.",
                    remedy="Add samples of this class (ten or more are a start), merge it with a similar class, or "
                    "leave it out.",
                )


def _consequence(absent: list[str]) -> str:
    consequences = {"train": "learned", "validation": "watched while learning", "test": "measured at the end"}
    return " nor ".join(consequences[split] for split in absent)
