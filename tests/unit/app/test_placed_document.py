"""What was found in pictures, in the document that is printed."""

import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image

from ptstudio.app.document_parts import Picture
from ptstudio.app.formats import share
from ptstudio.app.passage import Passage
from ptstudio.app.placed_document import MOST_PICTURES, placed_pictures
from ptstudio.app.report_document import document_html, shown_of
from ptstudio.core.box_words import NO_MISTAKES
from ptstudio.core.report import BoxMistakes, MaskMistakes, Report, Section, Thresholds
from tests.helpers import reports
from tests.helpers.placed_projects import CLASSES, box_sections, cells, mask_sections


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures of some of the samples."""
    for number in (7, 3, 11):
        cells(number).picture.save(tmp_path / f"cell-{number}.png")
    return tmp_path


def report_of(sections: tuple[Section, ...]) -> Report:
    made = reports.report(("cat", "dog"))
    split = made.splits["test"].model_copy(update={"sections": sections})
    return made.model_copy(update={"classes": CLASSES, "splits": {"test": split}})


@pytest.mark.parametrize("sections", [box_sections(), mask_sections()])
def test_everything_is_in_it_and_each_picture_twice(sections: tuple[Section, ...], folder: Path) -> None:
    report = report_of(sections)
    shown = shown_of(report, lambda sample: folder / f"{sample}.png")
    html = document_html(report, reports.METRICS, shown)
    assert len(shown) == 6, "one of the pictures is gone"
    found = re.findall(r"data:image/jpeg;base64,([^\"]+)", html)
    assert len(found) == 6
    for content in found:
        with Image.open(io.BytesIO(base64.b64decode(content))) as picture:
            assert picture.size == (320, 240)
    assert "cell-15" in html
    for name in CLASSES:
        assert f"<td>{name}</td>" in html


def test_kinds_of_mistakes_come_with_what_they_mean() -> None:
    html = document_html(report_of(box_sections()), reports.METRICS, {})
    assert "<td>Missed</td><td>28</td><td>It is there, and nothing was found at it.</td>" in html
    assert "What is at least 50 % sure counts as found." in html
    assert "Small (below 32 × 32 pixels)" in html


def test_figures_of_tenths_are_those_of_just_these_probabilities_beside_the_one_in_use() -> None:
    section = box_sections()[2]
    assert isinstance(section, Thresholds)
    html = document_html(report_of((section.model_copy(update={"chosen": 0.55}),)), reports.METRICS, {})
    rows = re.findall(r"<tr><td>(\d+ %)</td><td>([^<]*)</td><td>([^<]*)</td><td>([^<]*)</td></tr>", html)
    points = {round(100 * point.threshold): point for point in section.curves[0].points}
    wanted = [(places, points[places]) for places in (0, 10, 20, 30, 40, 50, 55, 60, 70, 80, 90, 100)]
    told = [(f"{places} %", share(at.precision), share(at.recall), share(at.f1)) for places, at in wanted]
    assert [row for row in rows if row in told] == told
    assert len(told) == 12


def test_what_is_said_and_what_is_there_look_different(folder: Path) -> None:
    made = placed_pictures(box_sections() + mask_sections(), lambda sample: folder / f"{sample}.png", CLASSES)
    assert made["cell-7-true"].content != made["cell-7-said"].content
    assert isinstance(made["cell-7-true"], Picture)
    assert placed_pictures(mask_sections(), lambda _: Passage("a text"), CLASSES) == {}


def test_there_is_an_end_to_pictures_and_a_word_for_none() -> None:
    few = mask_sections()[2]
    assert isinstance(few, MaskMistakes)
    many = MaskMistakes(mistakes=few.mistakes * 9)
    html = document_html(report_of((many,)), reports.METRICS, {})
    assert html.count("cell-") == MOST_PICTURES
    assert NO_MISTAKES in document_html(report_of((BoxMistakes(threshold=0.5, mistakes=()),)), reports.METRICS, {})
