"""How far two runs of one network agree on the tags of texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ptstudio.core.certificate import Agreement
from ptstudio.tasks._task import Arrays


def agreement(
    reference: Sequence[Arrays],
    outputs: Sequence[Arrays],
    tolerance: float,
    metric: str,
    values: tuple[float, float],
) -> Agreement:
    """Of probabilities (1, tokens, tags) of each text. Texts agree where all clear tags are the same; a tag is clear
    where the two best lie more than `tolerance` apart, and a text without any is a tie. `values` are the metric's.
    """
    largest, total, numbers, ties, same = 0.0, 0.0, 0, 0, []
    for one, other in zip(reference, outputs, strict=True):
        expected, found = one["probabilities"][0], other["probabilities"][0]
        difference = np.abs(expected - found)
        largest, total, numbers = max(largest, float(difference.max())), total + difference.sum(), numbers + found.size
        best_two = np.sort(expected, axis=-1)[:, -2:]
        is_clear = best_two[:, 1] - best_two[:, 0] > tolerance
        if is_clear.any():
            same.append(bool((expected.argmax(axis=-1) == found.argmax(axis=-1))[is_clear].all()))
        else:
            ties += 1
    return Agreement(
        samples=len(reference),
        largest_difference=largest,
        mean_difference=total / max(1, numbers),
        label_agreement=sum(same) / len(same) if same else 1.0,
        ties=ties,
        metric=metric,
        reference=values[0],
        exported=values[1],
    )
