"""The document that is printed."""

import base64
from pathlib import Path

from ptstudio.app.document_parts import PICTURE_SIDE
from ptstudio.app.passage import Passage
from ptstudio.app.report_document import MOST_CLASSES, MOST_PICTURES, document_html, shown_of
from ptstudio.core.report import ClassRow, Mistakes, PerClass
from tests.helpers import reports


def test_everything_that_was_measured_is_in_it() -> None:
    report = reports.report(("cat", "<dog> & co", "owl"), splits=("validation", "test"))
    html = document_html(report, reports.METRICS, {})
    assert html.index("Test samples, which") < html.index("Validation samples, which")
    for words in ("Accuracy", "Log loss", "a guess: 1.58", "Class by class", "&lt;dog&gt; &amp; co", "95 % interval"):
        assert words in html
    assert "<td>93 % to 99 %</td><td>91 %</td>" in html
    assert html.count("Ranges are 95 % intervals") == 1
    assert "<dog>" not in html
    assert "<img" not in html


def test_pictures_are_embedded_within_a_limit_and_fit_their_place(tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(reports.thumbnail("a"))
    report = reports.report(("cat", "dog"), per_class=400)
    html = document_html(report, reports.METRICS, shown_of(report, lambda _: picture))
    assert html.count("<img") == MOST_PICTURES
    assert base64.b64encode(picture.read_bytes()).decode() in html
    assert f'width="{PICTURE_SIDE}" height="{PICTURE_SIDE * 120 // 160}"' in html


def test_pictures_that_are_gone_are_left_out(tmp_path: Path) -> None:
    assert shown_of(reports.report(("cat", "dog")), lambda sample: tmp_path / sample) == {}


def test_columns_bear_numbers_where_the_names_have_no_room() -> None:
    assert "Columns bear the numbers" not in document_html(reports.report(("cat", "dog")), (), {})
    html = document_html(reports.report([f"a rather long name {number}" for number in range(9)]), (), {})
    assert "Columns bear the numbers of the rows." in html
    assert '<th style="text-align: center">9</th>' in html


def test_a_matrix_too_large_for_a_page_becomes_a_list_of_its_largest_mistakes() -> None:
    html = document_html(reports.report([f"class {number}" for number in range(40)]), reports.METRICS, {})
    assert "were taken for “class" in html
    assert "Rows are the truth" not in html


def test_of_very_many_classes_the_weakest_are_shown() -> None:
    report = reports.report([f"class {number}" for number in range(200)])
    html = document_html(report, reports.METRICS, {})
    assert f"These are the weakest; {200 - MOST_CLASSES} more are recognised better." in html
    (section,) = (each for each in report.splits["test"].sections if each.type == "PerClass")
    weakest = min(section.rows, key=lambda row: row.recall)
    assert html.index(f">{weakest.label}<") < html.index("<td>85.0 %</td>")


def test_without_mistakes_it_says_so() -> None:
    report = reports.report(("cat", "dog"))
    split = report.splits["test"]
    perfect = split.model_copy(
        update={"sections": tuple(each.model_copy(update={"mistakes": ()}) for each in split.sections[2:3])}
    )
    assert "There are none" in document_html(report.model_copy(update={"splits": {"test": perfect}}), (), {})


def test_texts_stand_in_a_table_beside_what_was_said_of_them() -> None:
    report = reports.report(("cat", "dog"))
    html = document_html(
        report, reports.METRICS, shown_of(report, lambda sample: Passage(f"<{sample}>\n" + "a " * 400))
    )
    (mistakes,) = [part for part in report.splits["test"].sections if isinstance(part, Mistakes)]
    first = mistakes.mistakes[0]
    assert f"<td>&lt;{first.sample}&gt; a a" in html
    assert "a " * 200 not in html
    assert f"<td>{first.truth}</td>" in html
    assert "<img" not in html


def test_thresholds_that_were_chosen_stand_beside_the_classes() -> None:
    row = ClassRow(label="urgent", precision=0.5, recall=0.6, f1=0.55, support=30, threshold=0.35)
    made = reports.report(("a", "b"))
    split = made.splits["test"].model_copy(update={"sections": (PerClass(rows=(row,)),)})
    text = document_html(made.model_copy(update={"splits": {"test": split}}), reports.METRICS, {})
    assert "Given from" in text
    assert "35 %" in text
    assert "chosen on the validation samples" in text
    assert "Given from" not in document_html(made, reports.METRICS, {})
