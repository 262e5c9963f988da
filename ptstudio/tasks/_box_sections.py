"""The details of a report on things found in pictures, and what was found in a form that is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from ptstudio.core.prediction import Boxes, FoundBox
from ptstudio.core.report import (
    BoxClasses,
    BoxClassRow,
    BoxErrors,
    BoxMistake,
    BoxMistakes,
    BoxSizes,
    Section,
    ThresholdCurve,
    ThresholdPoint,
    Thresholds,
)
from ptstudio.tasks._box_coco import precisions
from ptstudio.tasks._box_errors import Verdict, verdicts
from ptstudio.tasks._box_evidence import FOUND, PROBABILITY, SIZES, TRUE, thresholds, unpacked
from ptstudio.tasks._box_matching import judged
from ptstudio.tasks._box_metrics import CLAIMED, HITS, SUPPORT, by_class, by_size, shares

MOST_MISTAKES = 200
LEAST, MOST_SHOWN = 0.05, 100
"""Below this probability a thing is not shown, nor more than so many of a picture."""
_HUNDREDTHS = np.linspace(0, 1, 101)


def sections(evidence: Mapping[str, np.ndarray], ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
    """All of them."""
    judgements = list(verdicts(evidence))
    table = precisions(evidence, len(classes))
    threshold = _written(float(np.median(thresholds(evidence))))
    return (
        BoxClasses(threshold=threshold, rows=tuple(_rows(evidence, table, classes))),
        _sizes(evidence, table),
        Thresholds(chosen=threshold, curves=_curves(evidence, classes, threshold)),
        _errors(judgements),
        _mistakes(evidence, judgements, ids, classes, threshold),
    )


def predictions(evidence: Mapping[str, np.ndarray], classes: Sequence[str]) -> list[Boxes]:
    """What was found in each picture."""
    least = thresholds(evidence).tolist()
    return [
        Boxes(
            width=int(width),
            height=int(height),
            boxes=_shown(things, classes, min(LEAST, threshold)),
            threshold=_written(threshold),
        )
        for things, (width, height), threshold in zip(
            unpacked(evidence[FOUND]), evidence[SIZES].tolist(), least, strict=True
        )
    ]


def _rows(evidence: Mapping[str, np.ndarray], table: np.ndarray, classes: Sequence[str]) -> list[BoxClassRow]:
    return [
        BoxClassRow(label=label, ap=ap, ap50=ap50, precision=precision, recall=recall, support=int(support))
        for label, (ap, ap50, precision, recall, support) in zip(
            classes, by_class(evidence, table).tolist(), strict=True
        )
    ]


def _sizes(evidence: Mapping[str, np.ndarray], table: np.ndarray) -> BoxSizes:
    (small, medium, large), (few, some, many) = by_size(evidence, table)
    return BoxSizes(small=small, medium=medium, large=large, supports=(few, some, many))


def _curves(evidence: Mapping[str, np.ndarray], classes: Sequence[str], threshold: float) -> tuple[ThresholdCurve, ...]:
    """With a point at each hundredth and at the threshold, where the figures are those of the report."""
    of_all = judged(evidence, len(classes))
    is_right, is_counted = of_all.at_half()
    likely = of_all.probabilities.astype(np.float32)
    steps = np.unique(np.append(_HUNDREDTHS, threshold).astype(np.float32))
    support = of_all.support.sum(axis=0)

    def curve(label: str, is_own: np.ndarray, there: int) -> ThresholdCurve:
        return ThresholdCurve(label=label, points=_points(steps, likely[is_own & is_right], likely[is_own], there))

    return (
        curve("", is_counted, int(support.sum())),
        *(curve(label, is_counted & (of_all.kinds == kind), int(support[kind])) for kind, label in enumerate(classes)),
    )


def _points(steps: np.ndarray, right: np.ndarray, found: np.ndarray, there: int) -> tuple[ThresholdPoint, ...]:
    """At each of the steps, from the probabilities of what is right, and of all that was found."""
    sums = np.zeros((len(steps), 3))
    for column, likely in ((HITS, right), (CLAIMED, found)):
        sums[:, column] = len(likely) - np.searchsorted(np.sort(likely), steps)
    sums[:, SUPPORT] = there
    made = {key: values.round(9).tolist() for key, values in shares(sums).items()}
    return tuple(
        ThresholdPoint(threshold=_written(threshold), precision=precision, recall=recall, f1=f1)
        for threshold, precision, recall, f1 in zip(
            steps.tolist(), made["precision"], made["recall"], made["f1"], strict=True
        )
    )


def _errors(judgements: Sequence[Sequence[Verdict]]) -> BoxErrors:
    counts = Counter(verdict.value for each in judgements for verdict in each)
    return BoxErrors.model_validate({verdict.value: counts[verdict.value] for verdict in Verdict})


def _mistakes(
    evidence: Mapping[str, np.ndarray],
    judgements: Sequence[Sequence[Verdict]],
    ids: Sequence[str],
    classes: Sequence[str],
    threshold: float,
) -> BoxMistakes:
    wrong = [sum(verdict is not Verdict.RIGHT for verdict in each) for each in judgements]
    order = sorted((number for number, count in enumerate(wrong) if count), key=lambda number: (-wrong[number], number))
    found, true = unpacked(evidence[FOUND]), unpacked(evidence[TRUE])
    return BoxMistakes(
        threshold=threshold,
        mistakes=tuple(
            BoxMistake(
                sample=ids[number],
                width=int(evidence[SIZES][number, 0]),
                height=int(evidence[SIZES][number, 1]),
                truth=tuple(named(each, classes, 1.0) for each in true[number].tolist()),
                said=_shown(found[number], classes, LEAST),
                wrong=wrong[number],
            )
            for number in order[:MOST_MISTAKES]
        ),
    )


def _shown(things: np.ndarray, classes: Sequence[str], least: float) -> tuple[FoundBox, ...]:
    """The most probable first."""
    order = np.argsort(-things[:, PROBABILITY], kind="stable")[:MOST_SHOWN]
    return tuple(named(each, classes) for each in things[order].tolist() if each[PROBABILITY] >= least)


def named(thing: Sequence[float], classes: Sequence[str], probability: float | None = None) -> FoundBox:
    """A thing with the name of its class, in numbers that are no longer than they tell something."""
    left, top, right, bottom = (round(edge, 2) for edge in thing[:4])
    likely = _written(thing[5]) if probability is None else probability
    return FoundBox(left=left, top=top, right=right, bottom=bottom, label=classes[int(thing[4])], probability=likely)


def _written(probability: float) -> float:
    """As it stood before it was put into four bytes."""
    return round(probability, 6)
