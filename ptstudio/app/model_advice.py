"""Which models are recommended for somebody's data, each with the reason; knows no widget.

What a ranking has measured on the data counts. Without one there is only a plain rule: the best published accuracy of
those that are quick enough here, may be sold, and have learned from pictures of the same kind. Of networks that read no
comparable figures are published: the one with the least to compute comes first.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ptstudio.app import formats, input_words, model_words
from ptstudio.app.model_browsing import Listed
from ptstudio.app.model_costs import Speed, effort_of
from ptstudio.app.model_fit import Verdict
from ptstudio.app.model_ranking import metric_of
from ptstudio.app.run_facts import with_interval
from ptstudio.app.translation import tr
from ptstudio.core.pretrained import ImageInput, TextInput
from ptstudio.core.ranking import RankedModel, Ranking

ENOUGH_FOR_SLOW = 5_000
"""From how many training samples on the largest networks gain from a graphics card what they cost."""
LARGEST_BLOW_UP = 4.0
"""How many times a picture may be enlarged for a network before most of what it computes is about nothing."""
LARGEST_SCRAP = 64
"""Up to which side, in pixels, a picture is more likely a cut-out sign than a photograph."""
MOST = 3


@dataclass(frozen=True)
class DataFacts:
    """What counts of a dataset: its training samples, and the shorter side of a usual picture, 0 if not known."""

    samples: int
    px: int = 0

    @property
    def may_be_photographs(self) -> bool:
        """Whether the pictures are large enough to be photographs, or their size is not known."""
        return self.px == 0 or self.px > LARGEST_SCRAP


@dataclass(frozen=True)
class Advice:
    """What is said of a model in a few words, and why; a stopgap is only the best of what is on this machine."""

    words: str
    reason: str
    is_stopgap: bool = False


def advise(
    known: Sequence[Listed], data: DataFacts | None, *, has_card: bool, ranking: Ranking | None = None
) -> dict[str, Advice]:
    """The recommended models with the reason for each, the best first.

    Where a ranking compares some, that is the one it recommends, and up to `MOST` that cannot be told apart from it.
    Otherwise the most accurate ones that are quick enough, at most `MOST`, and beside them the best of those on this
    machine; where none of these suits, the least bad of them is named as a stopgap. Without data nothing is said.
    """
    if data is None or not data.samples:
        return {}
    measured = _measured(known, ranking) if ranking is not None and len(ranking.models) > 1 else {}
    if measured:
        return measured
    able = [listed for listed in known if _is_able(listed, data, has_card=has_card)]
    ranked = sorted(_comparable(able), key=_by_accuracy) or _readers(able)
    best_here = _best_here(ranked, able)
    chosen = {listed.key: listed for listed in (*ranked[:MOST], *best_here)}
    ranks = {listed.key: rank for rank, listed in enumerate(ranked, 1)}
    situation = _situation(data, has_card=has_card)
    advice = {
        key: _recommended(f"{situation} {_rank_words(listed, ranks.get(key), len(ranked))}")
        for key, listed in chosen.items()
    }
    return advice if best_here else advice | _stopgap(known, data, ranked)


def proposed(known: Sequence[Listed], advised: Mapping[str, Advice]) -> str:
    """The key of the model to start from where nobody has chosen; empty where nothing is known that could be."""
    ready = {listed.key for listed in known if listed.can_start}
    return next((key for key in advised if key in ready), "")


def best_first(
    known: Sequence[Listed],
    advised: Mapping[str, Advice],
    data: DataFacts | None,
    *,
    has_card: bool,
    ranking: Ranking | None = None,
) -> list[str]:
    """The keys of all models: the recommended, then those that were measured, by that, then the others.

    Of these first come those that suit machine and data, then those that may be sold, then the more accurate; a
    published accuracy counts only on the pictures on which most are measured.
    """
    seen = data or DataFacts(0)
    counted = {listed.key for listed in _comparable(known)}
    advice = {key: place for place, key in enumerate(advised)}
    measured = {model.key: place for place, model in enumerate(ranking.models)} if ranking is not None else {}

    def order(listed: Listed) -> tuple[object, ...]:
        accuracy = listed.model.accuracy or 0.0 if listed.key in counted else 0.0
        return (
            advice.get(listed.key, len(advice)),
            measured.get(listed.key, len(measured)),
            not _suits(listed, seen, has_card=has_card),
            not listed.may_be_sold,
            -accuracy,
            not listed.is_here,
            effort_of(listed.model),
        )

    return [listed.key for listed in sorted(known, key=order)]


def quick_enough(data: DataFacts, *, has_card: bool) -> tuple[Speed, ...]:
    """The classes of speed with which a training of these data takes no longer than it is worth.

    Fifteen passes over 500 samples take ResNet-50, of medium speed, three quarters of an hour on one core of a
    processor (measured): nothing to begin with.
    """
    if not has_card:
        return (Speed.QUICK,)
    return tuple(Speed) if data.samples >= ENOUGH_FOR_SLOW else (Speed.QUICK, Speed.MEDIUM)


def _recommended(reason: str) -> Advice:
    return Advice(tr("recommended for your data"), reason)


def _measured(known: Sequence[Listed], ranking: Ranking) -> dict[str, Advice]:
    """What a ranking recommends, as far as it is still on this machine."""
    here = {listed.key for listed in known if listed.is_here}
    best, others = ranking.recommended, [model for model in ranking.tied if model != ranking.recommended]
    if best.key not in here:
        return {}
    found = [best, *(model for model in others[: MOST - 1] if model.key in here)]
    return {model.key: _recommended(_measured_words(ranking, model)) for model in found}


def _measured_words(ranking: Ranking, model: RankedModel) -> str:
    values = {"count": len(ranking.models), "figure": with_interval(model.estimate, metric_of(ranking))}
    if model != ranking.recommended:
        return tr("On a sample of your data it does as well as the best of {count}, as far as can be told, but is "
                  "slower: {figure}.", **values)  # fmt: skip
    if model == ranking.models[0]:
        return tr("Best of {count} on a sample of your data: {figure}.", **values)
    return tr("On a sample of your data the quickest of those that cannot be told apart from the best of {count}: "
              "{figure}.", **values)  # fmt: skip


def _suits(listed: Listed, data: DataFacts, *, has_card: bool) -> bool:
    """Whether it can learn the task from these data, on this machine, from where it has been before."""
    is_quick = listed.speed in quick_enough(data, has_card=has_card)
    return listed.does_task and listed.fit.verdict is Verdict.FITS and is_quick and not _is_strange(listed, data)


def _is_able(listed: Listed, data: DataFacts, *, has_card: bool) -> bool:
    """Whether it suits, and whoever follows the advice is free to sell what they train."""
    return _suits(listed, data, has_card=has_card) and not listed.is_non_commercial


def _is_strange(listed: Listed, data: DataFacts) -> bool:
    """Whether the pictures are of another kind or far smaller than those that it has learned from."""
    wanted = listed.model.input
    is_blown_up = isinstance(wanted, ImageInput) and 0 < data.px < wanted.px / LARGEST_BLOW_UP
    return is_blown_up or (listed.model.only_drawings and data.may_be_photographs)


def _best_here(ranked: Sequence[Listed], able: Sequence[Listed]) -> list[Listed]:
    """The best of those on this machine; without a published accuracy only what is made for such small pictures."""
    small = [listed for listed in able if listed.model.only_drawings]
    return [listed for listed in (*ranked, *small) if listed.is_here][:1]


def _readers(able: Sequence[Listed]) -> list[Listed]:
    """Networks that read, the one with the least to compute first."""
    return sorted((listed for listed in able if isinstance(listed.model.input, TextInput)),
                  key=lambda listed: effort_of(listed.model))  # fmt: skip


def _stopgap(known: Sequence[Listed], data: DataFacts, ranked: Sequence[Listed]) -> dict[str, Advice]:
    """What to start from where nothing on this machine is recommended: best what may be sold, fits and suits."""
    ready = [listed for listed in known if listed.can_start]
    if not ready:
        return {}

    def order(listed: Listed) -> tuple[object, ...]:
        fits = listed.fit.verdict is Verdict.FITS
        return listed.is_non_commercial, not fits, _is_strange(listed, data), effort_of(listed.model)

    found = min(ready, key=order)
    words = tr("only this is ready") if len(ready) == 1 else tr("nothing better is ready")
    return {found.key: Advice(words, _stopgap_words(found, data, ranked), is_stopgap=True)}


def _stopgap_words(listed: Listed, data: DataFacts, ranked: Sequence[Listed]) -> str:
    """What is missing, and what to get in its place."""
    if listed.model.only_drawings and data.may_be_photographs:
        said = tr("It has never seen a photograph.")
    else:
        said = input_words.unknown_on_yours(listed.model.input)
    if not ranked:
        return said
    best = ranked[0]
    if isinstance(best.model.input, TextInput):
        return tr("{said} Better get {title} ({size}), which suits your data and this machine.",
                  said=said, title=best.model.title, size=formats.size(best.model.size_mb))  # fmt: skip
    return tr("{said} Better get {title} ({size}), which has the best published accuracy of those that suit your data.",
              said=said, title=best.model.title, size=formats.size(best.model.size_mb))  # fmt: skip


def _by_accuracy(listed: Listed) -> float:
    return -(listed.model.accuracy or 0.0)


def _comparable(models: Sequence[Listed]) -> list[Listed]:
    """Those whose published accuracy was measured on the same pictures as that of most."""
    measured = Counter(listed.model.accuracy_on for listed in models if listed.model.accuracy is not None)
    usual = measured.most_common(1)[0][0] if measured else ""
    return [listed for listed in models if listed.model.accuracy is not None and listed.model.accuracy_on == usual]


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
        return tr("It has learned from pictures as small as yours.")
    if isinstance(listed.model.input, TextInput):
        return _reading_words(listed, rank, count)
    accuracy = model_words.accuracy(listed.model)
    if rank == 1:
        return tr("Of the {count} that suit this, it has the best published accuracy: {accuracy}.",
                  count=count, accuracy=accuracy)  # fmt: skip
    if rank <= MOST:
        return tr("Of the {count} that suit this, it is number {rank} by published accuracy: {accuracy}.",
                  count=count, rank=rank, accuracy=accuracy)  # fmt: skip
    return tr("Of those on this machine that suit this, it has the best published accuracy: {accuracy}.",
              accuracy=accuracy)  # fmt: skip


def _reading_words(listed: Listed, rank: int, count: int) -> str:
    """What it reads, since no published figure compares networks that read."""
    reads = input_words.languages(listed.model.languages) or tr("a language that is not stated")
    if count == 1:
        return tr("It is the only one that suits this; it reads {languages}.", languages=reads)
    if rank == 1:
        return tr("Of the {count} that suit this, it is the quickest; it reads {languages}.",
                  count=count, languages=reads)  # fmt: skip
    return tr("Of the {count} that suit this, it is number {rank} by speed; it reads {languages}.",
              count=count, rank=rank, languages=reads)  # fmt: skip
