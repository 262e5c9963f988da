"""A report as a document to print: the plain HTML that Qt lays out on pages; knows no window and no task."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from ptstudio.app.confusion_order import Matrix, by_confusion, matrix, pixel_matrix
from ptstudio.app.document_parts import PICTURE_SIDE, Picture, embedded, shortened, table, tag, wide_as
from ptstudio.app.formats import classes, count, share
from ptstudio.app.measured import sections_of, splits_of
from ptstudio.app.metric_figure import figures
from ptstudio.app.passage import Passage
from ptstudio.app.placed_document import (
    box_classes,
    box_errors,
    box_mistakes,
    box_sizes,
    mask_classes,
    mask_mistakes,
    placed_pictures,
    thresholds,
)
from ptstudio.app.sample_files import Sight
from ptstudio.app.translation import tr
from ptstudio.core.marked_words import WORDS, match_rows, told
from ptstudio.core.metric import MetricFacts
from ptstudio.core.report import (
    Calibration,
    MarkedMistakes,
    Mistake,
    Mistakes,
    PerClass,
    Report,
    Section,
    SpanMatches,
    SplitReport,
)
from ptstudio.core.sentence import say_all
from ptstudio.core.trust import ABOUT_INTERVALS, ABOUT_THRESHOLDS, cautions, confidence, heading, meaning

MOST_IN_MATRIX = 25
MOST_LISTED = 30
MOST_CLASSES, CLASSES_IN_TABLE = 120, 30
MOST_PICTURES, PICTURES_IN_ROW = 24, 6
LETTERS_OF_TEXT, TEXTS_IN_TABLE = 240, 8
LETTERS_IN_HEADS, LETTERS_IN_NAME, LETTERS_IN_CAPTION = 48, 44, 26
RIGHT, WRONG = (0, 114, 178), (230, 159, 0)
STYLE = """
body { font-family: sans-serif; font-size: 9.5pt; color: #1b1f24; }
h1 { font-size: 20pt; } h2 { font-size: 15pt; margin-top: 18px; } h3 { font-size: 11.5pt; margin-top: 16px; }
th { background-color: #eceff3; text-align: left; } .muted { color: #545d68; } .large { font-size: 24pt; }
table { margin-top: 8px; margin-bottom: 4px; } .dense { font-size: 7pt; }
"""


def shown_of(report: Report, sight: Callable[[str], Sight]) -> dict[str, Picture | Passage]:
    """The pictures or texts that the document shows, by their samples' ids; safe in a thread, since it calls no Qt."""
    sections = [section for split in report.splits.values() for section in split.sections]
    found = (section.mistakes for section in sections if isinstance(section, Mistakes | MarkedMistakes))
    wanted = [each.sample for mistakes in found for each in mistakes[:MOST_PICTURES]]
    seen = {sample: sight(sample) for sample in wanted}
    shown: dict[str, Picture | Passage] = {
        sample: one if isinstance(one, Passage) else _picture(one)
        for sample, one in seen.items()
        if isinstance(one, Passage) or one.is_file()
    }
    return shown | placed_pictures(sections, sight, report.classes)


def document_html(report: Report, metrics: Sequence[MetricFacts], shown: Mapping[str, Picture | Passage]) -> str:
    """The whole report; what is `shown` of samples is embedded where it is there.

    What is to stay on one page stands below a heading of its own, and ends with a table.
    """
    facts = tr(
        "{model} · data {data} · run {run} · {classes}",
        model=report.model,
        data=report.dataset,
        run=report.run,
        classes=classes(len(report.classes)),
    )
    parts = [tag("h1", tr("How good is it?")), f'<p class="muted">{escape(facts)}</p>']
    for place, name in enumerate(splits_of(report)):
        new_page = ' style="page-break-before: always"' if place else ""
        parts.append(f"<h2{new_page}>{escape(heading(name).say(tr))}</h2>")
        parts.extend(_figures(report, report.splits[name], metrics))
        if not place:
            parts.append(f'<p class="muted">{escape(ABOUT_INTERVALS.say(tr))}</p>')
        parts.extend(_section(section, shown) for section in sections_of(report.splits[name]))
    return f"<html><head><style>{STYLE}</style></head><body>{''.join(parts)}</body></html>"


def _figures(report: Report, split: SplitReport, metrics: Sequence[MetricFacts]) -> list[str]:
    parts: list[str] = []
    shown = figures(split, metrics)
    if shown:
        parts.append(f'<p>{escape(shown[0].title)}<br><span class="large">{escape(shown[0].value)}</span></p>')
        parts.append(tag("p", say_all(meaning(split, metrics), tr)))
        found = [tag("li", caution.say(tr)) for caution in cautions(report, split, metrics)]
        parts.append(f"<ul>{''.join(found)}</ul>")
        heads = (tr("Metric"), tr("Value"), tr("95 % interval"), tr("Baseline"), tr("What it is"))
        rows = [(each.title, each.value, each.interval, each.baseline or "–", each.help) for each in shown]
        parts.append(table(heads, rows))
    return parts


def _section(section: Section, shown: Mapping[str, Picture | Passage]) -> str:
    """A section below its title."""
    return tag("h3", _title(section)) + _WRITTEN[section.type](section, shown)


def _title(section: Section) -> str:
    if isinstance(section, MarkedMistakes):
        return tr(WORDS[section.of].mistakes)
    return {
        "PerClass": tr("Class by class"),
        "Confusion": tr("What it mixes up"),
        "Mistakes": tr("The most confident mistakes"),
        "Calibration": tr("Can its confidence be believed?"),
        "SpanMatches": tr("Nearly right"),
        "BoxClasses": tr("Class by class"),
        "BoxSizes": tr("By size"),
        "Thresholds": tr("How sure must it be?"),
        "BoxErrors": tr("What goes wrong"),
        "BoxMistakes": tr("Pictures with mistakes"),
        "MaskClasses": tr("Class by class"),
        "PixelConfusion": tr("What it mixes up"),
        "MaskMistakes": tr("Pictures it gets wrong"),
    }[section.type]


def _classes(section: PerClass) -> str:
    """The weakest classes first; in several tables, since a row must not be cut by the end of a page."""
    heads: tuple[str, ...] = (
        tr("Class"),
        tr("Samples"),
        tr("Recognised"),
        tr("95 % interval"),
        tr("Right if named"),
        tr("F1"),
    )
    rows = []
    for row in sorted(section.rows, key=lambda row: row.recall)[:MOST_CLASSES]:
        figures_ = (share(row.recall), _range(*row.recall_interval), share(row.precision), share(row.f1))
        given_from = () if row.threshold is None else (share(row.threshold, 0),)
        rows.append((row.label, count(row.support), *figures_, *given_from))
    widths: tuple[int, ...] = (28, 12, 16, 17, 17, 10)
    if section.has_thresholds:
        heads, widths = (*heads, tr("Given from")), (23, 11, 14, 16, 15, 10, 11)
    tables = [table(heads, rows[at : at + CLASSES_IN_TABLE], widths) for at in range(0, len(rows), CLASSES_IN_TABLE)]
    more = len(section.rows) - len(rows)
    words = [tr("These are the weakest; {count} more are recognised better.", count=count(more))] if more else []
    words += [ABOUT_THRESHOLDS.say(tr)] if section.has_thresholds else []
    return "".join(tag("p", each) for each in words) + "".join(tables)


def _confusion(shown: Matrix) -> str:
    """The matrix where it fits on a page, else its largest mistakes."""
    if len(shown.classes) > MOST_IN_MATRIX:
        wrong = sorted((at for at in shown.cells if at[0] != at[1]), key=lambda at: -len(shown.cells[at]))
        return "<br>".join(escape(shown.words(*at)) for at in wrong[:MOST_LISTED])
    size = range(len(shown.classes))
    is_numbered = sum(map(len, shown.classes)) > LETTERS_IN_HEADS
    words = tr("Rows are the truth, columns what the network said.")
    if is_numbered:
        words += " " + tr("Columns bear the numbers of the rows.")
    heads = [str(at + 1) if is_numbered else shown.classes[at] for at in size]
    named = "".join(f'<th style="text-align: center">{escape(head)}</th>' for head in heads)
    lines = [f"<tr><th></th>{named}</tr>"]
    for truth in size:
        number = f"{truth + 1}  " if is_numbered else ""
        cells = "".join(_cell(shown, truth, said) for said in size)
        lines.append(f"<tr>{tag('th', number + shortened(shown.classes[truth], LETTERS_IN_NAME))}{cells}</tr>")
    look = 'class="dense" cellpadding="3"' if len(shown.classes) > MOST_IN_MATRIX // 2 else 'cellpadding="5"'
    return f'{tag("p", words)}<table {look} cellspacing="1">{"".join(lines)}</table>'


def _cell(shown: Matrix, truth: int, said: int) -> str:
    strength = 0.5 * shown.share(truth, said) ** 0.6
    colour = [round(255 - strength * (255 - part)) for part in (RIGHT if truth == said else WRONG)]
    text = shown.text(truth, said, is_percent=False)
    return f'<td align="center" bgcolor="#{colour[0]:02x}{colour[1]:02x}{colour[2]:02x}">{text}</td>'


def _mistakes(section: Mistakes, shown: Mapping[str, Picture | Passage]) -> str:
    """A table for each row of pictures, so that none is cut by the end of a page; or one of texts."""
    if not section.mistakes:
        return tag("p", tr("There are none: every sample was recognised."))
    texts = {
        mistake.sample: one for mistake in _shown(section) if isinstance(one := shown.get(mistake.sample), Passage)
    }
    if texts:
        return _wrong_texts(section, texts)
    cells = [_mistake(mistake, shown.get(mistake.sample)) for mistake in _shown(section)]
    cells += [f"<td {wide_as(100 // PICTURES_IN_ROW)}></td>"] * (-len(cells) % PICTURES_IN_ROW)
    rows = [cells[at : at + PICTURES_IN_ROW] for at in range(0, len(cells), PICTURES_IN_ROW)]
    return "".join(f'<table cellpadding="4" width="100%"><tr>{"".join(row)}</tr></table>' for row in rows)


def _wrong_texts(section: Mistakes, texts: Mapping[str, Passage]) -> str:
    """How each text begins, beside what was said of it; in several tables, since a row must not be cut."""
    rows = []
    for mistake in _shown(section):
        openings = texts[mistake.sample].openings if mistake.sample in texts else ()
        text = " / ".join(opening[:LETTERS_OF_TEXT] for opening in openings)
        said = shortened(mistake.prediction.said, LETTERS_IN_CAPTION)
        rows.append((text, f"{said}, {share(mistake.confidence, 0)}", shortened(mistake.truth, LETTERS_IN_CAPTION)))
    heads, widths = (tr("Text"), tr("It said"), tr("It is")), (60, 22, 18)
    return "".join(table(heads, rows[at : at + TEXTS_IN_TABLE], widths) for at in range(0, len(rows), TEXTS_IN_TABLE))


def _matches(section: SpanMatches) -> str:
    """What became of the places."""
    whole = max(1, section.places)
    words = WORDS[section.of]
    rows = [(tr(title), count(number), share(number / whole, 0)) for title, number in match_rows(section)]
    invented = tr(words.invented, count=count(section.invented))
    return table((tr(words.places), tr("Number"), tr("Share")), rows) + tag("p", invented)


def _marked(section: MarkedMistakes, shown: Mapping[str, Picture | Passage]) -> str:
    """The texts, with what was marked and what should be."""
    if not section.mistakes:
        return tag("p", tr(WORDS[section.of].no_mistakes))
    rows = []
    for mistake in section.mistakes[:MOST_PICTURES]:
        passage = shown.get(mistake.sample)
        text = passage.text if isinstance(passage, Passage) else ""
        openings = reversed(passage.openings) if isinstance(passage, Passage) else ()
        opening = " / ".join(each[:LETTERS_OF_TEXT] for each in openings)
        rows.append((opening, *(told(text, spans, section.of, tr) for spans in (mistake.said, mistake.truth))))
    heads, widths = (tr("Text"), tr("It said"), tr("It is")), (50, 25, 25)
    return "".join(table(heads, rows[at : at + TEXTS_IN_TABLE], widths) for at in range(0, len(rows), TEXTS_IN_TABLE))


def _mistake(mistake: Mistake, picture: Picture | Passage | None) -> str:
    said = tr(
        "“{said}”, {share} sure; is {truth}",
        said=shortened(mistake.prediction.said, LETTERS_IN_CAPTION),
        share=share(mistake.confidence, 0),
        truth=shortened(mistake.truth, LETTERS_IN_CAPTION),
    )
    drawn = ""
    if isinstance(picture, Picture):
        drawn = f"{embedded(picture)}<br>"
    return f"<td {wide_as(100 // PICTURES_IN_ROW)}>{drawn}<small>{escape(said)}</small></td>"


def _calibration(section: Calibration) -> str:
    heads = (tr("How sure it was"), tr("How often it was right"), tr("Samples"))
    rows = [(_range(part.low, part.high), share(part.accuracy, 0), count(part.count)) for part in section.bins]
    return tag("p", say_all(confidence(section), tr)) + table(heads, rows)


def _picture(file: Path) -> Picture:
    from PIL import Image

    with Image.open(file) as picture:
        factor = PICTURE_SIDE / max(picture.size)
        width, height = (max(1, round(factor * side)) for side in picture.size)
    return Picture(file.read_bytes(), width, height)


def _range(low: float, high: float) -> str:
    return tr("{low} to {high}", low=share(low, 0), high=share(high, 0))


def _shown(section: Mistakes) -> Sequence[Mistake]:
    return section.mistakes[:MOST_PICTURES]


_WRITTEN: dict[str, Callable[[Any, Mapping[str, Picture | Passage]], str]] = {
    "PerClass": lambda section, _: _classes(section),
    "Confusion": lambda section, _: _confusion(matrix(section, by_confusion(section))),
    "Mistakes": _mistakes,
    "Calibration": lambda section, _: _calibration(section),
    "SpanMatches": lambda section, _: _matches(section),
    "MarkedMistakes": _marked,
    "BoxClasses": lambda section, _: box_classes(section),
    "BoxSizes": lambda section, _: box_sizes(section),
    "Thresholds": lambda section, _: thresholds(section),
    "BoxErrors": lambda section, _: box_errors(section),
    "BoxMistakes": box_mistakes,
    "MaskClasses": lambda section, _: mask_classes(section),
    "PixelConfusion": lambda section, _: _confusion(pixel_matrix(section)),
    "MaskMistakes": mask_mistakes,
}
