"""How far two runs of one network agree on the answers to questions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ptstudio.core.certificate import Agreement
from ptstudio.tasks._answer_chances import Chances
from ptstudio.tasks._task import Arrays


def agreement(
    reference: Sequence[Arrays],
    outputs: Sequence[Arrays],
    chances: tuple[Sequence[Chances], Sequence[Chances]],
    tolerance: float,
    metric: str,
    values: tuple[float, float],
) -> Agreement:
    """Of probabilities (1, tokens, 2) of each question, and what is made of them on either side. A question whose two
    best answers lie no more than `tolerance` apart is a tie. `values` are the metric's.
    """
    apart = [
        np.abs(one["probabilities"] - other["probabilities"]) for one, other in zip(reference, outputs, strict=True)
    ]
    same = [
        expected.best()[0][:2] == found.best()[0][:2]
        for expected, found in zip(*chances, strict=True)
        if expected.margin > tolerance
    ]
    return Agreement(
        samples=len(reference),
        largest_difference=max((float(each.max()) for each in apart), default=0.0),
        mean_difference=sum(float(each.sum()) for each in apart) / max(1, sum(each.size for each in apart)),
        label_agreement=sum(same) / len(same) if same else 1.0,
        ties=len(reference) - len(same),
        metric=metric,
        reference=values[0],
        exported=values[1],
    )
