"""Where a search looks for settings, as optuna wants it said; and the trials so far, as optuna wants them told."""

from collections.abc import Mapping

from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution
from optuna.trial import FrozenTrial, TrialState, create_trial

from ptstudio.core.events import TrialEnded
from ptstudio.core.jobs import SettingValue
from ptstudio.core.message import Record
from ptstudio.core.settings import Span
from ptstudio.core.training import TrainingSettings

_STATES = {"finished": TrialState.COMPLETE, "pruned": TrialState.PRUNED, "failed": TrialState.FAIL}
Space = Mapping[str, BaseDistribution]


class KeptTrial(Record):
    """A trial as it is kept on disk.

    `values` are what the search had proposed, before it was rounded; `score` is what the search compares, higher being
    better, and `curve` the score after each epoch.
    """

    ended: TrialEnded
    values: dict[str, SettingValue]
    score: float | None
    curve: dict[int, float]


def space_of(settings: TrainingSettings) -> dict[str, BaseDistribution]:
    """Where to look for each setting that is worth a search."""
    return {name: _distribution(span) for name, span in settings.searched().items()}


def rounded(values: Mapping[str, SettingValue], settings: TrainingSettings) -> dict[str, SettingValue]:
    """Values as a person would write them: three digits, and still within the span."""
    spans = settings.searched()
    return {
        name: min(max(float(f"{value:.3g}"), spans[name].low), spans[name].high) if isinstance(value, float) else value
        for name, value in values.items()
    }


def known_values(settings: TrainingSettings, space: Space) -> dict[str, SettingValue]:
    """What settings say of the space's names, as far as it lies in the space; an automatic one does not."""
    values = settings.model_dump(mode="json")
    return {
        name: values[name] for name, where in space.items() if values[name] is not None and _holds(where, values[name])
    }


def as_optuna_knows(trial: KeptTrial, space: Space) -> FrozenTrial:
    """A trial of an earlier moment."""
    state = _STATES[trial.ended.state]
    return create_trial(
        state=state,
        value=None if state is TrialState.FAIL else trial.score,
        params=dict(trial.values),
        distributions={name: space[name] for name in trial.values},
        intermediate_values=dict(trial.curve),
    )


def _distribution(span: Span) -> BaseDistribution:
    if span.choices:
        return CategoricalDistribution(span.choices)
    return FloatDistribution(span.low, span.high, log=span.is_log)


def _holds(where: BaseDistribution, value: SettingValue) -> bool:
    if isinstance(where, FloatDistribution):
        return isinstance(value, int | float) and where.low <= value <= where.high
    return isinstance(where, CategoricalDistribution) and value in where.choices
