"""What the figures of an evaluation mean, in sentences for somebody who is no statistician."""

from collections.abc import Sequence

from ptstudio.core.metric import MetricFacts
from ptstudio.core.report import Calibration, PerClass, SplitReport

# Below these, a figure says little: 100 samples leave an interval of up to 20 points, 10 leave one of 60.
FEW_SAMPLES = 100
FEW_OF_A_CLASS = 10
NAMED_AT_MOST = 6

SPLIT_WORDS = {
    "test": "Test samples, which training never saw",
    "validation": "Validation samples, which decided when training ended",
    "train": "Training samples, which the network has seen",
}
SPLIT_TRUST = {
    "validation": "Training chose its best epoch by these samples, so the figures flatter the network a little. Judge "
    "it by the test samples.",
    "train": "The network has learned from these samples, so the figures flatter it. Judge it by the test samples.",
}


def written(value: float, facts: MetricFacts) -> str:
    """A metric's value as it is read: per cent for shares, never rounded up to 100 %."""
    if facts.scale == "number":
        return f"{value:.3g}"
    percent = f"{value * 100:.1f}"
    return f"{'99.9' if percent == '100.0' and value < 1 else percent}\N{NO-BREAK SPACE}%"


def meaning(split: SplitReport, metrics: Sequence[MetricFacts]) -> str:
    """The headline in a sentence: the first metric, its interval, and what a guess would reach."""
    facts = metrics[0]
    estimate = split.metrics[facts.key]
    sentence = (
        f"On {counted(split.samples)}, {facts.title.lower()} is {written(estimate.value, facts)}. With other samples "
        f"of the same kind it would most likely lie between {written(estimate.low, facts)} and "
        f"{written(estimate.high, facts)}."
    )
    if facts.key not in split.baseline:
        return sentence
    baseline = split.baseline[facts.key]
    guess = f" An answer that looks at nothing ({split.baseline_reason}) reaches {written(baseline, facts)}."
    return sentence + guess


def cautions(split: SplitReport, metrics: Sequence[MetricFacts]) -> list[str]:
    """How far not to trust the figures, the gravest reason first; empty where there is none."""
    facts = metrics[0]
    found = []
    baseline = split.baseline.get(facts.key)
    if baseline is not None and not facts.is_shown_better(split.metrics[facts.key], baseline):
        found.append(
            "It is not shown that the network does better than that answer: the interval reaches it. More samples, or "
            "another model, are needed before it can be relied on."
        )
    if split.samples < FEW_SAMPLES:
        found.append(
            f"There are only {counted(split.samples)}: a single one more or less right moves a share by "
            f"{100 / max(split.samples, 1):.1f} points. Look at the intervals rather than at the values."
        )
    found.extend(_small_classes(split))
    if split.split in SPLIT_TRUST:
        found.append(SPLIT_TRUST[split.split])
    return found


def confidence_words(calibration: Calibration) -> str:
    """Whether the network is too sure of itself, over all samples."""
    if not calibration.samples:
        return ""
    sure, right = 100 * calibration.confidence, 100 * calibration.accuracy
    verdict = {
        "fair": "Over all samples, its confidence can be taken at its word, as far as so many samples can show.",
        "too-sure": "It is too sure of itself: read its confidence as lower than it says.",
        "too-modest": "It is too modest: it is right more often than it says.",
    }[calibration.verdict]
    return f"On average it is {sure:.0f} % sure and right in {right:.0f} % of the cases. {verdict}"


def counted(samples: int) -> str:
    """A number of samples in words."""
    return f"{samples:,} sample{'' if samples == 1 else 's'}"


def _small_classes(split: SplitReport) -> list[str]:
    rows = [row for section in split.sections if isinstance(section, PerClass) for row in section.rows]
    small = sorted((row for row in rows if row.support < FEW_OF_A_CLASS), key=lambda row: row.support)
    if not small:
        return []
    names = ", ".join(f"“\u2068{row.label}\u2069” ({row.support})" for row in small[:NAMED_AT_MOST])
    more = f" and {len(small) - NAMED_AT_MOST:,} more" if len(small) > NAMED_AT_MOST else ""
    classes = "class has" if len(small) == 1 else "classes have"
    return [
        f"{len(small):,} {classes} fewer than {FEW_OF_A_CLASS} samples here: {names}{more}. Figures of "
        "so small a class are hardly more than anecdotes."
    ]
