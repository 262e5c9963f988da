"""A linear probe: how well classes can be told apart by weighing features, cross-validated; knows no network.

Multinomial logistic regression on standardised features by L-BFGS, its penalty chosen by held-out log loss among powers
of ten, as Kornblith et al. 2019 (arXiv:1805.08974) compare networks; they choose among 45 penalties, by accuracy.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ptstudio.core.errors import DatasetError, ModelError
from ptstudio.tasks import _classification as classification
from ptstudio.tasks._folds import divide
from ptstudio.tasks._task import Batch, CrossValidated

if TYPE_CHECKING:
    import torch

PENALTIES = (1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
"""Times half the squared length of the weights, beside the mean loss of samples whose mean squared length is one."""
USUAL_PENALTY = 1e-3
"""Where there is nothing to choose it by."""
MOST_STEPS = 100


def probe(
    features: Batch,
    groups: Sequence[str],
    classes: Sequence[str],
    folds: int,
    seed: int,
    breathe: Callable[[], None],
) -> CrossValidated:
    """Answer every sample by a probe that learned from the other folds; features (N, width) and targets (N,), on the
    CPU. Raises ModelError for features that are no numbers, DatasetError where there is too little for two folds.
    """
    inputs, truths = features.inputs, features.targets
    if not inputs.isfinite().all():
        raise ModelError(
            "What it says of your samples is not always a number.",
            "Its weights may be damaged or need more precision; add them to the library again.",
        )
    numbers = divide(truths.numpy(), groups, folds, seed)
    if numbers.max() == 0:
        raise DatasetError(
            "There are too few training samples, or groups of samples, to compare models on.",
            "Two that do not belong together are the least; add more, and import again.",
        )
    said = np.zeros((len(truths), len(classes)))
    for fold in range(int(numbers.max()) + 1):
        held = numbers == fold
        learned, asked = _coordinates(inputs[~held], inputs[held])
        others = [group for group, is_held in zip(groups, held, strict=True) if not is_held]
        inner = divide(truths[~held].numpy(), others, folds, seed)
        said[held] = _answers(learned, truths[~held], inner == 0, asked, len(classes), breathe)
    return CrossValidated(classification.evidence(said, truths.numpy()), numbers)


def _coordinates(learned: "torch.Tensor", asked: "torch.Tensor") -> tuple["torch.Tensor", "torch.Tensor"]:
    """Both standardised as the first has it, in float64, and scaled to a mean squared length of one.

    Where there are more features than samples, they are turned into the directions that the samples span: weights that
    are penalised by their length never leave those, so that the answers stay the same.
    """
    import torch

    learned, asked = learned.double(), asked.double()
    mean, spread = learned.mean(dim=0), learned.std(dim=0, correction=0)
    spread = torch.where(spread > 1e-6 * spread.max(), spread, torch.inf) * learned.shape[1] ** 0.5
    learned, asked = (learned - mean) / spread, (asked - mean) / spread
    if learned.shape[1] <= learned.shape[0]:
        return learned, asked
    squares, directions = torch.linalg.eigh(learned @ learned.T)
    is_spanned = squares > 1e-10 * squares.max()
    lengths, directions = squares[is_spanned].sqrt(), directions[:, is_spanned]
    return directions * lengths, asked @ (learned.T @ (directions / lengths))


def _answers(
    learned: "torch.Tensor",
    truths: "torch.Tensor",
    is_held: np.ndarray,
    asked: "torch.Tensor",
    classes: int,
    breathe: Callable[[], None],
) -> np.ndarray:
    """Probabilities (asked, classes) of a probe that learned; classes that it never saw have none."""
    import torch

    present, targets = torch.unique(truths, return_inverse=True)
    weights = torch.zeros(learned.shape[1] + 1, len(present), dtype=torch.float64)
    for penalty in _penalties(learned, targets, torch.from_numpy(is_held), breathe):
        breathe()
        weights = _descended(learned, targets, penalty, weights)
    said = torch.zeros(len(asked), classes, dtype=torch.float64)
    said[:, present] = _scores(asked, weights).softmax(dim=1)
    return said.numpy()


def _penalties(
    learned: "torch.Tensor", targets: "torch.Tensor", is_held: "torch.Tensor", breathe: Callable[[], None]
) -> Sequence[float]:
    """The penalties down to the one with which the samples that are held out are foretold best; beyond it the probe
    learns by heart. Each search starts where the one before it ended.
    """
    import torch
    from torch.nn import functional

    if is_held.all():
        return (USUAL_PENALTY,)
    weights = torch.zeros(learned.shape[1] + 1, int(targets.max()) + 1, dtype=torch.float64)
    least = float("inf")
    for number, penalty in enumerate(PENALTIES):
        breathe()
        weights = _descended(learned[~is_held], targets[~is_held], penalty, weights)
        loss = float(functional.cross_entropy(_scores(learned[is_held], weights), targets[is_held]))
        if loss >= least:
            return PENALTIES[:number]
        least = loss
    return PENALTIES


def _descended(
    learned: "torch.Tensor", targets: "torch.Tensor", penalty: float, start: "torch.Tensor"
) -> "torch.Tensor":
    import torch
    from torch.nn import functional

    weights = start.clone().requires_grad_()
    descent: torch.optim.Optimizer = torch.optim.LBFGS(
        [weights], max_iter=MOST_STEPS, tolerance_grad=1e-6, tolerance_change=1e-9, line_search_fn="strong_wolfe"
    )

    def loss() -> float:
        descent.zero_grad()
        shrinking = 0.5 * penalty * weights[:-1].square().sum()
        total = functional.cross_entropy(_scores(learned, weights), targets) + shrinking
        torch.autograd.backward(total)
        return float(total.detach())

    descent.step(loss)
    return weights.detach()


def _scores(features: "torch.Tensor", weights: "torch.Tensor") -> "torch.Tensor":
    return features @ weights[:-1] + weights[-1]
