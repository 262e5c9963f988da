"""Groups whose samples lie in several splits."""

from collections import defaultdict
from collections.abc import Iterator

from ptstudio.checks._check import DataCheck, SampleTable
from ptstudio.core.dataset import SPLITS, Finding, Split

_NAMED = 5


class StraddlingGroups(DataCheck):
    """Samples of one patient, video or series in training and in test make the test easier than real life."""

    key = "straddling-groups"
    title = "Groups in several splits"

    def examine(self, table: SampleTable) -> Iterator[Finding]:
        """Count the groups that were divided, by given splits or because they were divided in an earlier import."""
        splits: dict[str, set[Split]] = defaultdict(set)
        for group, split in zip(table.groups, table.splits, strict=True):
            if group:
                splits[group].add(split)
        divided = sorted(group for group, where in splits.items() if len(where) > 1)
        if not divided:
            return
        named = ", ".join(f"“{group}” ({_listed(splits[group])})" for group in divided[:_NAMED])
        more = ", …" if len(divided) > _NAMED else ""
        groups = "1 group lies" if len(divided) == 1 else f"{len(divided):,} groups lie"
        yield Finding(
            kind="straddling-group",
            severity="warning",
            path=table.source,
            reason=f"{groups} in several splits: {named}{more}. The given splits, or those of an earlier import, are "
            "kept; but samples of one group resemble each other, so that the results will look better than they are.",
            remedy="Correct the given splits, or import without keeping them, as a new dataset.",
        )


def _listed(where: set[Split]) -> str:
    return ", ".join(split.value for split in SPLITS if split in where)
