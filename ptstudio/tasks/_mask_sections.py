"""The details of a report on masks, and what was said of the pixels of pictures in a form that is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ptstudio.core.prediction import ClassShare, Mask
from ptstudio.core.report import MaskClasses, MaskClassRow, MaskMistake, MaskMistakes, PixelConfusion, Section
from ptstudio.tasks._mask_evidence import CONFIDENCE, CONFUSION, SAID_PNG, SHARES, SIZES, TRUE_PNG
from ptstudio.tasks._mask_metrics import boundary, counts, dice, figures, iou, share

MOST_MISTAKES = 200
BACKGROUND_NAME = "background"

Evidence = Mapping[str, np.ndarray]


def sections(evidence: Evidence, ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
    """All of them."""
    return (
        MaskClasses(rows=tuple(_rows(evidence, classes))),
        _confusion(evidence, classes),
        _mistakes(evidence, ids, classes),
    )


def predictions(evidence: Evidence, classes: Sequence[str]) -> list[Mask]:
    """What was said of each picture."""
    columns = (evidence[name].tolist() for name in (SAID_PNG, SIZES, SHARES, CONFIDENCE))
    return [_mask(png, size, shares, sure, classes) for png, size, shares, sure in zip(*columns, strict=True)]


def _rows(evidence: Evidence, classes: Sequence[str]) -> list[MaskClassRow]:
    each = counts(evidence)
    of_all = each.sum()
    outlines = boundary(of_all.outlines)
    columns = np.stack(
        (
            iou(of_all),
            dice(of_all),
            share(of_all.hits, of_all.said),
            share(of_all.hits, of_all.there),
            of_all.there / max(1, of_all.there.sum()),
            (each.there > 0).sum(axis=0),
        )
    )[:, 1:]
    return [
        MaskClassRow(
            label=label,
            iou=overlap,
            dice=coincidence,
            precision=precision,
            recall=recall,
            boundary=None if np.isnan(outline) else float(outline),
            share=part,
            support=int(support),
        )
        for label, (overlap, coincidence, precision, recall, part, support), outline in zip(
            classes, columns.T.tolist(), outlines, strict=True
        )
    ]


def _confusion(evidence: Evidence, classes: Sequence[str]) -> PixelConfusion:
    table = evidence[CONFUSION].sum(axis=0)
    shares = table / np.maximum(1, table.sum(axis=1, keepdims=True))
    return PixelConfusion(classes=(BACKGROUND_NAME, *classes), shares=tuple(map(tuple, shares.round(6).tolist())))


def _mistakes(evidence: Evidence, ids: Sequence[str], classes: Sequence[str]) -> MaskMistakes:
    """Pictures that are not told perfectly; one without any class, of which none was said, is."""
    each = counts(evidence)
    is_wrong = each.hits.sum(axis=-1) < each.there.sum(axis=-1)
    overlaps = figures(each)["mean_iou"]
    order = [number for number in np.argsort(overlaps, kind="stable").tolist() if is_wrong[number]][:MOST_MISTAKES]
    there = share(each.there, each.there.sum(axis=-1, keepdims=True))
    said = predictions({name: evidence[name][order] for name in (SAID_PNG, SIZES, SHARES, CONFIDENCE)}, classes)
    return MaskMistakes(
        mistakes=tuple(
            MaskMistake(
                sample=ids[number],
                truth=_mask(evidence[TRUE_PNG][number], evidence[SIZES][number], there[number].tolist(), 1.0, classes),
                said=mask,
                iou=float(overlaps[number]),
            )
            for number, mask in zip(order, said, strict=True)
        )
    )


def _mask(png: bytes, size: Sequence[int], shares: Sequence[float], confidence: float, classes: Sequence[str]) -> Mask:
    width, height = map(int, size)
    found = [
        ClassShare(label=label, share=round(part, 6)) for label, part in zip(classes, shares[1:], strict=True) if part
    ]
    return Mask(
        width=width,
        height=height,
        classes=tuple(classes),
        png=png.decode("ascii"),
        shares=tuple(sorted(found, key=lambda each: -each.share)),
        confidence=confidence,
    )
