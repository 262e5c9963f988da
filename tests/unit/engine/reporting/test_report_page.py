import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from ptstudio.core.folders import resources
from ptstudio.core.report import ClassRow, Report
from ptstudio.engine.reporting.report_page import SHADES, figure, matrix, report_html, wanted
from tests.helpers import reports

CLASSES = ("cardboard", "glass", "metal", "paper", "plastic", "trash")
ODD = ("<script>alert(1)</script>", "it's \"quoted\" & 'so'", "😀 \u05e9\u05dc\u05d5\u05dd", "{{ 7 * 7 }}")
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Outline(HTMLParser):
    """Reads a page strictly: elements must close in order; keeps tags, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"] and data.strip():
            self.text.append(" ".join(data.split()))

    def values(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.tags for key, value in attributes.items() if key == attribute and value]


NAMES = {f"{number}": f"picture-{number}.jpg" for number in range(5)}


def page_of(report: Report, pictures: Callable[[str], bytes | None] = reports.thumbnail) -> str:
    return report_html(report, pictures, reports.METRICS, NAMES)


@pytest.fixture(scope="module")
def page() -> str:
    return page_of(reports.report(CLASSES, splits=("validation", "test")))


def test_the_test_split_comes_first_and_the_other_is_said_to_flatter(page: str) -> None:
    headings = [text for text in Outline(page).text if text.startswith(("Test samples,", "Validation samples,"))]
    assert headings[-2:] == [
        "Test samples, which training never saw",
        "Validation samples, which decided when training ended",
    ]
    assert page.count("flatter the network a little") == 1


def test_every_figure_stands_beside_its_interval_and_its_baseline(page: str) -> None:
    found = reports.report(CLASSES).splits["test"]
    value = found.metrics["accuracy"]
    for share in (value.value, value.low, value.high, found.baseline["accuracy"]):
        assert f"{100 * share:.1f}\N{NO-BREAK SPACE}%" in page
    assert "always answering “cardboard”, the most frequent class" in page
    assert page.count("95 % interval 0.49") == 2


def test_every_number_of_the_matrix_leads_to_its_pictures(page: str) -> None:
    outline = Outline(page)
    places = [link[1:] for link in outline.values("href") if re.fullmatch(r"#\d-\d+-\d+", link)]
    assert len(places) == len(set(places)) > 20
    assert set(places) <= set(outline.values("id"))


def test_loads_nothing_from_elsewhere_and_runs_nothing(page: str) -> None:
    outline = Outline(page)
    assert not {"script", "link", "iframe", "img"} & {tag for tag, _ in outline.tags}
    assert all(link.startswith("#") for link in outline.values("href"))
    assert not outline.values("src")
    assert set(re.findall(r"url\((.{10})", page)) == {"data:image"}


def test_each_picture_is_embedded_once(page: str) -> None:
    embedded = re.findall(r"base64,([^)]+)\)", page)
    assert len(embedded) == len(set(embedded)) > 50


def test_odd_names_are_shown_and_never_obeyed() -> None:
    page = page_of(reports.report(ODD))
    text = Outline(page).text
    assert "<script" not in page
    assert all(name in text for name in ODD)


@pytest.mark.parametrize("count", [2, 25, 100, 1000])
def test_a_page_stays_below_five_megabytes(count: int) -> None:
    thumbnail = reports.thumbnail("one")
    report = reports.report([f"class {i}" for i in range(count)], per_class=30 if count <= 100 else 3)
    page = page_of(report, lambda sample: thumbnail + sample.encode())
    assert len(page.encode()) < 5_000_000
    Outline(page)
    if count == 1000:
        assert "too many for a table" in page


def test_says_how_many_pictures_it_leaves_out() -> None:
    page = page_of(reports.report(("a", "b"), per_class=100))
    assert re.search(r"and \d+ more\s+that this page has no room for", page)


def test_samples_without_a_thumbnail_are_counted_all_the_same() -> None:
    page = page_of(reports.report(CLASSES), lambda _: None)
    assert "no picture" in page
    assert "base64" not in page


@pytest.mark.parametrize(
    ("per_class", "caution"),
    [
        (8, "Measured on only 10 samples"),
        (8, "Classes with fewer than 10 samples here"),
        (8, "It is not shown that the network does better than a guess"),
        (400, None),
    ],
)
def test_says_how_far_to_trust_the_figures(per_class: int, caution: str | None) -> None:
    page = page_of(reports.report(("cat", "dog"), per_class=per_class))
    assert (caution in page) if caution else ("How far to trust this" not in page)


def test_a_bar_begins_at_nought_and_holds_all_its_marks() -> None:
    split = reports.report(CLASSES).splits["test"]
    for facts in reports.METRICS:
        bar = figure(split, facts)
        assert bar.baseline_at is not None
        assert 0 <= bar.low_at <= bar.value_at <= bar.high_at <= 100
        assert 0 <= bar.baseline_at <= 100


def test_a_cell_is_shaded_by_its_share_of_the_row() -> None:
    (section,) = (part for part in reports.report(CLASSES).splits["test"].sections if part.type == "Confusion")
    for row in matrix(section):
        by_count = sorted(row, key=lambda cell: len(cell.samples))
        assert [cell.shade for cell in by_count] == sorted(cell.shade for cell in row)
        assert all((cell.shade == 0) == (not cell.samples) and cell.shade <= SHADES for cell in row)


@pytest.mark.parametrize(
    ("recall", "support", "low", "high"),
    [(1.0, 5, 0.566, 1.0), (0.5, 10, 0.237, 0.763), (0.0, 20, 0.0, 0.161), (0.0, 0, 0.0, 1.0)],
)
def test_wilsons_interval(recall: float, support: int, low: float, high: float) -> None:
    row = ClassRow(label="a", precision=0, recall=recall, f1=0, support=support)
    assert row.recall_interval == pytest.approx((low, high), abs=0.001)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


TEXTS = [(ink, ground) for ink in ("ink", "soft", "blue", "orange", "guess") for ground in ("paper", "ground")]
TEXTS += [
    ("ink", "note"),
    *(("hit-ink", f"hit-{i}") for i in (1, 2, 3)),
    *(("hit-ink-strong", f"hit-{i}") for i in (4, 5)),
]
TEXTS += [("miss-ink", f"miss-{i}") for i in range(1, 6)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(scheme: str) -> None:
    """WCAG 2.2, 1.4.3: a contrast of at least 4.5 to 1."""
    css = (resources() / "templates" / "report.css.j2").read_text(encoding="utf-8")
    light, dark = css.split("prefers-color-scheme: dark")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark))
    for ink, ground in TEXTS:
        darker, lighter = sorted((_luminance(colours[ink]), _luminance(colours[ground])))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, f"{ink} on {ground}"


def test_texts_are_shown_where_samples_are_read() -> None:
    report = reports.report(CLASSES, splits=("test",))
    texts = {sample: f"What <b>{sample}</b> says" for sample in wanted(report)}
    assert texts
    shown = report_html(report, lambda _sample: None, reports.METRICS, {}, texts)
    assert "no picture" not in shown
    assert all(f"What &lt;b&gt;{sample}&lt;/b&gt; says" in shown for sample in texts)
