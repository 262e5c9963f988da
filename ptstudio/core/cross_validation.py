"""What a cross-validation measured: every sample answered by a network that had not seen it; knows no network."""

import statistics
from collections.abc import Mapping, Sequence

from ptstudio.core.message import Record
from ptstudio.core.metric import Estimate, MetricFacts
from ptstudio.core.sentence import Sentence

PREDICTIONS = "predictions.csv"
"""The answer for every sample, in the run's folder."""


class Fold(Record):
    """One fold: how many samples it was measured on, and what came of it."""

    fold: int
    samples: int
    metrics: dict[str, float]
    seconds: float


class CrossValidation(Record):
    """The folds; by metric the mean over them and their spread (standard deviation, 0 of a single one); and all answers
    taken together (`pooled`) with their intervals and the baseline beside them.
    """

    task: str
    dataset: str
    metric: str
    samples: int
    folds: tuple[Fold, ...]
    mean: dict[str, float]
    spread: dict[str, float]
    pooled: dict[str, Estimate]
    baseline: dict[str, float]
    baseline_reason: str
    predictions: str
    seconds: float

    def verdict(self, metrics: Sequence[MetricFacts]) -> Sentence:
        """What it comes to; `metrics` are the task's."""
        facts = next(facts for facts in metrics if facts.key == self.metric)
        return Sentence(
            "{metric} is {mean} on average over {folds} folds, and strays by {spread} from fold to fold. Over all "
            "{samples} samples it lies between {low} and {high}; a guess reaches {baseline}.",
            {
                "metric": Sentence(facts.title),
                "mean": facts.written(self.mean[facts.key]),
                "spread": facts.written_apart(self.spread[facts.key]),
                "folds": str(len(self.folds)),
                "samples": f"{self.samples:,}",
                "low": facts.written(self.pooled[facts.key].low),
                "high": facts.written(self.pooled[facts.key].high),
                "baseline": facts.written(self.baseline[facts.key]),
            },
        )


ABOUT_FOLDS = Sentence(
    "Each fold was answered by a network that learned from the others: neither its best epoch nor anything else was "
    "chosen by the samples it was measured on. The test samples were not touched."
)


def mean_and_spread(measured: Sequence[Mapping[str, float]]) -> tuple[dict[str, float], dict[str, float]]:
    """The mean and the standard deviation (n - 1) over folds, by metric."""
    mean = {key: statistics.fmean(one[key] for one in measured) for key in measured[0]}
    if len(measured) < 2:
        return mean, dict.fromkeys(mean, 0.0)
    return mean, {key: statistics.stdev(one[key] for one in measured) for key in measured[0]}
