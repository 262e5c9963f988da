"""Rate tests, searches for settings and cross-validations in words and figures; knows no widget."""

import math
from collections.abc import Iterable, Sequence
from typing import TypeVar

from pydantic import ValidationError

from ptstudio.app import formats
from ptstudio.app.chart_series import Series
from ptstudio.app.draft_values import shown_values
from ptstudio.app.translation import tr
from ptstudio.core.cross_validation import CrossValidation
from ptstudio.core.dataset import Split
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import RateTried, TrialEnded
from ptstudio.core.familiarity import Familiarity
from ptstudio.core.jobs import (
    CrossValidateJob,
    DraftedJob,
    Job,
    PretrainJob,
    RateTestJob,
    SettingValue,
    TrainJob,
    TuneJob,
)
from ptstudio.core.metric import MetricFacts
from ptstudio.core.project import Project
from ptstudio.core.rate_test import RatePoint, RateTest, rate_words
from ptstudio.core.run import Run
from ptstudio.core.settings import SettingFacts
from ptstudio.core.tuning import Tuning
from ptstudio.tasks import all_tasks

R = TypeVar("R", RateTest, CrossValidation, Familiarity)


def training_of(job: Job) -> TrainJob | None:
    """The training that settings are sought for; None where a job does something else."""
    return job.training if isinstance(job, DraftedJob) else None


def latest(runs: Iterable[Run], training: TrainJob) -> Run | None:
    """The newest run that sought settings for this model on these data."""
    wanted = (training.task, training.dataset, training.model)
    found = [run for run in runs if (own := training_of(run.job)) and (own.task, own.dataset, own.model) == wanted]
    return max(found, key=lambda run: run.order, default=None)


def metric_of(training: TrainJob) -> MetricFacts:
    """The metric that decides."""
    task = all_tasks()[training.task]
    return task.deciding_metric


def facts_of(training: TrainJob) -> dict[str, SettingFacts]:
    """The settings of the task, by name."""
    return {facts.name: facts for facts in all_tasks()[training.task].settings.facts()}


def to_be_searched(training: TrainJob) -> list[str]:
    """The settings that a search for this training will vary."""
    task = all_tasks()[training.task]
    settings = task.settings.from_values(shown_values(task, training.preset, training.settings))
    return list(settings.searched())


def rate_test_of(run: Run) -> RateTest | None:
    """What a rate test came to; None before it has ended well."""
    return _read(RateTest, run) if isinstance(run.job, RateTestJob) else None


def folds_of(run: Run) -> CrossValidation | None:
    """What a cross-validation came to; None before it has ended well."""
    return _read(CrossValidation, run) if isinstance(run.job, CrossValidateJob) else None


def familiarity_of(run: Run) -> Familiarity | None:
    """What came of making a model familiar with texts; None before it has ended well."""
    return _read(Familiarity, run) if isinstance(run.job, PretrainJob) else None


def tuning_of(run: Run, project: Project | None) -> Tuning | None:
    """What a search has come to, whether it has ended or not."""
    if not isinstance(run.job, TuneJob):
        return None
    return Tuning(run.job, run.trials, metric_of(run.job.training), _validation_samples(run.job.training, project))


def words_of(run: Run, project: Project | None) -> str:
    """What a run came to, in one line; empty where it has come to nothing yet."""
    found, folds, tuning, familiar = rate_test_of(run), folds_of(run), tuning_of(run, project), familiarity_of(run)
    if found is not None and found.suggestion is not None:
        return tr("The test suggests a learning rate of {rate}.", rate=rate_words(found.suggestion))
    if found is not None:
        return tr("The test of learning rates said nothing.")
    if folds is not None:
        facts = metric_of(run.job.training) if isinstance(run.job, CrossValidateJob) else None
        return mean_words(folds, facts) if facts is not None else ""
    if tuning is not None and tuning.best is not None and tuning.best.value is not None:
        best = tuning.metric.written(tuning.best.value)
        return tr("The best of {count} trials reached {value}.", count=len(tuning.trials), value=best)
    if familiar is not None:
        return tr("There is a model that is familiar with your texts: {title}.", title=familiar.title)
    return ""


def mean_words(folds: CrossValidation, facts: MetricFacts) -> str:
    """The deciding metric over all folds."""
    return tr(
        "{metric} {mean} ± {spread} over {count} folds.",
        metric=tr(facts.title),
        mean=facts.written(folds.mean[facts.key]),
        spread=facts.written(folds.spread[facts.key]),
        count=len(folds.folds),
    )


def settings_with(training: TrainJob, values: dict[str, SettingValue]) -> dict[str, SettingValue]:
    """What the training changes of its preset once these settings are used."""
    return training.settings | values


# ---------------------------------------------------------------------- curves


def rate_series(rates: Sequence[RateTried] | Sequence[RatePoint], name: str) -> Series:
    """The loss over the decades that a rate lies above the first one."""
    first = rates[0].learning_rate if rates else 1.0
    return Series(name, tuple(decades(rate.learning_rate, first) for rate in rates), tuple(rate.loss for rate in rates))


def decades(rate: float, first: float) -> float:
    """How many powers of ten a rate lies above the first one."""
    return math.log10(rate / first)


def rate_at(place: float, first: float) -> str:
    """The rate at a place of the axis, in words."""
    return rate_words(float(first * 10.0**place))


def rate_places(first: float, last: float) -> list[tuple[float, str]]:
    """What is written below the axis: the powers of ten."""
    powers = range(math.ceil(math.log10(first) - 1e-9), math.floor(math.log10(last) + 1e-9) + 1)
    return [(power - math.log10(first), rate_words(10.0**power)) for power in powers]


def trial_series(trials: Sequence[TrialEnded], metric: MetricFacts) -> list[Series]:
    """What each trial came to, and the best until then."""
    valued = [(trial.number, trial.value) for trial in trials if trial.value is not None]
    best: list[float] = []
    for _, value in valued:
        better = max if metric.higher_is_better else min
        best.append(better([value, *best[-1:]]))
    numbers = tuple(float(number) for number, _ in valued)
    each = Series(tr("Each trial"), numbers, tuple(value for _, value in valued), is_fine=True)
    return [each, Series(tr("Best so far"), numbers, tuple(best), 1)]


# ---------------------------------------------------------------------- rows


def fold_rows(folds: CrossValidation, metrics: Sequence[MetricFacts]) -> list[list[str]]:
    """A row a fold with its samples and metrics, then the mean with the spread."""
    rows = [
        [
            tr("Fold {number}", number=fold.fold),
            formats.count(fold.samples),
            *(facts.written(fold.metrics[facts.key]) for facts in metrics),
            formats.duration(fold.seconds),
        ]
        for fold in folds.folds
    ]
    means = [f"{facts.written(folds.mean[facts.key])} ± {facts.written(folds.spread[facts.key])}" for facts in metrics]
    return [*rows, [tr("Mean ± spread"), formats.count(folds.samples), *means, formats.duration(folds.seconds)]]


def _validation_samples(training: TrainJob, project: Project | None) -> int:
    try:
        return project.revision(training.dataset).counts.totals.get(Split.VALIDATION, 0) if project else 0
    except PTStudioError:
        return 0


def _read(kind: type[R], run: Run) -> R | None:
    try:
        return kind.model_validate(run.result) if run.result else None
    except ValidationError:
        return None
