"""From what probability on a label is given: label by label, by the best F1 of samples that nobody learned from.

Few true ones tell little, and what is best for them by chance is not believed; the choice then stays near one half.
"""

import numpy as np

ENOUGH = 10
"""So many samples with a label settle its threshold; of fewer, each for its part."""
USUAL = 0.5


def chosen_thresholds(probabilities: np.ndarray, truths: np.ndarray) -> list[float]:
    """One for each label, from probabilities and truths (samples, labels)."""
    return [chosen_threshold(*each, int(each[1].sum())) for each in zip(probabilities.T, truths.T, strict=True)]


def chosen_threshold(probabilities: np.ndarray, truths: np.ndarray, there: int) -> float:
    """For answers of some probabilities, right or not, (answers,), where `there` are so many to be found: half-way
    between two probabilities; of equally good places the one nearest to one half.
    """
    if not there or not len(probabilities):
        return USUAL
    order = np.argsort(-probabilities, kind="stable")
    likely = probabilities[order].astype(np.float64)
    below = np.append(likely[1:], 0.0)
    f1 = 2 * truths[order].cumsum() / (np.arange(1, len(likely) + 1) + there)
    f1 = np.where(likely > below, f1, -1.0)
    places = (likely + below)[f1 >= f1.max() - 1e-12] / 2
    best = float(places[np.abs(places - USUAL).argmin()])
    return round(USUAL + min(1.0, there / ENOUGH) * (best - USUAL), 6)
