"""Counting samples by class and split, for the checks."""

from collections import Counter, defaultdict

from ptstudio.checks._check import SampleTable
from ptstudio.core.dataset import SPLITS, Split


def by_class(table: SampleTable) -> dict[str, Counter[Split]]:
    """The samples that have each class, in each split; classes in the order of their names."""
    counts: dict[str, Counter[Split]] = defaultdict(Counter)
    for (labels, split), count in Counter(zip(table.labels, table.splits, strict=True)).items():
        for label in set(labels):
            counts[label][split] += count
    return dict(sorted(counts.items()))


def in_words(counts: Counter[Split]) -> str:
    """For example “3 for train, 1 for test”."""
    return ", ".join(f"{counts[split]} for {split.value}" for split in SPLITS if counts[split])


def samples(count: int) -> str:
    """The number with its noun."""
    return "1 sample" if count == 1 else f"{count:,} samples"
