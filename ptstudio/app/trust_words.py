"""What the figures of an evaluation mean and how far to trust them, for somebody who is no statistician.

The page that a worker writes beside its report says the same in English; here it can be translated.
"""

from collections.abc import Sequence

from ptstudio.app.formats import count
from ptstudio.app.metric_figure import written
from ptstudio.app.translation import tr
from ptstudio.core.metric import MetricFacts
from ptstudio.core.report import Calibration, PerClass, Report, SplitReport

# Below these, a figure says little: 100 samples leave an interval of up to 20 points, 10 leave one of 60.
FEW_SAMPLES = 100
FEW_OF_A_CLASS = 10
NAMED_AT_MOST = 6


def split_title(split: str) -> str:
    """What a split is called."""
    return _titles().get(split, split)


def meaning(split: SplitReport, metrics: Sequence[MetricFacts]) -> str:
    """The headline in a sentence or two: the first metric, its interval, and what a guess would reach."""
    facts = metrics[0]
    estimate = split.metrics[facts.key]
    said = tr(
        "On {samples}, {metric} is {value}. With other samples of the same kind it would most likely lie between "
        "{low} and {high}.",
        samples=counted(split.samples),
        metric=tr(facts.title).lower(),
        value=written(estimate.value, facts),
        low=written(estimate.low, facts),
        high=written(estimate.high, facts),
    )
    baseline = split.baseline.get(facts.key)
    if baseline is None:
        return said
    guess = tr(
        "A guess that looks at nothing ({reason}) reaches {value}.",
        reason=tr(split.baseline_reason),
        value=written(baseline, facts),
    )
    return f"{said} {guess}"


def cautions(report: Report, split: SplitReport, metrics: Sequence[MetricFacts]) -> list[str]:
    """How far not to trust the figures, the gravest reason first; empty where there is none."""
    found = [_no_better(split, metrics[0]), _few(split), _overtuned(report, split, metrics[0])]
    return [words for words in (*found, _small_classes(split), _flattered(split)) if words]


def confidence_words(calibration: Calibration) -> str:
    """Whether the network is too sure of itself, over all samples."""
    if not calibration.samples:
        return ""
    said = tr(
        "On average it is {sure} % sure and right in {right} % of the cases.",
        sure=round(100 * calibration.confidence),
        right=round(100 * calibration.accuracy),
    )
    verdict = {
        "fair": tr("Over all samples, its confidence can be taken at its word, as far as so many samples can show."),
        "too-sure": tr("It is too sure of itself: read its confidence as lower than it says."),
        "too-modest": tr("It is too modest: it is right more often than it says."),
    }[calibration.verdict]
    return f"{said} {verdict}"


def counted(samples: int) -> str:
    """A number of samples in words."""
    return tr("1 sample") if samples == 1 else tr("{count} samples", count=count(samples))


def _titles() -> dict[str, str]:
    return {
        "test": tr("Test"),
        "validation": tr("Validation"),
        "train": tr("Training"),
        "data": tr("All samples"),
    }


def _no_better(split: SplitReport, facts: MetricFacts) -> str:
    baseline = split.baseline.get(facts.key)
    if baseline is None or facts.is_shown_better(split.metrics[facts.key], baseline):
        return ""
    return tr(
        "It is not shown that the network does better than a guess: the interval reaches it. More samples, or another "
        "model, are needed before it can be relied on."
    )


def _few(split: SplitReport) -> str:
    if split.samples >= FEW_SAMPLES:
        return ""
    return tr(
        "There are only {samples}: a single one more or less right moves a share by {points} points. Look at the "
        "intervals rather than at the values.",
        samples=counted(split.samples),
        points=f"{100 / max(split.samples, 1):.1f}",
    )


def _overtuned(report: Report, split: SplitReport, facts: MetricFacts) -> str:
    """Whether validation did better by more than chance: the intervals do not even touch."""
    other = report.splits.get("validation")
    if split.split != "test" or other is None or facts.key not in other.metrics:
        return ""
    here, there = split.metrics[facts.key], other.metrics[facts.key]
    if there.low <= here.high if facts.higher_is_better else there.high >= here.low:
        return ""
    return tr(
        "Validation came out clearly better ({value}): training has chosen what suits the validation samples. Believe "
        "the figures of the test samples.",
        value=written(there.value, facts),
    )


def _small_classes(split: SplitReport) -> str:
    rows = [row for section in split.sections if isinstance(section, PerClass) for row in section.rows]
    small = sorted((row for row in rows if row.support < FEW_OF_A_CLASS), key=lambda row: row.support)
    if not small:
        return ""
    # The isolates keep a name in another script from turning the rest of the sentence around.
    names = ", ".join(f"“\u2068{row.label}\u2069” ({row.support})" for row in small[:NAMED_AT_MOST])
    more = len(small) - NAMED_AT_MOST
    listed = tr("{names} and {more} more", names=names, more=count(more)) if more > 0 else names
    if len(small) == len(rows) and len({row.support for row in small}) == 1:
        return tr(
            "Every class has only {count}: the figures of a single class are hardly more than anecdotes.",
            count=counted(small[0].support),
        )
    return tr(
        "Classes with fewer than {few} samples here: {names}. The figures of so small a class are hardly more than "
        "anecdotes.",
        few=FEW_OF_A_CLASS,
        names=listed,
    )


def _flattered(split: SplitReport) -> str:
    if split.split == "validation":
        return tr(
            "Training chose its best epoch by these samples, so the figures flatter the network a little. Judge it by "
            "the test samples."
        )
    if split.split == "train":
        return tr(
            "The network has learned from these samples, so the figures flatter it. Judge it by the test samples."
        )
    return ""
