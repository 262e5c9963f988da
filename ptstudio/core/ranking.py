"""Which models suit somebody's data best, and what they cost; does not know how that is found out.

The figures come from the training split alone: validation and test samples are never looked at.
"""

from ptstudio.core.message import Record
from ptstudio.core.metric import Estimate
from ptstudio.core.sentence import Sentence


class RankedModel(Record):
    """How well a simple model of this one's features does, and what it costs on this machine.

    `estimate` is the metric over all samples, each answered by a probe that did not learn from it; `fold_mean` and
    `fold_spread` (standard deviation) are those of the metric fold by fold. `seconds_per_sample` is one look at one
    sample, decoding left out; `memory_mb` the weights and, at most, what a training remembers of a batch.
    `parameters` counts the published network with its own head, as everywhere. `training_s` estimates a training of all
    training samples from its start to its report, by the preset's key.
    """

    key: str
    title: str
    estimate: Estimate
    fold_mean: float
    fold_spread: float
    seconds_per_sample: float
    parameters: int
    memory_mb: float
    training_s: dict[str, float]


class LeftOutModel(Record):
    """A model that could not be ranked, why, and what would help."""

    key: str
    title: str
    reason: str
    hint: str


class Ranking(Record):
    """Models on one dataset revision, the best first; equal ones by speed.

    `samples` of the `training_samples` were looked at. `baseline` is the metric of an answer that looks at no sample.
    """

    task: str
    dataset: str
    metric: str
    higher_is_better: bool
    samples: int
    training_samples: int
    folds: int
    baseline: float
    baseline_reason: str
    models: tuple[RankedModel, ...]
    left_out: tuple[LeftOutModel, ...]
    seconds: float

    def name_of(self, model: RankedModel | LeftOutModel) -> str:
        """The title of a model; with its key, where another model has the same title."""
        titles = [*(one.title for one in self.models), *(one.title for one in self.left_out)]
        return model.title if titles.count(model.title) == 1 else f"{model.title} ({model.key})"

    @property
    def tied(self) -> tuple[RankedModel, ...]:
        """The best model and all others whose interval overlaps with its own."""
        best = self.models[0].estimate
        return tuple(
            model for model in self.models if model.estimate.high >= best.low and model.estimate.low <= best.high
        )

    @property
    def recommended(self) -> RankedModel:
        """The fastest of those that cannot be told apart from the best."""
        return min(self.tied, key=lambda model: model.seconds_per_sample)

    @property
    def verdict(self) -> Sentence:
        """What the ranking comes to."""
        best, fastest, tied, name = self.models[0], self.recommended, self.tied, self.name_of
        if len(self.models) == 1:
            return Sentence("Only {best} was tried, so there is nothing to compare it with.", {"best": name(best)})
        if len(tied) == 1:
            return Sentence("{best} does best on your data: its interval lies beyond all others.", {"best": name(best)})
        slower = best if fastest is not best else min(tied[1:], key=lambda model: model.seconds_per_sample)
        said = _AS_FAST if len(tied) == 2 else _AS_FAST_AS
        names = {"some": ", ".join(map(name, tied[:-1])), "last": name(tied[-1])}
        times = _times(slower.seconds_per_sample / fastest.seconds_per_sample)
        return Sentence(said, names | {"fastest": name(fastest), "slower": name(slower), "times": times})


_AS_FAST = "{some} and {last} cannot be told apart on your data; {fastest} is {times} as fast."
_AS_FAST_AS = "{some} and {last} cannot be told apart on your data; {fastest} is {times} as fast as {slower}."
_TIMES = {2: "twice", 3: "three times", 4: "four times", 5: "five times"}


def _times(factor: float) -> Sentence:
    """How many times, as people say it."""
    if factor < 1.05:
        return Sentence("just")
    whole = round(factor)
    if factor >= 1.75 and whole in _TIMES:
        return Sentence(_TIMES[whole])
    return Sentence("{number} times", {"number": f"{factor:.1f}" if factor < 1.75 else str(whole)})
