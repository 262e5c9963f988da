"""What the figures of an evaluation mean and how far to trust them, for somebody who is no statistician.

Knows neither the window, which shows these sentences in the user's language, nor the page that a worker writes.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from ptstudio.core.metric import MetricFacts, exact_share
from ptstudio.core.report import BoxClasses, Calibration, MaskClasses, PerClass, Report, Section, SplitReport
from ptstudio.core.sentence import Sentence, isolated

ClassTable: TypeAlias = PerClass | BoxClasses | MaskClasses
"""What tells classes apart, with how much there is of each."""

# Below these, a figure says little: 100 samples leave an interval of up to 20 points, 10 leave one of 60.
FEW_SAMPLES = 100
FEW_OF_A_CLASS = 10
NAMED_AT_MOST = 6
# Of the expected calibration error: from here on a share of confidence misleads more than it informs.
LARGE_ERROR = 0.1

_HEADINGS = {
    "test": "Test samples, which training never saw",
    "validation": "Validation samples, which decided when training ended",
    "train": "Training samples, which the network has seen",
    "data": "All samples of the data",
    "folds": "Samples that the network of their fold had not seen",
}
_FLATTERED = {
    "validation": "Training chose its best epoch by these samples, so the figures flatter the network a little. Judge "
    "it by the test samples.",
    "train": "The network has learned from these samples, so the figures flatter it. Judge it by the test samples.",
}
_VERDICTS = {
    "fair": "Over all samples, its confidence can be taken at its word, as far as so many samples can show.",
    "too-sure": "It is too sure of itself: read its confidence as lower than it says.",
    "too-modest": "It is too modest: it is right more often than it says.",
}

_OFF = _VERDICTS | {"fair": "It is too sure of some answers and too modest in others."}

ABOUT_INTERVALS = Sentence(
    "Ranges are 95 % intervals: where the figure would most likely lie with other samples of the same kind. They know "
    "nothing of samples of another kind: other cameras, other light, other places, another time. A guess is the answer "
    "that looks at nothing and knows only how often each class occurs in training."
)

ABOUT_THRESHOLDS = Sentence(
    "Each label is given from a probability of its own on (“given from”). It was chosen on the validation samples, so "
    "that as few labels as possible are missed or wrongly given there; where few of them have the label, it stays near "
    "one half."
)


class _SmallWords(NamedTuple):
    """On classes of which there is little: on some of them, on all alike, and how much there is in words."""

    few: str
    every: str
    counted: Callable[[int], Sentence]


def heading(split: str) -> Sentence:
    """Which samples a split is made of."""
    return Sentence(_HEADINGS.get(split, split))


def meaning(split: SplitReport, metrics: Sequence[MetricFacts]) -> list[Sentence]:
    """The headline in sentences: the first metric, its interval, and what a guess would reach."""
    facts = metrics[0]
    estimate, baseline = split.metrics[facts.key], split.baseline.get(facts.key)
    said = [
        Sentence(
            "{metric} is {value} on {samples}.",
            {
                "metric": Sentence(facts.title),
                "value": facts.written(estimate.value),
                "samples": counted(split.samples),
            },
        ),
        Sentence(
            "With other samples of the same kind it would most likely lie between {low} and {high}.",
            {"low": facts.written(estimate.low), "high": facts.written(estimate.high)},
        ),
    ]
    if baseline is not None:
        guess = "A guess that looks at nothing ({reason}) reaches {value}."
        reason = Sentence(split.baseline_reason)
        said.append(Sentence(guess, {"reason": reason, "value": facts.written(baseline)}))
    return [*said, *(words for section in split.sections if (words := _plainly(section, split)))]


def cautions(report: Report, split: SplitReport, metrics: Sequence[MetricFacts]) -> list[Sentence]:
    """How far not to trust the figures, the gravest reason first; empty where there is none."""
    found = (
        _no_better(split, metrics[0]),
        *(_worse(split, facts) for facts in metrics[1:]),
        *(_misjudged(section) for section in split.sections if isinstance(section, Calibration)),
        _unread(split),
        *(_never_found(section) for section in split.sections if isinstance(section, BoxClasses | MaskClasses)),
        _few(split),
        _overtuned(report, split, metrics[0]),
        *(_small_classes(section) for section in split.sections if isinstance(section, ClassTable)),
        _flattered(split),
    )
    return [each for each in found if each is not None]


def confidence(calibration: Calibration) -> list[Sentence]:
    """Whether the network is too sure of itself, over all samples; nothing where there are none."""
    if not calibration.samples:
        return []
    shares = {"sure": calibration.confidence, "right": calibration.accuracy}
    points = {name: f"{100 * share:.0f}" for name, share in shares.items()}
    said = Sentence("On average it is {sure} % sure and right in {right} % of the cases.", points)
    return [said, Sentence(_VERDICTS[calibration.verdict])]


def counted(samples: int) -> Sentence:
    """A number of samples in words."""
    return Sentence("1 sample") if samples == 1 else Sentence("{count} samples", {"count": f"{samples:,}"})


def _things(number: int) -> Sentence:
    return Sentence("1 thing") if number == 1 else Sentence("{count} things", {"count": f"{number:,}"})


def _pictures(number: int) -> Sentence:
    return Sentence("1 picture") if number == 1 else Sentence("{count} pictures", {"count": f"{number:,}"})


_SMALL: Mapping[type[ClassTable], _SmallWords] = {
    PerClass: _SmallWords(
        "Classes with fewer than {few} samples here: {names}. The figures of so small a class are hardly more than "
        "anecdotes.",
        "Every class has only {count}: the figures of a single class are hardly more than anecdotes.",
        counted,
    ),
    BoxClasses: _SmallWords(
        "Classes with fewer than {few} things here: {names}. The figures of so small a class are hardly more than "
        "anecdotes.",
        "Every class has only {count}: the figures of a single class are hardly more than anecdotes.",
        _things,
    ),
    MaskClasses: _SmallWords(
        "Classes in fewer than {few} pictures here: {names}. The figures of so small a class are hardly more than "
        "anecdotes.",
        "Every class is in only {count}: the figures of a single class are hardly more than anecdotes.",
        _pictures,
    ),
}


def _plainly(section: Section, split: SplitReport) -> Sentence | None:
    """What the first metric means where its name does not say it, and what that comes to in use."""
    if isinstance(section, MaskClasses):
        return Sentence("At a mean overlap of 50 % areas are told roughly; from 90 % on hardly a pixel is off.")
    known = (key for key in ("recall", "precision") if key in split.metrics)
    shares: dict[str, str | Sentence] = {key: exact_share(split.metrics[key].value) for key in known}
    if not isinstance(section, BoxClasses) or len(shares) < 2:
        return None
    return Sentence(
        "Average precision is no share of right answers: it is strict about how tightly boxes fit, and 40 % is good. "
        "In use, where what is {threshold} sure counts, {recall} of the things are found, and {precision} of what is "
        "found is right.",
        {"threshold": _per_cent(section.threshold), **shares},
    )


def _no_better(split: SplitReport, facts: MetricFacts) -> Sentence | None:
    baseline = split.baseline.get(facts.key)
    if baseline is None or facts.is_shown_better(split.metrics[facts.key], baseline):
        return None
    return Sentence(
        "It is not shown that the network does better than a guess: the interval reaches it. More samples, or another "
        "model, are needed before it can be relied on."
    )


def _worse(split: SplitReport, facts: MetricFacts) -> Sentence | None:
    """Whether a guess does better by another metric than the first."""
    baseline = split.baseline.get(facts.key)
    if baseline is None or facts.key not in split.metrics:
        return None
    value = split.metrics[facts.key].value
    if value >= baseline if facts.higher_is_better else value <= baseline:
        return None
    return Sentence(
        "{metric}: a guess that looks at nothing does better, with {baseline} against {value}. What it means: {help}",
        {
            "metric": Sentence(facts.title),
            "baseline": facts.written(baseline),
            "value": facts.written(value),
            "help": Sentence(facts.help),
        },
    )


def _misjudged(calibration: Calibration) -> Sentence | None:
    """Whether what the network says of its own confidence is far off, by more than chance."""
    if not calibration.samples or calibration.error < max(LARGE_ERROR, 2 * calibration.error_by_chance):
        return None
    return Sentence(
        "Its confidence is off by {points} points on average: “90 % sure” does not mean right nine times in ten. "
        "{verdict}",
        {
            "points": f"{100 * calibration.error:.0f}",
            "verdict": Sentence(_OFF[calibration.verdict]),
        },
    )


def _unread(split: SplitReport) -> Sentence | None:
    """Whether many samples were not read to their end."""
    unread = split.unread
    if unread is None or not unread.is_much:
        return None
    return Sentence(
        "{cut} of the texts are longer than the {limit} tokens that the network reads, and what comes after that was "
        "not read: {share} of all there is to read. What matters may stand there.",
        {
            "cut": _per_cent(unread.cut_share),
            "limit": f"{unread.limit:,}",
            "share": _per_cent(unread.share),
        },
    )


def _few(split: SplitReport) -> Sentence | None:
    if split.samples >= FEW_SAMPLES:
        return None
    if any(isinstance(section, BoxClasses | MaskClasses) for section in split.sections):
        return Sentence(
            "Measured on only {samples}: a single picture can move the figures. Look at the intervals rather than at "
            "the values.",
            {"samples": counted(split.samples)},
        )
    return Sentence(
        "Measured on only {samples}: a single one more or less right moves a share by {points} points. Look at the "
        "intervals rather than at the values.",
        {"samples": counted(split.samples), "points": f"{100 / max(split.samples, 1):.1f}"},
    )


def _overtuned(report: Report, split: SplitReport, facts: MetricFacts) -> Sentence | None:
    """Whether validation did better by more than chance: the intervals do not even touch."""
    other = report.splits.get("validation")
    if split.split != "test" or other is None or facts.key not in other.metrics:
        return None
    here, there = split.metrics[facts.key], other.metrics[facts.key]
    if there.low <= here.high if facts.higher_is_better else there.high >= here.low:
        return None
    return Sentence(
        "Validation came out clearly better ({value}): training has chosen what suits the validation samples. Believe "
        "the figures of the test samples.",
        {"value": facts.written(there.value)},
    )


def _small_classes(section: ClassTable) -> Sentence | None:
    words = _SMALL[type(section)]
    small = sorted((row for row in section.rows if row.support < FEW_OF_A_CLASS), key=lambda row: row.support)
    if not small:
        return None
    if len(small) == len(section.rows) and len({row.support for row in small}) == 1:
        return Sentence(words.every, {"count": words.counted(small[0].support)})
    return Sentence(
        words.few, {"few": str(FEW_OF_A_CLASS), "names": _named([(row.label, row.support) for row in small])}
    )


def _never_found(section: BoxClasses | MaskClasses) -> Sentence | None:
    """Classes that are there, and of which nothing is right."""
    rows = (
        [(row.label, row.support) for row in section.rows if row.support and not row.ap50]
        if isinstance(section, BoxClasses)
        else [(row.label, row.support) for row in section.rows if row.support and not row.iou]
    )
    return Sentence("Nothing of these classes is found: {names}.", {"names": _named(rows)}) if rows else None


def _named(rows: Sequence[tuple[str, int]]) -> str | Sentence:
    """Classes with how much there is of each, not too many of them."""
    names = ", ".join(f"“{isolated(label)}” ({support})" for label, support in rows[:NAMED_AT_MOST])
    more = len(rows) - NAMED_AT_MOST
    return Sentence("{names} and {more} more", {"names": names, "more": f"{more:,}"}) if more > 0 else names


def _per_cent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else "less than 1 %"


def _flattered(split: SplitReport) -> Sentence | None:
    return Sentence(_FLATTERED[split.split]) if split.split in _FLATTERED else None
