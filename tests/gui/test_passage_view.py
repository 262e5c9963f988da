"""Texts to read, with the words coloured that decided."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ptstudio.app.passage import Passage
from ptstudio.app.theme import DARK, LIGHT, theme
from ptstudio.app.widgets.passage_view import PassageView
from ptstudio.app.widgets.word_colours import WordLegend, word_colour
from ptstudio.core.prediction import WordWeight, WordWeights

TEXT = "🎉 gu\u0308t but سيئ\r\nand slow"


def weights_for(*words: tuple[str, float], text: str = TEXT, number: int = 0) -> WordWeights:
    return WordWeights(
        words=tuple(
            WordWeight(text=number, start=text.index(word), end=text.index(word) + len(word), weight=weight)
            for word, weight in words
        ),
        method="made up",
    )


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PassageView]:
    made = PassageView()
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    made.show_passage(Passage(TEXT))
    yield made
    theme().choose("light")


def marked(view: PassageView, box: int = 0) -> dict[str, QColor]:
    """The words that are coloured, as the document holds them."""
    return {
        selection.cursor.selectedText(): selection.format.background().color()
        for selection in view.boxes[box].extraSelections()
    }


def luminance(colour: QColor) -> float:
    """As WCAG 2.2 defines it."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_very_words_are_coloured_whatever_stands_before_them(view: PassageView) -> None:
    view.show_weights(weights_for(("🎉", 0.2), ("gu\u0308t", 1.0), ("سيئ", -0.8), ("slow", -0.4)))
    assert set(marked(view)) == {"🎉", "gu\u0308t", "سيئ", "slow"}
    assert marked(view)["gu\u0308t"] == word_colour(1.0)
    assert marked(view)["سيئ"] == word_colour(-0.8)
    view.show_weights(None)
    assert marked(view) == {}


def test_a_screen_reader_hears_which_words_decided(view: PassageView) -> None:
    view.show_weights(weights_for(("gu\u0308t", 1.0), ("slow", -0.4)))
    assert view.boxes[0].accessibleDescription() == "For the answer: gu\u0308t. Against it: slow."
    view.show_weights(weights_for())
    assert view.boxes[0].accessibleDescription() == "No word counted more than another."


def test_each_text_of_a_pair_has_its_own_box_and_words(view: PassageView) -> None:
    view.show_passage(Passage("first one", "second one"))
    view.show_weights(weights_for(("one", 0.7), text="second one", number=1))
    assert [box.toPlainText() for box in view.boxes] == ["first one", "second one"]
    assert (marked(view), set(marked(view, 1))) == ({}, {"one"})
    view.show_passage(Passage("alone"))
    assert [box.toPlainText() for box in view.boxes] == ["alone"]
    assert marked(view) == {}


def test_a_fitted_box_is_as_high_as_its_text_up_to_some_lines(qtbot: QtBot) -> None:
    made = PassageView(most_lines=4)
    qtbot.addWidget(made)
    made.resize(300, 300)
    made.show()
    heights, bars = [], []
    for text in ("short", "longer words " * 8, "very long words " * 400):
        made.show_passage(Passage(text))
        QApplication.processEvents()
        heights.append(made.boxes[0].height())
        bars.append(made.boxes[0].verticalScrollBar().isVisible())
    assert heights[0] < heights[1] <= heights[2] <= 8 * made.fontMetrics().lineSpacing()
    assert bars == [False, False, True]
    assert made.boxes[0].document().size().height() > made.boxes[0].viewport().height()


def test_a_fitted_box_comes_to_rest_at_every_width(qtbot: QtBot) -> None:
    made = PassageView(most_lines=3)
    qtbot.addWidget(made)
    made.show()
    made.show_passage(Passage("some words that wrap " * 9))
    for width in range(140, 700, 7):
        made.resize(width, 300)
        QApplication.processEvents()
        (box,) = made.boxes
        is_whole = box.document().size().height() <= box.viewport().height() + 1
        assert is_whole != box.verticalScrollBar().isVisible()


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.usefixtures("view")
def test_letters_stand_out_from_every_colour_of_a_word(palette: str) -> None:
    theme().choose(palette)
    letters = luminance(QColor((DARK if palette == "dark" else LIGHT).text))
    for step in range(-10, 11):
        ground = luminance(word_colour(step / 10))
        assert (max(letters, ground) + 0.05) / (min(letters, ground) + 0.05) >= 4.5


@pytest.mark.usefixtures("view")
def test_stronger_words_have_more_colour_and_both_sides_differ() -> None:
    plain = theme().colour("surface")

    def away(colour: QColor) -> int:
        return abs(colour.red() - plain.red()) + abs(colour.green() - plain.green()) + abs(colour.blue() - plain.blue())

    assert 0 < away(word_colour(0.01)) < away(word_colour(0.5)) < away(word_colour(1.0))
    assert word_colour(0.5).blue() > word_colour(-0.5).blue()
    assert word_colour(3.0) == word_colour(1.0)


def test_the_legend_says_its_colours_in_words(qtbot: QtBot) -> None:
    legend = WordLegend()
    qtbot.addWidget(legend)
    legend.show()
    assert legend.accessibleName() == "Orange words spoke against the answer, blue words for it."
    assert legend.grab().toImage().pixelColor(legend.width() // 2, legend.height() // 2) != theme().colour("surface")
