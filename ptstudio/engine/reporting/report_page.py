"""A report as one HTML page that holds everything itself: figures, charts and pictures, no script, no network.

Knows no task: it draws each section by its type.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ptstudio.core import area_words, box_words
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.folders import resources
from ptstudio.core.marked_text import pieces
from ptstudio.core.marked_words import WORDS, match_rows
from ptstudio.core.metric import MetricFacts
from ptstudio.core.report import (
    BoxMistakes,
    Calibration,
    Confusion,
    ConfusionCell,
    MarkedMistakes,
    MaskMistakes,
    Mistakes,
    Report,
    SplitReport,
)
from ptstudio.core.sentence import say_all
from ptstudio.core.trust import (
    ABOUT_INTERVALS,
    ABOUT_THRESHOLDS,
    FEW_OF_A_CLASS,
    cautions,
    confidence,
    heading,
    meaning,
)
from ptstudio.engine.reporting import report_found
from ptstudio.engine.reporting.report_album import Album, in_turn

MOST_MISTAKES = 36
MOST_IN_WRONG_CELL = 24
MOST_IN_RIGHT_CELL = 8
NAMED_COLUMNS = 24
MOST_IN_MATRIX = 100
MOST_LISTED = 60
SHADES = 5
TEMPLATES = ("report.html.j2", "report_parts.html.j2", "report_found.html.j2", "report.css.j2")
SPLIT_ORDER = ("test", "validation", "train")


@dataclass(frozen=True)
class Figure:
    """One metric as it is shown: texts, and places on a bar from 0 to 100 (per cent of its length)."""

    title: str
    help: str
    value: str
    low: str
    high: str
    baseline: str | None
    value_at: float
    low_at: float
    high_at: float
    baseline_at: float | None
    end: str


@dataclass(frozen=True)
class Cell:
    """A place in the confusion matrix; `shade` (0 to 5) grows with its share of the row."""

    truth: int
    predicted: int
    samples: tuple[str, ...]
    shade: int

    @property
    def is_right(self) -> bool:
        """Whether it lies on the diagonal."""
        return self.truth == self.predicted


@dataclass(frozen=True)
class SplitView:
    """What the page says of one split beside its sections."""

    report: SplitReport
    title: str
    headline: Figure
    figures: tuple[Figure, ...]
    meaning: str
    cautions: tuple[str, ...]


def load_templates() -> None:
    """Have the page's templates compiled, which takes as long as to fill them in."""
    for name in TEMPLATES:
        _environment().get_template(name)


def report_html(
    report: Report,
    pictures: Callable[[str], bytes | None],
    metric_facts: Sequence[MetricFacts],
    names: Mapping[str, str],
    texts: Mapping[str, str] = MappingProxyType({}),
    beside: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The page. `pictures` gives a sample's thumbnail (JPEG) by its id, or None; `metric_facts` come in order of
    importance, and the first is the headline. Metrics without facts are left out. `names` are the samples' file names,
    `texts` those of samples that are read, at least of the ones that are `wanted`, `beside` the other text of pairs.
    """
    splits = sorted(report.splits.values(), key=_place)
    album = Album(pictures, texts, beside)
    for samples in _in_order(splits):
        album.add(samples)
    page = _environment().get_template(TEMPLATES[0])
    return page.render(
        report=report,
        album=album,
        names=names,
        splits=[_view(report, split, metric_facts) for split in splits],
        about_intervals=ABOUT_INTERVALS.say(),
        about_thresholds=ABOUT_THRESHOLDS.say(),
        confidence_words=confidence_words,
        matrix=matrix,
        few=FEW_OF_A_CLASS,
        largest_mistakes=largest_mistakes,
        named_columns=NAMED_COLUMNS,
        most_in_matrix=MOST_IN_MATRIX,
        most_listed=MOST_LISTED,
        most_mistakes=MOST_MISTAKES,
        pieces=pieces,
        marked_words=WORDS,
        match_rows=match_rows,
        most_in_cell={True: MOST_IN_RIGHT_CELL, False: MOST_IN_WRONG_CELL},
        **_of_things_found(ClassColours(report.classes)),
    )


def _of_things_found(colours: ClassColours) -> dict[str, Any]:
    """What the page has to know for sections on things in pictures and on their pixels."""
    return {
        "box_words": box_words,
        "area_words": area_words,
        "colour": partial(report_found.css, colours),
        "curve_line": report_found.line,
        "curve_lines": report_found.LINES,
        "most_curves": report_found.MOST_CURVES,
        "box_sides": report_found.box_sides,
        "mask_sides": partial(report_found.mask_sides, colours=colours),
        "pixel_rows": report_found.pixel_rows,
        "largest_confusions": report_found.largest_confusions,
        "shade": lambda share: _shade(share, 1),
    }


def figure(split: SplitReport, facts: MetricFacts) -> Figure:
    """A metric of a split, placed on a bar that begins at 0 and ends at 100 %, or beyond all values of a number."""
    estimate, baseline = split.metrics[facts.key], split.baseline.get(facts.key)
    end = 1.0 if facts.scale == "share" else 1.1 * max(estimate.high, baseline or 0, 1e-9)

    def place(value: float) -> float:
        return round(100 * min(max(value / end, 0), 1), 2)

    return Figure(
        title=facts.title,
        help=facts.help,
        value=facts.written(estimate.value),
        low=facts.written(estimate.low),
        high=facts.written(estimate.high),
        baseline=None if baseline is None else facts.written(baseline),
        value_at=place(estimate.value),
        low_at=place(estimate.low),
        high_at=place(estimate.high),
        baseline_at=None if baseline is None else place(baseline),
        end="100 %" if facts.scale == "share" else facts.written(end),
    )


def matrix(confusion: Confusion) -> list[list[Cell]]:
    """Every place of the confusion matrix, row by row (truth), also those without samples."""
    size = range(len(confusion.classes))
    samples = {(cell.truth, cell.predicted): cell.samples for cell in confusion.cells}
    totals = [sum(len(samples.get((truth, predicted), ())) for predicted in size) for truth in size]
    return [
        [
            Cell(truth, predicted, found, _shade(len(found), totals[truth]))
            for predicted in size
            for found in [samples.get((truth, predicted), ())]
        ]
        for truth in size
    ]


def confidence_words(calibration: Calibration) -> str:
    """Whether the network is too sure of itself."""
    return say_all(confidence(calibration))


def largest_mistakes(confusion: Confusion) -> list[ConfusionCell]:
    """The cells off the diagonal, those with the most samples first."""
    return sorted((cell for cell in confusion.cells if not _is_right(cell)), key=lambda cell: -len(cell.samples))


def wanted(report: Report) -> set[str]:
    """The ids of the samples that the page may show."""
    return {sample for samples in _in_order(list(report.splits.values())) for sample in samples}


def _in_order(splits: Sequence[SplitReport]) -> Iterator[Sequence[str]]:
    """The samples in the order in which they are wanted: mistakes, then wrong cells, then right ones."""
    sections = [section for split in splits for section in split.sections]
    cells = [cell for section in sections if isinstance(section, Confusion) for cell in _drawn(section)]
    for section in sections:
        if isinstance(section, Mistakes | MarkedMistakes | BoxMistakes | MaskMistakes):
            yield [mistake.sample for mistake in section.mistakes[:MOST_MISTAKES]]
    yield in_turn(cell.samples[:MOST_IN_WRONG_CELL] for cell in cells if not _is_right(cell))
    yield in_turn(cell.samples[:MOST_IN_RIGHT_CELL] for cell in cells if _is_right(cell))


def _view(report: Report, split: SplitReport, metric_facts: Sequence[MetricFacts]) -> SplitView:
    known = [facts for facts in metric_facts if facts.key in split.metrics]
    figures = tuple(figure(split, facts) for facts in known)
    return SplitView(
        report=split,
        title=heading(split.split).say(),
        headline=figures[0],
        figures=figures[1:],
        meaning=say_all(meaning(split, known)),
        cautions=tuple(each.say() for each in cautions(report, split, known)),
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(resources() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _place(split: SplitReport) -> int:
    return SPLIT_ORDER.index(split.split) if split.split in SPLIT_ORDER else len(SPLIT_ORDER)


def _drawn(confusion: Confusion) -> Sequence[ConfusionCell]:
    """The cells that the page has room for."""
    is_listed = len(confusion.classes) > MOST_IN_MATRIX
    return largest_mistakes(confusion)[:MOST_LISTED] if is_listed else confusion.cells


def _is_right(cell: ConfusionCell) -> bool:
    return cell.truth == cell.predicted


def _shade(count: float, total: float) -> int:
    """0 without samples, else 1 to 5 with the share of the row; errors of a few per cent already show."""
    return 0 if not count else min(SHADES, 1 + int((SHADES - 0.01) * (count / total) ** 0.7))
