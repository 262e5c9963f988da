"""Things found in pictures, and their pixels, on a report page."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from ptstudio.core.class_colours import ClassColours
from ptstudio.core.prediction import FoundBox, Mask
from ptstudio.core.report import BoxMistake, PixelConfusion, Report, ThresholdCurve, ThresholdPoint
from ptstudio.engine.reporting.report_found import box_sides, coloured, css, largest_confusions, line, pixel_rows
from ptstudio.engine.reporting.report_page import report_html
from ptstudio.tasks import _box_facts, _mask_facts
from tests.helpers import found_reports
from tests.unit.engine.reporting.test_report_page import Outline

NAMES = {"picture 0": "first.jpg"}


def page_of(report: Report) -> str:
    facts = _box_facts.METRICS if "map" in report.splits["test"].metrics else _mask_facts.METRICS
    return report_html(report, found_reports.thumbnail, facts, NAMES)


@pytest.fixture(scope="module")
def boxes() -> str:
    return page_of(found_reports.boxes())


@pytest.fixture(scope="module")
def masks() -> str:
    return page_of(found_reports.masks())


def test_every_section_on_things_is_drawn(boxes: str) -> None:
    text = Outline(boxes).text
    for heading in (
        "Class by class",
        "Small and large things",
        "What another threshold would give",
        "What goes wrong",
        "The pictures with most mistakes",
    ):
        assert heading in text
    assert "Average precision (mAP)" in text
    assert "first.jpg" in boxes
    assert boxes.count("<polyline") == 3 * 4


def test_boxes_lie_over_their_picture_in_the_colours_of_their_classes(boxes: str) -> None:
    outline = Outline(boxes)
    colours = ClassColours(found_reports.CLASSES)
    strokes = {attributes["stroke"] for tag, attributes in outline.tags if tag == "rect" and "stroke" in attributes}
    assert strokes == {css(colours, label) for label in found_reports.CLASSES}
    assert {attributes["viewbox"] for _, attributes in outline.tags if "viewbox" in attributes} >= {"0 0 400 300"}
    assert boxes.count('class="over p') == 2 * boxes.count('<div class="sides">') > 10


def test_every_section_on_pixels_is_drawn(masks: str) -> None:
    text = Outline(masks).text
    for heading in ("Class by class", "Which pixels were taken for what", "The pictures told worst"):
        assert heading in text
    assert "Mean overlap (mIoU)" in text
    assert "whichever scores higher" in masks
    sources = Outline(masks).values("src")
    assert len(sources) == 2 * masks.count('<div class="sides">') > 10
    assert all(source.startswith("data:image/png;base64,") for source in sources)


@pytest.mark.parametrize("kind", ["boxes", "masks"])
def test_the_page_loads_nothing_and_runs_nothing(kind: str, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue(kind)
    assert not {"script", "link", "iframe"} & {tag for tag, _ in Outline(page).tags}
    assert set(re.findall(r"url\((.{10})", page)) == {"data:image"}


def test_odd_names_of_classes_are_never_obeyed() -> None:
    odd = ("<script>alert(1)</script>", 'a" onload="b', "{{ 7 * 7 }}")
    for page in (page_of(found_reports.boxes(classes=odd)), page_of(found_reports.masks(classes=odd))):
        outline = Outline(page)
        assert "<script" not in page
        assert not outline.values("onload")
        assert all(name in outline.text for name in odd)


def test_without_mistakes_that_is_said() -> None:
    report = found_reports.boxes()
    split = report.splits["test"]
    none = tuple(
        section.model_copy(update={"mistakes": ()}) if hasattr(section, "mistakes") else section
        for section in split.sections
    )
    page = page_of(report.model_copy(update={"splits": {"test": split.model_copy(update={"sections": none})}}))
    assert "everything was found in its place" in page


def test_many_classes_are_listed_by_the_pixels_that_were_mistaken() -> None:
    many = tuple(f"class {number}" for number in range(40))
    page = page_of(found_reports.masks(classes=many))
    assert "41 classes are too many for a table" in page


def test_a_line_ends_where_nothing_is_found_any_more() -> None:
    points = tuple(
        ThresholdPoint(threshold=at, precision=precision, recall=recall, f1=0.5)
        for at, precision, recall in ((0, 0.5, 1), (0.5, 1, 0.25), (1, 0, 0))
    )
    curve = ThresholdCurve(points=points)
    assert line(curve, "precision", 100, 10) == "0.0,5.0 50.0,0.0"
    assert line(curve, "recall", 100, 10) == "0.0,0.0 50.0,7.5 100.0,10.0"


def test_only_what_counts_as_found_is_drawn() -> None:
    box = FoundBox(left=0, top=0, right=1, bottom=1, label="cat", probability=0.3)
    mistake = BoxMistake(
        sample="a", width=9, height=9, truth=(box,), said=(box.model_copy(update={"probability": 0.8}), box), wrong=1
    )
    truth, said = box_sides(mistake, 0.5)
    assert (truth.words, said.words, len(said.boxes)) == ("1 cat", "1 cat", 1)
    assert len(box_sides(mistake, 0.3)[1].boxes) == 2


def test_what_was_taken_for_something_else_comes_by_its_share() -> None:
    confusion = PixelConfusion(classes=("sky", "road"), shares=((0.7, 0.3), (0.9996, 0.0004)))
    assert [(cell.truth, cell.predicted, cell.said) for cell in largest_confusions(confusion)] == [
        ("road", "sky", "99.9\N{NO-BREAK SPACE}%"),
        ("sky", "road", "30.0\N{NO-BREAK SPACE}%"),
    ]
    assert pixel_rows(confusion)[1][1].said == ""
    assert pixel_rows(confusion)[0][0].is_right


def test_a_mask_takes_the_colours_of_its_classes_and_leaves_the_rest_transparent() -> None:
    stream = io.BytesIO()
    Image.fromarray(np.array([[0, 1], [2, 255]], np.uint8)).save(stream, "PNG")
    png = base64.b64encode(stream.getvalue()).decode()
    mask = Mask(width=2, height=2, classes=("cat", "dog"), png=png, shares=(), confidence=1)
    colours = ClassColours(("dog", "cat"))
    source = coloured(mask, colours).removeprefix("data:image/png;base64,")
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(source))).convert("RGBA"))
    assert pixels[0, 1].tolist() == [*colours.of("cat"), 255]
    assert pixels[1, 0].tolist() == [*colours.of("dog"), 255]
    assert pixels[0, 0, 3] == pixels[1, 1, 3] == 0
