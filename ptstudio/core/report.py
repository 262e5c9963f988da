"""The evaluation of a model on one split, as data; each section is drawn by its type."""

import math
from bisect import bisect_right
from typing import Annotated, Literal

from pydantic import Field

from ptstudio.core.lengths import Unread
from ptstudio.core.message import Record
from ptstudio.core.metric import Estimate
from ptstudio.core.prediction import FoundBox, FoundSpan, Mask, Prediction

WhatIsMarked = Literal["places", "answers"]
"""What is marked in texts: places of classes, such as names, or answers to questions."""


class ClassRow(Record):
    """How one class fared; `support` is the number of its samples, `threshold` from what probability on it is given,
    where that was chosen by the validation samples.
    """

    label: str
    precision: float
    recall: float
    f1: float
    support: int
    threshold: float | None = None

    @property
    def recall_interval(self) -> tuple[float, float]:
        """The 95 % interval of the recall, after Wilson (1927), JASA 22(158); all of 0 to 1 without samples."""
        if not self.support:
            return 0.0, 1.0
        z, n = 1.96, self.support
        middle = (self.recall + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * (self.recall * (1 - self.recall) / n + z * z / (4 * n * n)) ** 0.5
        return max(0.0, middle - half), min(1.0, middle + half)


class PerClass(Record):
    """A table with a row a class."""

    type: Literal["PerClass"] = "PerClass"
    rows: tuple[ClassRow, ...]

    @property
    def has_thresholds(self) -> bool:
        """Whether it was chosen from what probability on each class is given."""
        return any(row.threshold is not None for row in self.rows)


class ConfusionCell(Record):
    """Samples of class `truth` that were taken for `predicted`; indices into the classes, ids of the samples."""

    truth: int
    predicted: int
    samples: tuple[str, ...]


class Confusion(Record):
    """The confusion matrix; cells without samples are left out."""

    type: Literal["Confusion"] = "Confusion"
    classes: tuple[str, ...]
    cells: tuple[ConfusionCell, ...]


class Mistake(Record):
    """A sample that was taken for something else, and how sure the network was of it (0 to 1)."""

    sample: str
    truth: str
    prediction: Prediction
    confidence: float


class Mistakes(Record):
    """The wrong answers, the most confident first."""

    type: Literal["Mistakes"] = "Mistakes"
    mistakes: tuple[Mistake, ...]


class MarkedMistake(Record):
    """A text in which something was marked wrongly or missed: what should have been marked, and what was."""

    sample: str
    truth: tuple[FoundSpan, ...]
    said: tuple[FoundSpan, ...]


class MarkedMistakes(Record):
    """The texts with mistakes, those in which something wrong was marked with most confidence first."""

    type: Literal["MarkedMistakes"] = "MarkedMistakes"
    of: WhatIsMarked = "places"
    mistakes: tuple[MarkedMistake, ...]


class SpanMatches(Record):
    """What became of the places in the texts, each counted once: `exact` ones were found; of others the class was
    another (`other_class`), or they overlap with one that was marked in the same class (`other_bounds`) or in another
    (`both_other`); nothing was marked at those that were `missed`. `invented` ones were marked where there is nothing.
    """

    type: Literal["SpanMatches"] = "SpanMatches"
    of: WhatIsMarked = "places"
    exact: int
    other_class: int
    other_bounds: int
    both_other: int
    missed: int
    invented: int

    @property
    def places(self) -> int:
        """How many there are in the texts."""
        return self.exact + self.other_class + self.other_bounds + self.both_other + self.missed

    @property
    def has_mixed_classes(self) -> bool:
        """Whether any was taken for one of another class."""
        return bool(self.other_class or self.both_other)


class CalibrationBin(Record):
    """Samples whose confidence lay between `low` and `high`: their mean confidence and the share that was right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


class Calibration(Record):
    """Whether “90 % sure” means right nine times in ten; empty bins are left out."""

    type: Literal["Calibration"] = "Calibration"
    bins: tuple[CalibrationBin, ...]

    @property
    def samples(self) -> int:
        """How many samples there are in all bins."""
        return sum(part.count for part in self.bins)

    @property
    def confidence(self) -> float:
        """The mean confidence over all samples, of which there must be some (0 to 1)."""
        return sum(part.count * part.confidence for part in self.bins) / self.samples

    @property
    def accuracy(self) -> float:
        """The share of all samples that was right (0 to 1)."""
        return sum(part.count * part.accuracy for part in self.bins) / self.samples

    @property
    def error(self) -> float:
        """How far confidence lies from being right, bin by bin, on average (0 to 1): the expected calibration error."""
        return sum(part.count * abs(part.confidence - part.accuracy) for part in self.bins) / self.samples

    @property
    def error_by_chance(self) -> float:
        """About how large the error of so many samples is where each confidence is true: the share of a bin of n
        samples strays by the standard error of a share.
        """
        strayed = (math.sqrt(part.count * part.confidence * (1 - part.confidence)) for part in self.bins)
        return sum(strayed) / self.samples

    @property
    def verdict(self) -> Literal["fair", "too-sure", "too-modest"]:
        """Over all samples; a difference within twice the standard error of a share may be chance, and is fair."""
        sure, right = self.confidence, self.accuracy
        chance = 2 * (max(right * (1 - right), 0.25 / self.samples) / self.samples) ** 0.5
        if abs(sure - right) <= max(chance, 0.02):
            return "fair"
        return "too-sure" if sure > right else "too-modest"


class BoxClassRow(Record):
    """How things of one class fared: `ap` is the average precision over overlaps (IoU) of 0.5 to 0.95, `ap50` that at
    0.5; precision and recall are those of what is found with the threshold; `support` is how many there are.
    """

    label: str
    ap: float
    ap50: float
    precision: float
    recall: float
    support: int


class BoxClasses(Record):
    """A table with a row a class; `threshold` is the probability from which on a thing counts as found."""

    type: Literal["BoxClasses"] = "BoxClasses"
    threshold: float
    rows: tuple[BoxClassRow, ...]


class BoxSizes(Record):
    """How well small, medium and large things are found (COCO: below 32², up to 96², above, in square pixels of the
    picture): the average precision over overlaps of 0.5 to 0.95, None where there are none; and how many there are.
    """

    type: Literal["BoxSizes"] = "BoxSizes"
    small: float | None
    medium: float | None
    large: float | None
    supports: tuple[int, int, int]


class ThresholdPoint(Record):
    """What is found from a probability on: precision, recall and their harmonic mean, at an overlap of 0.5."""

    threshold: float
    precision: float
    recall: float
    f1: float


class ThresholdCurve(Record):
    """What another threshold would give, rising from 0 to 1, of one class or (`label` empty) of all together."""

    label: str = ""
    points: tuple[ThresholdPoint, ...]

    def at(self, least: float) -> ThresholdPoint:
        """What is found from a probability on: the last point that is no higher; there must be some."""
        return self.points[max(0, bisect_right([point.threshold for point in self.points], least + 1e-6) - 1)]


class Thresholds(Record):
    """Precision and recall from every probability on: of all classes, then of each; `chosen` is the one in use, at
    which each has a point.
    """

    type: Literal["Thresholds"] = "Thresholds"
    chosen: float
    curves: tuple[ThresholdCurve, ...]


class BoxErrors(Record):
    """What went wrong, after TIDE (Bolya et al. 2020, arXiv:2008.08115): things that were `missed`; and of what was
    found, `background` where there is nothing, `other_class`, `badly_placed` (an overlap of 0.1 to 0.5), `both_other`,
    and `double` where another one had found the thing already; `right` is how many were found as they are.
    """

    type: Literal["BoxErrors"] = "BoxErrors"
    right: int
    missed: int
    background: int
    other_class: int
    badly_placed: int
    both_other: int
    double: int


class BoxMistake(Record):
    """A picture of `width` × `height` pixels in which something is wrong: what is there, and what was said (also below
    the threshold); `wrong` counts the mistakes.
    """

    sample: str
    width: int
    height: int
    truth: tuple[FoundBox, ...]
    said: tuple[FoundBox, ...]
    wrong: int


class BoxMistakes(Record):
    """The pictures with mistakes, those with the most first; `threshold` is the one in use."""

    type: Literal["BoxMistakes"] = "BoxMistakes"
    threshold: float
    mistakes: tuple[BoxMistake, ...]


class MaskClassRow(Record):
    """How the pixels of one class fared; `share` is that of all pixels, `boundary` the F1 of its edges, None where it
    has none, `support` the number of pictures it is in.
    """

    label: str
    iou: float
    dice: float
    precision: float
    recall: float
    boundary: float | None
    share: float
    support: int


class MaskClasses(Record):
    """A table with a row a class."""

    type: Literal["MaskClasses"] = "MaskClasses"
    rows: tuple[MaskClassRow, ...]


class PixelConfusion(Record):
    """Of the pixels of each class (a row), the share that was taken for each (a column); rows without pixels are 0."""

    type: Literal["PixelConfusion"] = "PixelConfusion"
    classes: tuple[str, ...]
    shares: tuple[tuple[float, ...], ...]


class MaskMistake(Record):
    """A picture with what is there and what was said, and the mean IoU of its classes."""

    sample: str
    truth: Mask
    said: Mask
    iou: float


class MaskMistakes(Record):
    """The pictures, those that were told worst first."""

    type: Literal["MaskMistakes"] = "MaskMistakes"
    mistakes: tuple[MaskMistake, ...]


Section = Annotated[
    PerClass
    | Confusion
    | Mistakes
    | Calibration
    | MarkedMistakes
    | SpanMatches
    | BoxClasses
    | BoxSizes
    | Thresholds
    | BoxErrors
    | BoxMistakes
    | MaskClasses
    | PixelConfusion
    | MaskMistakes,
    Field(discriminator="type"),
]


class SplitReport(Record):
    """How the model did on one split, with the baseline beside it; `unread` is what it did not get to read of the
    samples, where it reads.
    """

    split: str
    samples: int
    metrics: dict[str, Estimate]
    baseline: dict[str, float]
    baseline_reason: str
    sections: tuple[Section, ...]
    unread: Unread | None = None


class Report(Record):
    """Everything that was measured of a run; by split."""

    task: str
    model: str
    run: str
    dataset: str
    classes: tuple[str, ...]
    splits: dict[str, SplitReport]
