"""A sample shown large, and the way to the next."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ptstudio.app.passage import Passage
from ptstudio.app.widgets.probability_bars import ProbabilityBars
from ptstudio.app.widgets.sample_dialog import LargeSample, SampleDialog
from ptstudio.app.word_marks import Mark
from ptstudio.core.prediction import Classes, ClassProbability, HeatMap, WordWeight, WordWeights
from tests.helpers import reports
from tests.helpers.sights import picture_of, text_of

SAYS = Classes(classes=(ClassProbability(label="cat", probability=0.9), ClassProbability(label="dog", probability=0.1)))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Three samples; the file of the last is gone."""
    found = {name: tmp_path / f"{name}.jpg" for name in ("one", "two", "gone")}
    for name in ("one", "two"):
        found[name].write_bytes(reports.thumbnail(name))
    return found


@pytest.fixture
def dialog(qtbot: QtBot, files: dict[str, Path], tmp_path: Path) -> Iterator[SampleDialog]:
    thumbnail = tmp_path / "thumbnail.jpg"
    thumbnail.write_bytes(reports.thumbnail("thumbnail"))
    samples = [LargeSample(name, "dog", "dog" if name == "two" else "cat", thumbnail) for name in files]
    made = SampleDialog(samples, 0, files.get)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def words(dialog: SampleDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_it_says_what_was_said_and_what_is_true(dialog: SampleDialog, files: dict[str, Path], qtbot: QtBot) -> None:
    assert "It said “cat”" in words(dialog)
    assert "the label says “dog”" in words(dialog)
    assert str(files["one"]) in words(dialog)
    qtbot.waitUntil(lambda: not picture_of(dialog).image.isNull())
    QTest.keyClick(dialog, Qt.Key.Key_Right)
    assert "That is right." in words(dialog)
    assert "2 of 3" in words(dialog)


def test_only_a_sample_that_stays_is_asked_about(dialog: SampleDialog, qtbot: QtBot) -> None:
    wanted: list[str] = []
    dialog.wanted.connect(lambda sample, _: wanted.append(sample))
    QTest.keyClick(dialog, Qt.Key.Key_Right)
    QTest.keyClick(dialog, Qt.Key.Key_Left)
    QTest.keyClick(dialog, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: wanted != [])
    assert wanted == ["two"]


def test_the_ends_of_the_row_are_its_ends(dialog: SampleDialog) -> None:
    assert not dialog.back.isEnabled()
    for _ in range(5):
        QTest.keyClick(dialog, Qt.Key.Key_Right)
    assert dialog.sample.id == "gone"
    assert not dialog.next.isEnabled()
    assert dialog.back.isEnabled()


def test_an_answer_for_another_sample_is_passed_over(dialog: SampleDialog) -> None:
    dialog.show_answer("two", SAYS, None)
    assert dialog.findChildren(ProbabilityBars) == []
    dialog.show_answer("one", SAYS, None)
    assert len(dialog.findChildren(ProbabilityBars)) == 1
    assert "There is no picture of where it looked." in words(dialog)
    assert not dialog.looked.isEnabled()


def test_where_the_file_is_gone_the_thumbnail_is_shown(dialog: SampleDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not picture_of(dialog).image.isNull())
    first = picture_of(dialog).image
    dialog.go(2)
    qtbot.waitUntil(lambda: picture_of(dialog).image.size() == first.size() and picture_of(dialog).image != first)


def test_the_heat_map_goes_on_and_off_and_stays_on_for_the_next(
    dialog: SampleDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    heat_map = tmp_path / "heat.jpg"
    heat_map.write_bytes(reports.thumbnail("heat"))
    qtbot.waitUntil(lambda: not picture_of(dialog).image.isNull())
    plain = picture_of(dialog).image
    dialog.show_answer("one", SAYS, HeatMap(file=str(heat_map), method="made up"))
    QTest.keyClick(dialog, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: picture_of(dialog).image != plain)
    QTest.keyClick(dialog, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: picture_of(dialog).image == plain)
    QTest.keyClick(dialog, Qt.Key.Key_H)
    dialog.go(1)
    assert dialog.looked.isChecked()


def test_a_text_is_shown_whole_and_its_words_coloured_on_request(qtbot: QtBot) -> None:
    texts = {"one": Passage("slow and dear"), "two": Passage("good", "bad")}
    samples = [LargeSample(name, "praise", "payment", text) for name, text in texts.items()]
    made = SampleDialog(samples, 0, lambda _: None)
    qtbot.addWidget(made)
    made.show()
    assert made.looked.text() == "Which words decided"
    assert text_of(made).passage == texts["one"]
    assert "The file of this sample is not known." not in [
        label.text() for label in made.findChildren(QLabel) if label.isVisible()
    ]
    weights = WordWeights(words=(WordWeight(start=9, end=13, weight=0.9),), method="made up")
    made.show_answer("one", SAYS, weights)
    assert text_of(made).boxes[0].marks == []
    qtbot.waitUntil(made.isActiveWindow)
    QTest.keyClick(made, Qt.Key.Key_H)
    (mark,) = text_of(made).boxes[0].marks
    assert mark == Mark(9, 13, 0.9)
    QTest.keyClick(made, Qt.Key.Key_Right)
    assert text_of(made).passage == texts["two"]
    assert [box.marks for box in text_of(made).boxes] == [[], []]
    made.close()
