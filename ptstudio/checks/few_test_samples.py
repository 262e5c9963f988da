"""Test splits that are too small to measure with."""

from collections.abc import Iterator

from ptstudio.checks._check import DataCheck, SampleTable
from ptstudio.checks._counting import by_class, samples
from ptstudio.core.dataset import Finding, Split

FEWEST = 30
FEWEST_OF_A_CLASS = 5
_NAMED = 5


class FewTestSamples(DataCheck):
    """The fewer samples a result is measured on, the more of it is luck."""

    key = "few-test-samples"
    title = "A small test split"
    concerns_training = False

    def examine(self, table: SampleTable) -> Iterator[Finding]:
        """Count the test samples, all together and of each class."""
        tested = {label: counts[Split.TEST] for label, counts in by_class(table).items()}
        total = sum(split is Split.TEST for split in table.splits)
        few = [label for label, count in tested.items() if count < FEWEST_OF_A_CLASS]
        if not tested or (total >= FEWEST and not few):
            return
        yield Finding(
            kind="few-test-samples",
            severity="warning",
            path=table.source,
            reason=_reason(total, few, tested),
            remedy="Add samples, or give the test split a larger share.",
        )


def _reason(total: int, few: list[str], tested: dict[str, int]) -> str:
    if not total:
        return "There is no test split, so that nobody can tell how good the trained model is on new samples."
    if total < FEWEST:
        are = "is" if total == 1 else "are"
        return f"Only {samples(total)} {are} for test: the measured results will be uncertain (wide intervals)."
    named = ", ".join(f"“{label}” ({tested[label]})" for label in few[:_NAMED])
    more = f" and {len(few) - _NAMED:,} more" if len(few) > _NAMED else ""
    return (
        f"These classes have fewer than {FEWEST_OF_A_CLASS} test samples: {named}{more}. "
        "What is measured for them will be uncertain (wide intervals)."
    )
