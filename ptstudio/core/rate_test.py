"""What a learning-rate range test found out: the curve, the rate it suggests, and why; does not know how it is run."""

from collections.abc import Sequence

from ptstudio.core.message import Record
from ptstudio.core.sentence import Sentence

SAFE_SHARE = 0.1
"""How far below the rate of the lowest loss the suggestion stays."""
LEAST_FALL = 0.05
"""A loss that never falls by this share tells nothing of rates."""
DIVERGED = 4.0
"""A loss this many times the lowest one has gone out of control."""


class RatePoint(Record):
    """The smoothed training loss after a step at this rate."""

    learning_rate: float
    loss: float


class RateTest(Record):
    """The points from the lowest rate to the highest, and what is made of them.

    `setting` is the name of the setting that the rate is for, `phase` what the stretch of training is called that was
    tried, `usual` the rate it would have had. `suggestion` is None where the loss tells nothing.
    """

    setting: str
    phase: str
    usual: float
    points: tuple[RatePoint, ...]
    suggestion: float | None
    seconds: float

    @property
    def lowest(self) -> RatePoint:
        """Where the loss was lowest."""
        return min(self.points, key=lambda point: point.loss)

    @property
    def reason(self) -> Sentence:
        """Why this rate, or why none."""
        if self.suggestion is None:
            return Sentence(
                "The loss hardly fell at any rate, so this test says nothing: keep the rate as it is, {usual}.",
                {"usual": rate_words(self.usual)},
            )
        return Sentence(
            "The loss was lowest at {lowest}, close to where it goes out of control; a tenth of that is safely below "
            "it and still learns fast. Without a choice of yours, it is {usual}.",
            {"lowest": rate_words(self.lowest.learning_rate), "usual": rate_words(self.usual)},
        )


def suggested(points: Sequence[RatePoint]) -> float | None:
    """A tenth of the rate with the lowest smoothed loss; None where that fell by less than a twentieth.

    Smith 2017 (arXiv:1506.01186) reads the largest rate from where the loss begins to rise again. The lowest point
    lies just before that and is too high already for a whole training, so that one stays an order of magnitude below
    it, after Howard and Gugger 2020 (Information 11(2):108, fastai). The steepest descent, another rule, is taken
    between two neighbours of a noisy curve: on few samples it moves by an order of magnitude from seed to seed.
    """
    if not points:
        return None
    lowest = min(points, key=lambda point: point.loss)
    if lowest.loss > (1 - LEAST_FALL) * points[0].loss:
        return None
    return float(f"{lowest.learning_rate * SAFE_SHARE:.2g}")


def rate_words(rate: float) -> str:
    """A rate as it is read: two digits, written out."""
    return f"{float(f'{rate:.2g}'):.9f}".rstrip("0").rstrip(".")
