"""Which models are recommended for somebody's data, each with the reason; knows no widget.

What a ranking has measured on the data counts. Without one there is only a plain rule: the best published accuracy of
those that are quick enough here.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ptstudio.app import model_words
from ptstudio.app.model_browsing import Listed
from ptstudio.app.model_costs import Speed
from ptstudio.app.model_fit import Verdict
from ptstudio.app.model_ranking import metric_of
from ptstudio.app.run_facts import with_interval
from ptstudio.app.translation import tr
from ptstudio.core.ranking import RankedModel, Ranking

ENOUGH_FOR_SLOW = 5_000
"""From how many training samples on the largest networks gain from a graphics card what they cost."""
LARGEST_BLOW_UP = 4.0
"""How many times a picture may be enlarged for a network before most of what it computes is about nothing."""
MOST = 3


@dataclass(frozen=True)
class DataFacts:
    """What counts of a dataset: its training samples, and the shorter side of a usual picture, 0 if not known."""

    samples: int
    px: int = 0


def advise(
    known: Sequence[Listed], data: DataFacts | None, *, has_card: bool, ranking: Ranking | None = None
) -> dict[str, str]:
    """The recommended models with the reason for each, the best first.

    Where a ranking compares some, that is the one it recommends, and up to `MOST` that cannot be told apart from it.
    Otherwise the most accurate ones that are quick enough, at most `MOST`, and beside them the best of those on this
    machine. Without data nothing is recommended.
    """
    if data is None or not data.samples:
        return {}
    measured = _measured(known, ranking) if ranking is not None and len(ranking.models) > 1 else {}
    if measured:
        return measured
    able = [listed for listed in known if _is_able(listed, data, has_card=has_card)]
    ranked = sorted(_comparable(able), key=lambda listed: -(listed.model.accuracy or 0.0))
    chosen = {listed.key: listed for listed in (*ranked[:MOST], *_best_here(ranked, able))}
    ranks = {listed.key: rank for rank, listed in enumerate(ranked, 1)}
    situation = _situation(data, has_card=has_card)
    return {key: f"{situation} {_rank_words(listed, ranks.get(key), len(ranked))}" for key, listed in chosen.items()}


def quick_enough(data: DataFacts, *, has_card: bool) -> tuple[Speed, ...]:
    """The classes of speed with which a training of these data takes no longer than it is worth.

    Fifteen passes over 500 samples take ResNet-50, of medium speed, three quarters of an hour on one core of a
    processor (measured): nothing to begin with.
    """
    if not has_card:
        return (Speed.QUICK,)
    return tuple(Speed) if data.samples >= ENOUGH_FOR_SLOW else (Speed.QUICK, Speed.MEDIUM)


def _measured(known: Sequence[Listed], ranking: Ranking) -> dict[str, str]:
    """What a ranking recommends, as far as it is still on this machine."""
    here = {listed.key for listed in known if listed.is_here}
    best, others = ranking.recommended, [model for model in ranking.tied if model != ranking.recommended]
    if best.key not in here:
        return {}
    found = {best.key: _measured_words(ranking, best)}
    return found | {model.key: _measured_words(ranking, model) for model in others[: MOST - 1] if model.key in here}


def _measured_words(ranking: Ranking, model: RankedModel) -> str:
    values = {"count": len(ranking.models), "figure": with_interval(model.estimate, metric_of(ranking))}
    if model != ranking.recommended:
        return tr("On a sample of your data it does as well as the best of {count}, as far as can be told, but is "
                  "slower: {figure}.", **values)  # fmt: skip
    if model == ranking.models[0]:
        return tr("Best of {count} on a sample of your data: {figure}.", **values)
    return tr("On a sample of your data the quickest of those that cannot be told apart from the best of {count}: "
              "{figure}.", **values)  # fmt: skip


def _is_able(listed: Listed, data: DataFacts, *, has_card: bool) -> bool:
    """Whether it fits machine and data, and whoever follows the advice is free to sell what they train."""
    is_blown_up = data.px > 0 and listed.model.input.px > LARGEST_BLOW_UP * data.px
    is_quick = listed.speed in quick_enough(data, has_card=has_card)
    is_free = listed.is_here or not listed.is_non_commercial
    return listed.fit.verdict is Verdict.FITS and is_quick and is_free and not is_blown_up


def _best_here(ranked: Sequence[Listed], able: Sequence[Listed]) -> list[Listed]:
    """The best of those on this machine; nothing where several are there of which no accuracy is published."""
    here = [listed for listed in ranked if listed.is_here][:1] or [listed for listed in able if listed.is_here]
    return here if len(here) == 1 else []


def _comparable(able: Sequence[Listed]) -> list[Listed]:
    """Those whose published accuracy was measured on the same pictures as that of most."""
    measured = Counter(listed.model.accuracy_on for listed in able if listed.model.accuracy is not None)
    usual = measured.most_common(1)[0][0] if measured else ""
    return [listed for listed in able if listed.model.accuracy is not None and listed.model.accuracy_on == usual]


def _situation(data: DataFacts, *, has_card: bool) -> str:
    values = {"samples": f"{data.samples:,}"}
    if not has_card:
        return tr("With {samples} training samples and no graphics card, a quick network is trained in reasonable "
                  "time.", **values)  # fmt: skip
    if Speed.SLOW in quick_enough(data, has_card=has_card):
        return tr("With {samples} training samples and a graphics card, even a large network pays.", **values)
    return tr("With {samples} training samples, a network of medium size learns as much as a large one.", **values)


def _rank_words(listed: Listed, rank: int | None, count: int) -> str:
    if rank is None:
        return tr("Of those on this machine, it is the one that is quick enough.")
    accuracy = model_words.accuracy(listed.model)
    if rank == 1:
        return tr("Of the {count} that suit this, it has the best published accuracy: {accuracy}.",
                  count=count, accuracy=accuracy)  # fmt: skip
    if rank <= MOST:
        return tr("Of the {count} that suit this, it is number {rank} by published accuracy: {accuracy}.",
                  count=count, rank=rank, accuracy=accuracy)  # fmt: skip
    return tr("Of those on this machine that suit this, it has the best published accuracy: {accuracy}.",
              accuracy=accuracy)  # fmt: skip
