"""The document that is printed."""

import base64
from pathlib import Path

from ptstudio.app.report_document import MOST_PICTURES, document_html
from tests.helpers import reports


def test_everything_that_was_measured_is_in_it(tmp_path: Path) -> None:
    report = reports.report(("cat", "<dog> & co", "owl"), splits=("validation", "test"))
    html = document_html(report, reports.METRICS, lambda _: tmp_path / "none.jpg")
    assert html.index("Test samples") < html.index("Validation samples")
    for words in ("Accuracy", "Log loss", "a guess: 1.58", "Class by class", "&lt;dog&gt; &amp; co", "95 % interval"):
        assert words in html
    assert "<dog>" not in html
    assert "<img" not in html


def test_pictures_are_embedded_within_a_limit(tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(reports.thumbnail("a"))
    html = document_html(reports.report(("cat", "dog"), per_class=400), reports.METRICS, lambda _: picture)
    assert html.count("<img") == MOST_PICTURES
    assert base64.b64encode(picture.read_bytes()).decode() in html


def test_a_matrix_too_large_for_a_page_becomes_a_list_of_its_largest_mistakes(tmp_path: Path) -> None:
    report = reports.report([f"class {number}" for number in range(40)])
    html = document_html(report, reports.METRICS, lambda _: tmp_path / "none.jpg")
    assert "were taken for “class" in html
    assert "Rows are the truth" not in html


def test_without_mistakes_it_says_so(tmp_path: Path) -> None:
    report = reports.report(("cat", "dog"))
    split = report.splits["test"]
    perfect = split.model_copy(
        update={"sections": tuple(each.model_copy(update={"mistakes": ()}) for each in split.sections[2:3])}
    )
    html = document_html(report.model_copy(update={"splits": {"test": perfect}}), (), lambda _: tmp_path)
    assert "There are none" in html
