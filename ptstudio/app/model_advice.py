"""Which models are recommended for somebody's data, by a plain rule from what is known without computing anything.

It ranks by published accuracy; what a model really does on the data only a training or a ranking shows.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ptstudio.app import model_words
from ptstudio.app.model_browsing import Listed
from ptstudio.app.model_costs import Speed
from ptstudio.app.model_fit import Verdict
from ptstudio.app.translation import tr

MANY_SAMPLES = 500
"""From how many training samples on a network of medium speed takes too long without a graphics card: fifteen passes
over as many samples take ResNet-50 three quarters of an hour on one core of a processor (measured)."""
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


def advise(known: Sequence[Listed], data: DataFacts | None, *, has_card: bool) -> dict[str, str]:
    """The recommended models with the reason for each, the best first: the most accurate ones that are quick enough.

    At most `MOST`, and beside them the best of those on this machine. Without data nothing is recommended.
    """
    if data is None or not data.samples:
        return {}
    able = [listed for listed in known if _is_able(listed, data, has_card=has_card)]
    ranked = sorted(_comparable(able), key=lambda listed: -(listed.model.accuracy or 0.0))
    here = [listed for listed in (*ranked, *able) if listed.is_here][:1]
    chosen = {listed.key: listed for listed in (*ranked[:MOST], *here)}
    ranks = {listed.key: rank for rank, listed in enumerate(ranked, 1)}
    situation = _situation(data, has_card=has_card)
    return {key: f"{situation} {_rank_words(listed, ranks.get(key), len(ranked))}" for key, listed in chosen.items()}


def quick_enough(data: DataFacts, *, has_card: bool) -> tuple[Speed, ...]:
    """The classes of speed with which a training of these data takes no longer than it is worth."""
    if has_card:
        return tuple(Speed) if data.samples >= ENOUGH_FOR_SLOW else (Speed.QUICK, Speed.MEDIUM)
    return (Speed.QUICK,) if data.samples >= MANY_SAMPLES else (Speed.QUICK, Speed.MEDIUM)


def _is_able(listed: Listed, data: DataFacts, *, has_card: bool) -> bool:
    is_blown_up = data.px > 0 and listed.model.input.px > LARGEST_BLOW_UP * data.px
    return (
        listed.fit.verdict is Verdict.FITS and listed.speed in quick_enough(data, has_card=has_card) and not is_blown_up
    )


def _comparable(able: Sequence[Listed]) -> list[Listed]:
    """Those whose published accuracy was measured on the same pictures as that of most."""
    measured = Counter(listed.model.accuracy_on for listed in able if listed.model.accuracy is not None)
    usual = measured.most_common(1)[0][0] if measured else ""
    return [listed for listed in able if listed.model.accuracy is not None and listed.model.accuracy_on == usual]


def _situation(data: DataFacts, *, has_card: bool) -> str:
    values = {"samples": f"{data.samples:,}"}
    fast = quick_enough(data, has_card=has_card)
    if has_card and Speed.SLOW in fast:
        return tr("With {samples} training samples and a graphics card, even a large network pays.", **values)
    if has_card:
        return tr("With {samples} training samples, a network of medium size learns as much as a large one.", **values)
    if Speed.MEDIUM in fast:
        return tr("With {samples} training samples, a network of medium speed is trained in reasonable time even "
                  "without a graphics card.", **values)  # fmt: skip
    return tr("With {samples} training samples and no graphics card, only a quick network is trained in reasonable "
              "time.", **values)  # fmt: skip


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
