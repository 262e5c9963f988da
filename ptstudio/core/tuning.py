"""What a search for good settings has come to, told from its trials alone, so that a stopped one tells it too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ptstudio.core.events import TrialEnded
from ptstudio.core.jobs import SettingValue, TrainJob, TuneJob
from ptstudio.core.metric import MetricFacts
from ptstudio.core.sentence import Sentence


@dataclass(frozen=True)
class Tuning:
    """The trials of a search; the first is the training as it was drafted. `samples` is how many validation samples
    every trial was measured on, 0 where that is not known.
    """

    job: TuneJob
    trials: Sequence[TrialEnded]
    metric: MetricFacts
    samples: int = 0

    @property
    def first(self) -> TrialEnded | None:
        """The trial with the settings as they were drafted, if it has a value."""
        return next((trial for trial in self.trials if trial.number == 1 and trial.value is not None), None)

    @property
    def best(self) -> TrialEnded | None:
        """The best trial so far, if any has come to something."""
        return next((trial for trial in reversed(self.trials) if trial.is_best), None)

    @property
    def ranked(self) -> list[TrialEnded]:
        """The trials that came to something, the best first; of equal ones the best, then the earlier."""
        sign = -1.0 if self.metric.higher_is_better else 1.0
        valued = [
            (sign * trial.value, trial is not self.best, trial) for trial in self.trials if trial.value is not None
        ]
        return [trial for *_, trial in sorted(valued, key=lambda one: one[:2])]

    @property
    def best_settings(self) -> dict[str, SettingValue]:
        """What the best trial's training changes of its preset."""
        best = self.best
        if best is None or best.number == 1:
            return dict(self.job.training.settings)
        return self.job.training.settings | best.settings

    @property
    def best_training(self) -> TrainJob:
        """The training with the best settings, which measures it on the test split."""
        return self.job.training.model_copy(update={"settings": self.best_settings, "command": ""})

    @property
    def verdict(self) -> Sentence:
        """What the search comes to."""
        first, best = self.first, self.best
        if best is None or best.value is None:
            return Sentence("No trial has come to a result yet.")
        if best.number == 1:
            return Sentence(
                "Nothing that was tried did better than the settings you began with: {metric} {value} on the "
                "validation samples.",
                {"metric": Sentence(self.metric.title), "value": self.metric.written(best.value)},
            )
        values: dict[str, str | Sentence] = {
            "number": str(best.number),
            "metric": Sentence(self.metric.title),
            "value": self.metric.written(best.value),
        }
        if first is None or first.value is None:
            return Sentence("Trial {number} did best: {metric} {value} on the validation samples.", values)
        return Sentence(
            "Trial {number} did best: {metric} {value} on the validation samples, {before} with the settings you began "
            "with.{doubt}",
            values | {"before": self.metric.written(first.value), "doubt": self._doubt(first.value, best.value)},
        )

    @property
    def caution(self) -> Sentence:
        """How far not to trust it."""
        return Sentence(
            "The best of {count} results on the same validation samples looks better than it is. What it is worth is "
            "told by one training with the best settings, measured on the test samples, which no trial has seen.",
            {"count": str(len([trial for trial in self.trials if trial.value is not None]))},
        )

    def _doubt(self, before: float, value: float) -> Sentence | str:
        """A share of n samples strays by its standard error, which a difference should exceed to mean anything."""
        if self.metric.scale != "share" or not self.samples:
            return ""
        error = (max(before * (1 - before), 0.25 / self.samples) / self.samples) ** 0.5
        if abs(value - before) > 2 * error:
            return ""
        return Sentence(" On {samples} samples, so small a difference may be chance.", {"samples": str(self.samples)})


def searched_names(trials: Sequence[TrialEnded]) -> list[str]:
    """Which settings a search varies, in the order in which they are declared."""
    found: Mapping[str, SettingValue] = trials[-1].settings if trials else {}
    return list(found)
