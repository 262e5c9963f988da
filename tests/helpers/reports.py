"""Made-up evaluations of any number of classes, for what draws them."""

import io
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw

from ptstudio.core.metric import Estimate, MetricFacts
from ptstudio.core.prediction import Classes, ClassProbability
from ptstudio.core.report import (
    Calibration,
    CalibrationBin,
    ClassRow,
    Confusion,
    ConfusionCell,
    Mistake,
    Mistakes,
    PerClass,
    Report,
    SplitReport,
)

METRICS = (
    MetricFacts(key="accuracy", title="Accuracy", help="The share of samples that were recognised."),
    MetricFacts(key="macro_f1", title="Macro F1", help="Every class counts alike."),
    MetricFacts(key="log_loss", title="Log loss", help="0 is perfect.", higher_is_better=False, scale="number"),
)


def report(classes: Sequence[str], per_class: int = 20, splits: Sequence[str] = ("test",), seed: int = 0) -> Report:
    """About four in five right; the last class is a quarter as frequent as the others."""
    return Report(
        task="image-classification",
        model="MobileNet V2",
        run="20260101-120000-train-0a1b",
        dataset="rubbish/0001",
        classes=tuple(classes),
        splits={name: _split(name, classes, per_class, random.Random(f"{name}{seed}")) for name in splits},
    )


def thumbnail(sample: str) -> bytes:
    """A small JPEG whose colour depends on the sample."""
    dice = random.Random(sample)
    picture = Image.new("RGB", (160, 120), tuple(dice.randrange(60, 230) for _ in range(3)))
    draw = ImageDraw.Draw(picture)
    for _ in range(6):
        x, y, size = dice.randrange(160), dice.randrange(120), dice.randrange(10, 60)
        draw.ellipse((x - size, y - size, x + size, y + size), fill=tuple(dice.randrange(256) for _ in range(3)))
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=80)
    return stream.getvalue()


def _split(name: str, classes: Sequence[str], per_class: int, dice: random.Random) -> SplitReport:
    cells: dict[tuple[int, int], list[str]] = {}
    for truth in range(len(classes)):
        support = per_class if truth < len(classes) - 1 else max(1, per_class // 4)
        for number in range(support):
            said = truth if dice.random() < 0.8 else min(len(classes) - 1, int(dice.expovariate(0.4)))
            cells.setdefault((truth, said), []).append(f"{name}-{truth}-{number}")
    samples = sum(map(len, cells.values()))
    accuracy = sum(len(ids) for (truth, said), ids in cells.items() if truth == said) / samples
    margin = 1.96 * (accuracy * (1 - accuracy) / samples) ** 0.5
    return SplitReport(
        split=name,
        samples=samples,
        metrics={
            "accuracy": Estimate(value=accuracy, low=accuracy - margin, high=min(1, accuracy + margin)),
            "macro_f1": Estimate(value=accuracy - 0.02, low=accuracy - 0.09, high=accuracy + 0.05),
            "log_loss": Estimate(value=0.62, low=0.49, high=0.79),
        },
        baseline={"accuracy": per_class / samples, "macro_f1": 0.06, "log_loss": 1.58},
        baseline_reason=f"always answering “{classes[0]}”, the most frequent class",
        sections=(
            PerClass(rows=tuple(_row(label, index, cells) for index, label in enumerate(classes))),
            Confusion(classes=tuple(classes), cells=tuple(_cell(at, ids) for at, ids in sorted(cells.items()))),
            Mistakes(mistakes=tuple(_mistakes(classes, cells))),
            Calibration(bins=tuple(_bins(samples))),
        ),
    )


def _row(label: str, index: int, cells: dict[tuple[int, int], list[str]]) -> ClassRow:
    hits = len(cells.get((index, index), ()))
    support = sum(len(ids) for (truth, _), ids in cells.items() if truth == index)
    claimed = sum(len(ids) for (_, said), ids in cells.items() if said == index)
    return ClassRow(
        label=label,
        precision=hits / max(claimed, 1),
        recall=hits / max(support, 1),
        f1=2 * hits / max(support + claimed, 1),
        support=support,
    )


def _cell(at: tuple[int, int], ids: Sequence[str]) -> ConfusionCell:
    return ConfusionCell(truth=at[0], predicted=at[1], samples=tuple(ids))


def _mistakes(classes: Sequence[str], cells: dict[tuple[int, int], list[str]]) -> list[Mistake]:
    wrong = [(at, sample) for at, ids in cells.items() for sample in ids if at[0] != at[1]]
    found = []
    for place, ((truth, said), sample) in enumerate(wrong):
        confidence = 0.98 - 0.5 * place / len(wrong)
        named = (
            ClassProbability(label=classes[said], probability=confidence),
            ClassProbability(label=classes[truth], probability=(1 - confidence) / 2),
        )
        prediction = Classes(classes=named)
        found.append(Mistake(sample=sample, truth=classes[truth], prediction=prediction, confidence=confidence))
    return found


def _bins(samples: int) -> list[CalibrationBin]:
    shares = ((0.35, 0.3, 0.05), (0.5, 0.4, 0.1), (0.7, 0.62, 0.2), (0.85, 0.74, 0.25), (0.96, 0.91, 0.4))
    return [
        CalibrationBin(
            low=sure - 0.03, high=sure + 0.03, count=max(1, int(samples * share)), confidence=sure, accuracy=right
        )
        for sure, right, share in shares
    ]
