"""A ranking of models as it is shown: its sentences, the rows of its table, its costs; knows no widget but cells."""

import csv
import io
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from ptstudio.app import formats, sample_words
from ptstudio.app.run_facts import with_interval
from ptstudio.app.translation import tr
from ptstudio.app.widgets.row_table import Cell, Row
from ptstudio.core.jobs import RankJob
from ptstudio.core.metric import MetricFacts
from ptstudio.core.ranking import RankedModel, Ranking
from ptstudio.core.run import Run, RunStatus
from ptstudio.tasks import all_tasks

A_SAMPLE = "sample"
"""The key of the cost of a single sample; the keys of the others are those of presets."""


class Standing(StrEnum):
    """How a model came out."""

    RECOMMENDED = "recommended"
    TIED = "tied"
    BEHIND = "behind"


@dataclass(frozen=True)
class Ranked:
    """A ranking and the run that made it."""

    run: Run
    ranking: Ranking


def latest(runs: Iterable[Run], dataset: str) -> Ranked | None:
    """The newest ranking on a revision (`name/0001`), if there is one that can be read."""
    made = [run for run in runs if isinstance(run.job, RankJob) and run.job.dataset == dataset]
    finished = [run for run in made if run.status is RunStatus.FINISHED]
    read = (_read(run) for run in sorted(finished, key=lambda run: run.order, reverse=True))
    return next((found for found in read if found is not None), None)


def _read(run: Run) -> Ranked | None:
    """What a run has found; nothing where another PTStudio has written what this one does not know."""
    try:
        ranking = Ranking.model_validate(run.result)
    except ValidationError:
        return None
    task = all_tasks().get(ranking.task)
    is_known = task is not None and ranking.metric in {facts.key for facts in task.metrics}
    return Ranked(run, ranking) if is_known and ranking.models else None


def metric_of(ranking: Ranking) -> MetricFacts:
    """The facts of the metric that models were ranked by."""
    return next(facts for facts in all_tasks()[ranking.task].metrics if facts.key == ranking.metric)


def kind_of(ranking: Ranking) -> str:
    """What the samples are."""
    return all_tasks()[ranking.task].icon


def standing(ranking: Ranking, model: RankedModel) -> Standing:
    """How a model came out."""
    if model == ranking.recommended:
        return Standing.RECOMMENDED
    return Standing.TIED if model in ranking.tied else Standing.BEHIND


def standing_words(ranking: Ranking, model: RankedModel) -> str:
    """The same in a few words."""
    match standing(ranking, model):
        case Standing.RECOMMENDED:
            return tr("recommended")
        case Standing.TIED:
            best = ranking.models[0]
            return tr("best figure, but slower") if model == best else tr("as good, as far as can be told")
    return tr("behind the best")


def about(ranked: Ranked, ready: Set[str]) -> str:
    """How and when it was found out, and how many of the models that are `ready` now were not tried."""
    ranking = ranked.ranking
    kind = kind_of(ranking)
    said = tr("Found out with {samples} in {time}, on {day}. Each figure stands with the range in which it would most "
              "likely lie with {others}.", samples=sample_words.of_training(kind, ranking.samples,
              ranking.training_samples), others=sample_words.others_alike(kind),
              time=formats.duration(ranking.seconds), day=formats.day(ranked.run.begun_at))  # fmt: skip
    untried = len(ready - {model.key for model in ranking.models} - {model.key for model in ranking.left_out})
    if not untried:
        return said
    more = tr("1 model on this machine was not tried.") if untried == 1 else tr(
        "{count} models on this machine were not tried.", count=untried)  # fmt: skip
    return f"{said} {more}"


def costs(ranking: Ranking) -> list[tuple[str, str]]:
    """What models can be compared by beside the metric: keys and titles."""
    presets = all_tasks()[ranking.task].presets
    known = {key for model in ranking.models for key in model.training_s}
    training = [(one.key, tr("Training: {preset}", preset=tr(one.title))) for one in presets if one.key in known]
    return [(A_SAMPLE, sample_words.time_for_one(kind_of(ranking))), *training]


def cost_of(model: RankedModel, cost: str) -> float:
    """The seconds that a model takes for a sample, or for a training with the preset of that key."""
    return model.seconds_per_sample if cost == A_SAMPLE else model.training_s.get(cost, 0.0)


def cost_words(seconds: float, cost: str) -> str:
    """Such a cost as a person reads it."""
    return formats.blink(seconds) if cost == A_SAMPLE else formats.duration(seconds)


def shape(ranking: Ranking, model: RankedModel) -> str:
    """The mark of a model in the chart."""
    return {Standing.RECOMMENDED: "diamond", Standing.TIED: "disc"}.get(standing(ranking, model), "ring")


def legend(ranking: Ranking) -> list[tuple[str, str]]:
    """What the shapes mean that are in the chart."""
    words = {"diamond": tr("recommended"), "disc": tr("as good, as far as can be told"), "ring": tr("behind")}
    found = {shape(ranking, model) for model in ranking.models}
    return [(name, said) for name, said in words.items() if name in found]


def headers(ranking: Ranking, preset: str) -> tuple[str, ...]:
    """The columns of the table; the training is one with that preset."""
    metric = tr(metric_of(ranking).title)
    title = next((tr(one.title) for one in all_tasks()[ranking.task].presets if one.key == preset), preset)
    costs_ = (sample_words.one(kind_of(ranking)), tr("Memory"), tr("Training ({preset})", preset=title))
    return (tr("Model"), tr("Comes out"), metric, tr("Varies by"), *costs_)


def rows(ranking: Ranking, preset: str) -> list[Row]:
    """A row for each model, the best first; the training is one with that preset."""
    return [_row(ranking, model, preset) for model in ranking.models]


def spoken(ranking: Ranking, model: RankedModel, cost: str) -> str:
    """All that the chart shows of a model in a line."""
    values = {"metric": tr(metric_of(ranking).title), "value": with_interval(model.estimate, metric_of(ranking))}
    return tr("{title}: {metric} {value}, {cost}, {standing}", title=ranking.name_of(model), **values,
              cost=cost_words(cost_of(model, cost), cost), standing=standing_words(ranking, model))  # fmt: skip


def chosen_words(ranking: Ranking, model: RankedModel, preset: str) -> str:
    """What is known of the model that a person has selected, in a line."""
    figure = with_interval(model.estimate, metric_of(ranking))
    seconds = model.training_s.get(preset)
    training = "" if seconds is None else tr("a training takes about {time}", time=formats.duration(seconds))
    facts = [figure, sample_words.takes_for_one(kind_of(ranking), formats.blink(model.seconds_per_sample)), training]
    return tr("{title}: {facts}", title=ranking.name_of(model), facts=", ".join(filter(None, facts)))


def table_text(ranking: Ranking) -> str:
    """The figures as CSV, unrounded."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    presets = sorted({key for model in ranking.models for key in model.training_s})
    ends = ("low", "high", "over_folds", "spread_over_folds")
    figures = (ranking.metric, *(f"{ranking.metric}_{end}" for end in ends))
    writer.writerow(["model", "title", *figures, "seconds_per_sample", "memory_mb", "parameters",
                     *(f"training_s_{preset}" for preset in presets)])  # fmt: skip
    for model in ranking.models:
        estimate = model.estimate
        measured = (estimate.value, estimate.low, estimate.high, model.fold_mean, model.fold_spread)
        training = (model.training_s.get(preset, "") for preset in presets)
        writer.writerow([model.key, model.title, *measured, model.seconds_per_sample, model.memory_mb,
                         model.parameters, *training])  # fmt: skip
    return stream.getvalue()


_SIGNS: Mapping[Standing, tuple[str, str]] = {
    Standing.RECOMMENDED: ("try", "accent"),
    Standing.TIED: ("done", "good"),
    Standing.BEHIND: ("todo", "muted"),
}


def _row(ranking: Ranking, model: RankedModel, preset: str) -> Row:
    facts = metric_of(ranking)
    icon_name, colour = _SIGNS[standing(ranking, model)]
    seconds = model.training_s.get(preset)
    return Row(
        model.key,
        (
            Cell(ranking.name_of(model)),
            Cell(standing_words(ranking, model), icon_name=icon_name, colour=colour),
            Cell(with_interval(model.estimate, facts), model.estimate.value),
            Cell(
                f"± {facts.written(model.fold_spread)}",
                model.fold_spread,
                tip=tr("How much the figure varies from one part of the samples to the next"),
            ),
            Cell(formats.blink(model.seconds_per_sample), model.seconds_per_sample),
            Cell(formats.size(model.memory_mb), model.memory_mb),
            Cell(formats.duration(seconds) if seconds is not None else "–", seconds or 0.0),
        ),
    )
