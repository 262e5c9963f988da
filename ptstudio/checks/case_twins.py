"""Classes whose names differ only in upper and lower case or in white space."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ptstudio.checks._check import DataCheck, SampleTable
from ptstudio.checks._counting import by_class, samples
from ptstudio.core.dataset import Finding


class CaseTwins(DataCheck):
    """“Cat” and “cat” are hardly meant to be two classes."""

    key = "case-twins"
    title = "Class names that look alike"
    concerns_training = False

    def examine(self, table: SampleTable) -> Iterator[Finding]:
        """Name the classes that look alike, and the renaming that would merge them."""
        sizes = Counter({label: of_class.total() for label, of_class in by_class(table).items()})
        alike: dict[str, list[str]] = defaultdict(list)
        for label in sorted(sizes):
            alike[re.sub(r"[\s_-]+", "", label.casefold())].append(label)
        for labels in alike.values():
            if len(labels) > 1:
                yield _finding(table.source, labels, sizes)


def _finding(source: str, labels: list[str], sizes: Counter[str]) -> Finding:
    kept = max(labels, key=lambda label: sizes[label])
    others = " and ".join(f"“{label}”" for label in labels if label != kept)
    named = " and ".join(f"“{label}” ({samples(sizes[label])})" for label in labels)
    return Finding(
        kind="case-twins",
        severity="warning",
        path=source,
        reason=f"The classes {named} differ only in upper and lower case or in spaces; they are learned as different.",
        remedy=f"If they are one class, rename {others} to “{kept}” when you import: equal names are merged.",
    )
