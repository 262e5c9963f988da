"""A measured figure and how far to trust it."""

from dataclasses import dataclass
from typing import Literal

from ptstudio.core.message import Record


class Estimate(Record):
    """A metric's value with the lower and upper end of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class MetricFacts:
    """What a metric means: for the window, the report and the model card.

    `scale` tells how to write it: `share` (0 to 1, written as per cent) or `number`.
    """

    key: str
    title: str
    help: str
    higher_is_better: bool = True
    scale: Literal["share", "number"] = "share"

    def written(self, value: float) -> str:
        """A value as it is read: per cent for shares, never rounded up to 100 %."""
        if self.scale == "number":
            return f"{value:.3g}"
        return exact_share(value)

    def written_apart(self, distance: float) -> str:
        """How far two values lie apart: of shares, in percentage points."""
        return f"{100 * distance:.1f} points" if self.scale == "share" else self.written(distance)

    def is_shown_better(self, estimate: Estimate, baseline: float) -> bool:
        """Whether the whole interval lies on the good side of the baseline."""
        return estimate.low > baseline if self.higher_is_better else estimate.high < baseline


def in_sentence(title: str) -> str:
    """A title as it stands within a sentence: words are small, names such as F1 stay as they are."""
    return " ".join(word.lower() if word.isalpha() and word.istitle() else word for word in title.split(" "))


def exact_share(value: float) -> str:
    """A share from 0 to 1 as per cent that says 100 % only where it is all of them."""
    percent = f"{100 * value:.1f}"
    return f"{'99.9' if percent == '100.0' and value < 1 else percent}\N{NO-BREAK SPACE}%"
