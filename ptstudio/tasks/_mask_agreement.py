"""How far two runs of one network agree on the pixels of pictures.

Outputs of a picture are `classes` (1, height, width), the number of the best class of each pixel, `probabilities`, that
of it, and `margins`, how far the next best class is behind it. Without the last nobody could tell a pixel between whose
classes nothing decides from one that is simply wrong.
"""

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
    """The share of all pixels of which both say the same; one is a tie, and left out, where PyTorch's two best classes
    lie no more than `tolerance` apart. Differences are of the probabilities where both say the same. `values` are the
    metric's.
    """
    pixels, clear, same, compared, total, largest = 0, 0, 0, 0, 0.0, 0.0
    for one, other in zip(reference, outputs, strict=True):
        is_same = one["classes"] == other["classes"]
        is_clear = one["margins"] > tolerance
        apart = np.abs(one["probabilities"].astype(np.float64) - other["probabilities"])[is_same]
        pixels, clear, same = pixels + is_same.size, clear + int(is_clear.sum()), same + int((is_same & is_clear).sum())
        compared, total, largest = compared + apart.size, total + apart.sum(), max(largest, apart.max(initial=0.0))
    return Agreement(
        samples=len(reference),
        answers=pixels,
        largest_difference=float(largest),
        mean_difference=float(total) / max(1, compared),
        label_agreement=same / clear if clear else 1.0,
        ties=pixels - clear,
        metric=metric,
        reference=values[0],
        exported=values[1],
    )
