"""A few models side by side: their facts in rows, and which value of a row is the best; knows no widget."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ptstudio.app import input_words, model_fit, model_words
from ptstudio.app.model_advice import Advice
from ptstudio.app.model_badges import place_badge
from ptstudio.app.model_browsing import Listed, speed_words
from ptstudio.app.model_costs import effort_of
from ptstudio.app.model_facts import paper
from ptstudio.app.translation import tr

MOST = 4


@dataclass(frozen=True)
class ComparedFact:
    """A fact and its value for each model; `best` is the place of the best value, if one is better than all others."""

    name: str
    values: tuple[str, ...]
    best: int | None = None


def compared(models: Sequence[Listed], advised: Mapping[str, Advice]) -> tuple[ComparedFact, ...]:
    """The facts of these models, in the order in which they are given; `advised` is what is said of some of them."""

    def plain(name: str, say: Callable[[Listed], str]) -> ComparedFact:
        return ComparedFact(name, tuple(map(say, models)))

    def least(name: str, say: Callable[[Listed], str], of: Callable[[Listed], float | None]) -> ComparedFact:
        values = tuple(map(say, models))
        return ComparedFact(name, values, _least([of(listed) for listed in models], values))

    def advice(listed: Listed) -> str:
        return advised[listed.key].words if listed.key in advised else ""

    rows = (
        plain(tr("For your data"), advice),
        plain(tr("On this machine"), lambda listed: place_badge(listed).text),
        plain(tr("Fits this machine"), lambda listed: model_fit.verdict_words(listed.fit.verdict)),
        least(tr("Published accuracy"), lambda listed: model_words.accuracy(listed.model), _missing_to_perfect(models)),
        least(tr("Speed"), lambda listed: speed_words(listed.speed), lambda listed: effort_of(listed.model)),
        least(tr("Weights"), lambda listed: model_words.weights(listed.model), lambda listed: listed.model.size_mb),
        least(tr("Memory to train"), lambda listed: model_fit.amount(listed.fit.train_mb, listed.fit), _whole_train_mb),
        least(tr("Memory to use"), lambda listed: model_fit.amount(listed.fit.use_mb, listed.fit), _whole_use_mb),
        least(tr("Parameters"), lambda listed: model_words.parameters(listed.model),
              lambda listed: listed.model.parameters),
        *_inputs(models),
        plain(tr("Languages"), lambda listed: input_words.languages(listed.model.languages)),
        plain(tr("Learned from"), lambda listed: model_words.learned_from(listed.model)),
        plain(tr("Licence"), lambda listed: model_words.licence(listed.model)),
        plain(tr("Good for"), lambda listed: tr(listed.model.summary)),
        plain(tr("Limits of its own"), _limits_beside(models)),
        plain(tr("Paper"), lambda listed: paper(listed.model)),
    )  # fmt: skip
    return tuple(row for row in rows if any(row.values))


def _inputs(models: Sequence[Listed]) -> Iterator[ComparedFact]:
    """How much each sees of a sample: a row for pictures, and one for texts, where somebody compares both."""
    for title in dict.fromkeys(input_words.title(listed.model.input) for listed in models):
        of_these = (listed.model.input if input_words.title(listed.model.input) == title else None for listed in models)
        yield ComparedFact(title, tuple("" if one is None else input_words.size(one) for one in of_these))


def _least(values: Sequence[float | None], words: Sequence[str]) -> int | None:
    """Where the smallest of several known values is, unless another one reads the same."""
    known = {place: value for place, value in enumerate(values) if value is not None}
    if len(known) < 2:
        return None
    best = min(known, key=lambda place: known[place])
    return best if words.count(words[best]) == 1 else None


def _missing_to_perfect(models: Sequence[Listed]) -> Callable[[Listed], float | None]:
    """What is missing to a perfect accuracy; figures on different pictures are not compared."""
    measured_on = {listed.model.accuracy_on for listed in models if listed.model.accuracy is not None}

    def missing(listed: Listed) -> float | None:
        return 100 - listed.model.accuracy if listed.model.accuracy is not None and len(measured_on) == 1 else None

    return missing


def _limits_beside(models: Sequence[Listed]) -> Callable[[Listed], str]:
    """The known limits of a model that not all of them share."""
    shared = set.intersection(*(set(listed.model.limits) for listed in models))

    def own(listed: Listed) -> str:
        return "\n".join(tr(limit) for limit in listed.model.limits if limit not in shared)

    return own


def _whole_train_mb(listed: Listed) -> float | None:
    return listed.fit.train_mb if listed.fit.is_whole else None


def _whole_use_mb(listed: Listed) -> float | None:
    return listed.fit.use_mb if listed.fit.is_whole else None
