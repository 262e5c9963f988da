"""Judging whoever gives labels, several to a sample or none, from probabilities; does not know what is labelled.

Evidence: `probabilities`, `truths` and `given` (samples, labels), once they were settled also `thresholds`; and, with
one value a sample, `ranking` and `loss`.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from ptstudio.core.certificate import Agreement
from ptstudio.core.prediction import LabelProbability, Labels
from ptstudio.core.report import ClassRow, Mistake, Mistakes, PerClass, Section
from ptstudio.core.sample_classes import in_words

Evidence = Mapping[str, np.ndarray]

THRESHOLD = 0.5
"""From what probability on a label is given, unless something better was chosen."""
MOST_MISTAKES = 200
LEAST_LIKELIHOOD = 1e-7
"""A truth that was said to be impossible would cost infinitely much."""
SHOWN_OF_MISTAKES = 3


def evidence(probabilities: np.ndarray, truths: np.ndarray) -> dict[str, np.ndarray]:
    """Evidence from probabilities and truths (samples, labels), each label given where it is likelier than not."""
    return {
        "probabilities": probabilities,
        "truths": truths,
        "given": probabilities >= THRESHOLD,
        "ranking": _ranking(probabilities, truths),
        "loss": _loss(probabilities, truths),
    }


def with_thresholds(found: Evidence, thresholds: Sequence[float]) -> dict[str, np.ndarray]:
    """The same with each label given from its own threshold on."""
    probabilities = found["probabilities"]
    wanted = np.broadcast_to(np.array(thresholds, np.float32), probabilities.shape)
    return {**found, "thresholds": wanted, "given": probabilities >= wanted}


def measure(found: Evidence) -> dict[str, float]:
    """Every metric, as scikit-learn defines it; macro F1 over the labels that were true or given."""
    everyone = np.arange(len(found["truths"]))[None]
    return {key: float(values[0]) for key, values in measure_resamples(found, everyone).items()}


def measure_resamples(found: Evidence, chosen: np.ndarray) -> dict[str, np.ndarray]:
    """The same, each (resamples,), of the samples that `chosen` (resamples, samples) names by their places."""
    truths, given = found["truths"], found["given"]
    samples = len(truths)
    times = np.stack([np.bincount(places, minlength=samples) for places in chosen]).astype(np.float64)
    hits, support, claimed = (times @ part for part in (truths & given, truths, given))
    both = support + claimed
    per_sample = {
        "exact_match": (truths == given).all(axis=1),
        "ranking": found["ranking"],
        "log_loss": found["loss"],
    }
    return {
        "micro_f1": _share(2 * hits.sum(axis=1), both.sum(axis=1)),
        "macro_f1": _share(_share(2 * hits, both).sum(axis=1), (both > 0).sum(axis=1)),
        **{key: times @ values / chosen.shape[1] for key, values in per_sample.items()},
    }


def sections(found: Evidence, ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
    """Per-label table, and the most confident mistakes."""
    return _per_class(found, classes), _mistakes(found, ids, classes)


def predictions(found: Evidence, classes: Sequence[str], top: int) -> list[Labels]:
    """The labels that are given to every sample, filled up to `top` with those that are most probable."""
    probabilities, given = found["probabilities"], found["given"]
    thresholds = found.get("thresholds", np.broadcast_to(np.float32(THRESHOLD), probabilities.shape))
    return [_labels(*each, classes, top) for each in zip(probabilities, thresholds, given, strict=True)]


def compare(reference: Evidence, outputs: Evidence, truths: np.ndarray, tolerance: float) -> Agreement:
    """How far two sets of evidence agree on samples that have the labels `truths` (samples, labels); a tie is a sample
    one of whose probabilities lies within `tolerance` of where its label begins to be given.
    """
    difference = np.abs(reference["probabilities"] - outputs["probabilities"])
    thresholds = reference.get("thresholds", np.float32(THRESHOLD))
    ties = (np.abs(reference["probabilities"] - thresholds) <= tolerance).any(axis=1)
    same = (reference["given"] == outputs["given"]).all(axis=1)
    decided = same[~ties]
    return Agreement(
        samples=len(truths),
        largest_difference=float(difference.max()),
        mean_difference=float(difference.mean()),
        label_agreement=float(decided.mean()) if len(decided) else 1.0,
        ties=int(ties.sum()),
        metric="micro_f1",
        reference=_micro_f1(reference["given"], truths),
        exported=_micro_f1(outputs["given"], truths),
    )


def _labels(
    probabilities: np.ndarray, thresholds: np.ndarray, given: np.ndarray, classes: Sequence[str], top: int
) -> Labels:
    order = np.argsort(-probabilities, kind="stable")
    shown = [at for rank, at in enumerate(order) if given[at] or rank < max(1, top)]
    return Labels(
        labels=tuple(
            LabelProbability(
                label=classes[at],
                probability=float(probabilities[at]),
                threshold=float(thresholds[at]),
                is_given=bool(given[at]),
            )
            for at in shown
        )
    )


def _ranking(probabilities: np.ndarray, truths: np.ndarray) -> np.ndarray:
    """Of each sample, over its true labels, the mean share of true ones among those at least as probable (Tsoumakas et
    al. 2010, “Mining multi-label data”); 1 where there is nothing to put before anything else.
    """
    order = np.argsort(-probabilities, axis=1, kind="stable")
    sorted_, true = (np.take_along_axis(array, order, axis=1) for array in (probabilities, truths))
    last = probabilities.shape[1] - 1
    # Of equal probabilities, all stand at the place of the last of them.
    ends = np.where(sorted_[:, :-1] != sorted_[:, 1:], np.arange(last), last)
    ends = np.concatenate([ends, np.full((len(ends), 1), last)], axis=1)
    ends = np.minimum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
    shares = np.take_along_axis(true.cumsum(axis=1), ends, axis=1) / (ends + 1)
    counts = truths.sum(axis=1)
    means: np.ndarray = _share((shares * true).sum(axis=1), counts)
    return np.where(counts > 0, means, 1.0)


def _loss(probabilities: np.ndarray, truths: np.ndarray) -> np.ndarray:
    """Of each sample the mean over its labels."""
    likely = np.where(truths, probabilities, 1 - probabilities.astype(np.float64))
    losses: np.ndarray = -np.log(np.clip(likely, LEAST_LIKELIHOOD, 1)).mean(axis=1)
    return losses


def _per_class(found: Evidence, classes: Sequence[str]) -> PerClass:
    truths, given = found["truths"], found["given"]
    hits, support, claimed = (part.sum(axis=0) for part in (truths & given, truths, given))
    precision, recall, f1 = _share(hits, claimed), _share(hits, support), _share(2 * hits, support + claimed)
    thresholds = _common_thresholds(found, len(classes))
    return PerClass(
        rows=tuple(
            ClassRow(
                label=label,
                precision=float(precision[at]),
                recall=float(recall[at]),
                f1=float(f1[at]),
                support=int(support[at]),
                threshold=thresholds[at],
            )
            for at, label in enumerate(classes)
        )
    )


def _common_thresholds(found: Evidence, labels: int) -> list[float | None]:
    """From where on each label is given; nothing where none was chosen, or not the same for all samples."""
    thresholds = found.get("thresholds")
    if thresholds is None or (thresholds != thresholds[0]).any():
        return [None] * labels
    chosen: list[float | None] = thresholds[0].tolist()
    return chosen


def _mistakes(found: Evidence, ids: Sequence[str], classes: Sequence[str]) -> Mistakes:
    """As sure as the network was of what is most wrong of an answer."""
    probabilities, truths, given = (found[name] for name in ("probabilities", "truths", "given"))
    sure = np.where(truths == given, 0.0, np.where(given, probabilities, 1 - probabilities)).max(axis=1)
    wrong = np.flatnonzero((truths != given).any(axis=1))
    worst = wrong[np.argsort(-sure[wrong], kind="stable")][:MOST_MISTAKES]
    said = predictions({name: array[worst] for name, array in found.items()}, classes, SHOWN_OF_MISTAKES)
    return Mistakes(
        mistakes=tuple(
            Mistake(
                sample=ids[at],
                truth=in_words([classes[label] for label in np.flatnonzero(truths[at]).tolist()]),
                prediction=prediction,
                confidence=float(sure[at]),
            )
            for at, prediction in zip(worst, said, strict=True)
        )
    )


def _micro_f1(given: np.ndarray, truths: np.ndarray) -> float:
    return float(_share(2 * (given & truths).sum(), given.sum() + truths.sum()))


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """A share of nothing is 0."""
    shares: np.ndarray = np.divide(part, whole, out=np.zeros(np.shape(part), np.float64), where=np.asarray(whole) > 0)
    return shares
