"""Made-up evaluations of things found in pictures, and of their pixels, for what draws them."""

import io

import numpy as np
from PIL import Image, ImageDraw

from ptstudio.core.metric import Estimate
from ptstudio.core.report import Report, SplitReport
from ptstudio.tasks import _box_metrics, _box_sections, _mask_metrics, _mask_sections
from ptstudio.tasks._box_evidence import with_threshold
from ptstudio.tasks._mask_evidence import judged
from tests.helpers.found_things import evidence

CLASSES = ("red cell", "white cell", "platelet")


def boxes(pictures: int = 30, classes: tuple[str, ...] = CLASSES, seed: int = 1) -> Report:
    """Of pictures of 400 × 300 pixels with up to six things each."""
    found = with_threshold(evidence(np.random.default_rng(seed), pictures, len(classes), 6, 0.0), 0.4)
    ids = [f"picture {number}" for number in range(pictures)]
    sections = _box_sections.sections(found, ids, classes)
    guess = _box_metrics.baseline()
    return _report(
        "object-detection",
        classes,
        SplitReport(
            split="test",
            samples=pictures,
            metrics=_estimates(_box_metrics.measure(found)),
            baseline=guess.values,
            baseline_reason=guess.reason,
            sections=sections,
        ),
    )


def masks(pictures: int = 12, classes: tuple[str, ...] = CLASSES, seed: int = 1) -> Report:
    """Of pictures of 400 × 300 pixels in which discs overlap."""
    dice = np.random.default_rng(seed)
    true = [_discs(dice, len(classes)) for _ in range(pictures)]
    said = [np.roll(each, dice.integers(-6, 7, 2), (0, 1)) for each in true]
    found = judged(said, true, [0.9] * pictures, [(400, 300)] * pictures, len(classes))
    ids = [f"picture {number}" for number in range(pictures)]
    guess = _mask_metrics.baseline(np.arange(len(classes)), found, classes)
    return _report(
        "segmentation",
        classes,
        SplitReport(
            split="test",
            samples=pictures,
            metrics=_estimates(_mask_metrics.measure(found)),
            baseline=guess.values,
            baseline_reason=guess.reason,
            sections=_mask_sections.sections(found, ids, classes),
        ),
    )


def thumbnail(_sample: str) -> bytes:
    """A light picture of 160 × 120 pixels with some texture."""
    picture = Image.new("RGB", (160, 120), (214, 190, 196))
    draw = ImageDraw.Draw(picture)
    for place in range(0, 160, 16):
        draw.line((place, 0, place + 40, 120), (196, 166, 176))
    stream = io.BytesIO()
    picture.save(stream, "JPEG")
    return stream.getvalue()


def _discs(dice: np.random.Generator, classes: int) -> np.ndarray:
    rows, columns = np.mgrid[:90, :120]
    made = np.zeros((90, 120), np.uint8)
    for kind in dice.integers(1, classes + 1, 5):
        row, column, radius = dice.integers(10, 80), dice.integers(10, 110), dice.integers(8, 26)
        made[np.hypot(rows - row, columns - column) < radius] = kind
    return made


def _estimates(figures: dict[str, float]) -> dict[str, Estimate]:
    return {
        key: Estimate(value=value, low=max(0.0, value - 0.08), high=min(1.0, value + 0.08))
        for key, value in figures.items()
    }


def _report(task: str, classes: tuple[str, ...], split: SplitReport) -> Report:
    return Report(
        task=task,
        model="SSDLite on MobileNet V2",
        run="20260101-120000-train-0a1b",
        dataset="cells/0001",
        classes=classes,
        splits={"test": split},
    )
