"""A report as a document to print: the plain HTML that Qt lays out on pages; knows no window and no task."""

import base64
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from ptstudio.app.confusion_order import Matrix, by_confusion, matrix
from ptstudio.app.formats import count, share
from ptstudio.app.measured import splits_of
from ptstudio.app.metric_figure import figures
from ptstudio.app.translation import tr
from ptstudio.app.trust_words import cautions, confidence_words, meaning, split_title
from ptstudio.core.metric import MetricFacts
from ptstudio.core.report import Calibration, Confusion, Mistake, Mistakes, PerClass, Report, Section, SplitReport

MOST_IN_MATRIX = 12
MOST_LISTED = 30
MOST_PICTURES = 24
PICTURES_IN_ROW = 6
PICTURE_HEIGHT = 90
RIGHT, WRONG = (0, 114, 178), (230, 159, 0)
STYLE = """
body { font-family: sans-serif; font-size: 9.5pt; color: #1b1f24; }
h1 { font-size: 20pt; } h2 { font-size: 15pt; margin-top: 18px; } h3 { font-size: 11.5pt; margin-top: 16px; }
th { background-color: #eceff3; text-align: left; } .muted { color: #545d68; } .large { font-size: 24pt; }
table { margin-top: 8px; }
"""
Thumbnail = Callable[[str], Path]


def document_html(report: Report, metrics: Sequence[MetricFacts], thumbnail: Thumbnail) -> str:
    """The whole report; pictures are embedded, at most some dozens of them."""
    facts = tr(
        "{model} · data {data} · run {run} · {count} classes",
        model=report.model,
        data=report.dataset,
        run=report.run,
        count=count(len(report.classes)),
    )
    parts = [_tag("h1", tr("How good is it?")), f'<p class="muted">{escape(facts)}</p>']
    for place, name in enumerate(splits_of(report)):
        new_page = ' style="page-break-before: always"' if place else ""
        title = escape(tr("{split} samples", split=split_title(name)))
        parts.append(f"<h2{new_page}>{title}</h2>")
        parts.extend(_split(report, report.splits[name], metrics, thumbnail))
    parts.append(f'<p class="muted">{escape(_about_intervals())}</p>')
    return f"<html><head><style>{STYLE}</style></head><body>{''.join(parts)}</body></html>"


def _split(report: Report, split: SplitReport, metrics: Sequence[MetricFacts], thumbnail: Thumbnail) -> list[str]:
    parts: list[str] = []
    shown = figures(split, metrics)
    if shown:
        parts.append(f'<p>{escape(shown[0].title)}<br><span class="large">{escape(shown[0].value)}</span></p>')
        parts.append(_tag("p", meaning(split, metrics)))
        found = [_tag("li", caution) for caution in cautions(report, split, metrics)]
        parts.append(f"<ul>{''.join(found)}</ul>")
        heads = (tr("Metric"), tr("Value"), tr("95 % interval"), tr("Baseline"), tr("What it is"))
        rows = [(each.title, each.value, each.interval, each.baseline or "–", each.help) for each in shown]
        parts.append(_table(heads, rows))
    parts.extend(_section(section, thumbnail) for section in split.sections)
    return parts


def _section(section: Section, thumbnail: Thumbnail) -> str:
    match section:
        case PerClass():
            return _tag("h3", tr("Class by class")) + _classes(section)
        case Confusion():
            return _tag("h3", tr("What it mixes up")) + _confusion(matrix(section, by_confusion(section)))
        case Mistakes():
            return _tag("h3", tr("The most confident mistakes")) + _pictures(section.mistakes, thumbnail)
        case Calibration():
            return _tag("h3", tr("Can its confidence be believed?")) + _tag("p", confidence_words(section))


def _classes(section: PerClass) -> str:
    heads = (tr("Class"), tr("Samples"), tr("Recognised"), tr("95 % interval"), tr("Right if named"), tr("F1"))
    rows = []
    for row in section.rows:
        low, high = row.recall_interval
        interval = tr("{low} to {high}", low=share(low, 0), high=share(high, 0))
        figures_ = (share(row.recall), interval, share(row.precision), share(row.f1))
        rows.append((row.label, count(row.support), *figures_))
    return _table(heads, rows)


def _confusion(shown: Matrix) -> str:
    """The matrix where it fits on a page, else its largest mistakes."""
    size = range(len(shown.classes))
    if len(shown.classes) > MOST_IN_MATRIX:
        wrong = sorted((at for at in shown.cells if at[0] != at[1]), key=lambda at: -len(shown.cells[at]))
        return "".join(_tag("p", shown.words(*at)) for at in wrong[:MOST_LISTED])
    heads = "".join(f"<th>{escape(name)}</th>" for name in ("", *shown.classes))
    lines = []
    for truth in size:
        cells = [_cell(shown, truth, said) for said in size]
        lines.append(f"<tr><th>{escape(shown.classes[truth])}</th>{''.join(cells)}</tr>")
    words = _tag("p", tr("Rows are the truth, columns what the network said."))
    return f'{words}<table cellspacing="1" cellpadding="5"><tr>{heads}</tr>{"".join(lines)}</table>'


def _cell(shown: Matrix, truth: int, said: int) -> str:
    strength = 0.5 * shown.share(truth, said) ** 0.6
    colour = [round(255 - strength * (255 - part)) for part in (RIGHT if truth == said else WRONG)]
    text = shown.text(truth, said, is_percent=False)
    return f'<td align="center" bgcolor="#{colour[0]:02x}{colour[1]:02x}{colour[2]:02x}">{text}</td>'


def _pictures(mistakes: Sequence[Mistake], thumbnail: Thumbnail) -> str:
    if not mistakes:
        return _tag("p", tr("There are none: every sample was recognised."))
    cells = [_picture(mistake, thumbnail(mistake.sample)) for mistake in mistakes[:MOST_PICTURES]]
    rows = [cells[at : at + PICTURES_IN_ROW] for at in range(0, len(cells), PICTURES_IN_ROW)]
    lines = "".join(f"<tr>{chr(10).join(row)}</tr>" for row in rows)
    return f'<table cellpadding="4">{lines}</table>'


def _picture(mistake: Mistake, file: Path) -> str:
    said = tr(
        "“{said}”, {share} sure; is {truth}",
        said=mistake.prediction.best.label,
        share=share(mistake.confidence, 0),
        truth=mistake.truth,
    )
    drawn = ""
    if file.is_file():
        content = base64.b64encode(file.read_bytes()).decode("ascii")
        drawn = f'<img src="data:image/jpeg;base64,{content}" height="{PICTURE_HEIGHT}"><br>'
    return f"<td>{drawn}<small>{escape(said)}</small></td>"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<table cellspacing="0" cellpadding="5" width="100%"><tr>{top}</tr>{body}</table>'


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _about_intervals() -> str:
    return tr(
        "Ranges are 95 % intervals: where the figure would most likely lie with other samples of the same kind. They "
        "know nothing of samples of another kind: other cameras, other light, other places, another time. A guess is "
        "the answer that looks at nothing and knows only how often each class occurs in training."
    )
