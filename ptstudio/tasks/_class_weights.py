"""How much a mistake counts on each class, where rare ones are to count more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import torch

Wanted = Literal["none", "balanced"]


def class_weights(wanted: Wanted, class_counts: torch.Tensor) -> torch.Tensor | None:
    """One for each class (classes,), by which all classes together count the same, as scikit-learn's “balanced” has
    it; None where all samples do.
    """
    if wanted == "none":
        return None
    counts = class_counts.clamp(min=1)
    return counts.sum() / (len(counts) * counts)
