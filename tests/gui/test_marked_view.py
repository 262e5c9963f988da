"""Texts with places marked in the colours of their classes; those with mistakes, one at a time."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.background import Background
from ptstudio.app.formats import share
from ptstudio.app.pages._evaluate_cards import section_card
from ptstudio.app.pages._evaluate_marked import MarkedCard, MatchesCard
from ptstudio.app.pages._evaluate_sections import Album
from ptstudio.app.passage import Passage
from ptstudio.app.sample_words import TEXT
from ptstudio.app.theme import theme
from ptstudio.app.widgets.answer_places import AnswerPlaces
from ptstudio.app.widgets.class_marks import class_colour
from ptstudio.app.widgets.marked_dialog import MarkedDialog
from ptstudio.app.widgets.marked_view import MarkedView
from ptstudio.app.widgets.prediction_view import prediction_view
from ptstudio.app.widgets.span_list import SpanList
from ptstudio.app.word_marks import ClassMark
from ptstudio.core.prediction import Answers, FoundSpan, Prediction, Spans
from ptstudio.core.report import MarkedMistake, MarkedMistakes, SpanMatches

TEXTS = {"one": "😀 Anna lives in Rome", "two": "nothing here"}
ANNA = FoundSpan(start=2, end=6, label="person", probability=0.9, text="Anna")
ROME = FoundSpan(start=16, end=20, label="place", probability=0.8, text="Rome")
MISTAKES = (
    MarkedMistake(sample="one", truth=(ANNA, ROME), said=(ANNA,)),
    MarkedMistake(sample="two", truth=(), said=(FoundSpan(start=0, end=7, label="place", probability=0.6),)),
)


def grounds_of(view: MarkedView) -> list[QColor]:
    """The colours of the marks."""
    selections = view.text.extraSelections()
    return [selection.format.background().color() for selection in selections]


def test_places_are_marked_where_they_stand_for_those_who_see_and_those_who_hear(qtbot: QtBot) -> None:
    view = MarkedView("The text", 5)
    qtbot.addWidget(view)
    view.show_marked(TEXTS["one"], (ANNA, ROME))
    assert view.text.marks == [ClassMark(3, 7, "person"), ClassMark(17, 21, "place")]  # the face counts two in Qt
    assert view.text.accessibleDescription() == "Marked: Anna (person); Rome (place)"
    assert view.legend.toPlainText().split() == ["person", "place"]
    assert [caption.text() for caption in view.key.findChildren(QLabel)] == ["Colours"]
    assert not view.key.isHidden()
    grounds = grounds_of(view)
    assert grounds == [class_colour(label, ["person", "place"]) for label in ("person", "place")]
    assert grounds[0] != grounds[1]


def test_colours_follow_the_theme(qtbot: QtBot) -> None:
    theme().choose("light")
    view = MarkedView("The text", 5)
    qtbot.addWidget(view)
    view.show_marked(TEXTS["one"], (ANNA,))
    (before,) = grounds_of(view)
    theme().choose("dark")
    assert grounds_of(view) != [before]
    theme().choose("light")


def test_an_answer_marks_its_text_and_names_each_place(qtbot: QtBot) -> None:
    view = prediction_view(Spans(spans=(ANNA, ROME)), TEXTS["one"])
    qtbot.addWidget(view)
    assert isinstance(view, SpanList)
    assert [line.text() for line in view.lines] == ["person: “Anna”, 90 %", "place: “Rome”, 80 %"]
    assert len(view.marked.text.marks) == 2


@pytest.mark.parametrize("prediction", [Spans(spans=(ANNA,)), Answers(places=(ANNA,), none=0.1)])
def test_an_answer_that_comes_while_somebody_types_opens_no_window(qtbot: QtBot, prediction: Prediction) -> None:
    view = prediction_view(prediction, TEXTS["one"])
    qtbot.addWidget(view)
    assert isinstance(view, SpanList | AnswerPlaces)
    assert not view.marked.isVisible(), "it has no place in any window yet"
    view.show()
    assert view.marked.isVisible()


def test_an_answer_that_marks_nothing_says_so(qtbot: QtBot) -> None:
    view = prediction_view(Spans(spans=()), TEXTS["two"])
    qtbot.addWidget(view)
    assert view.accessibleName() == "Marked in the text: Nothing is marked."


def test_one_leafs_through_the_mistakes(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = MarkedDialog(MarkedMistakes(mistakes=MISTAKES), 0, lambda sample: Passage(TEXTS[sample]), parent)
    dialog.show()
    assert (len(dialog.true.text.marks), len(dialog.found.text.marks)) == (2, 1)
    assert grounds_of(dialog.true)[0] == grounds_of(dialog.found)[0]
    assert not dialog.back.isEnabled()
    assert dialog.beside.isHidden()
    QTest.keyClick(dialog, Qt.Key.Key_Right)
    QTest.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
    assert dialog.found.text.toPlainText() == TEXTS["two"]
    assert (len(dialog.true.text.marks), len(dialog.found.text.marks)) == (0, 1)
    dialog.close()


def test_what_was_asked_about_a_text_stands_above_it(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    asked = Passage(TEXTS["one"], "Who?", ("Text", "Question"))
    dialog = MarkedDialog(MarkedMistakes(mistakes=MISTAKES[:1], of="answers"), 0, lambda _: asked, parent)
    dialog.show()
    assert dialog.beside.text() == "Question: Who?"
    assert dialog.beside.isVisible()
    assert dialog.truth.text() == "Anna (person); Rome (place)"
    dialog.close()


def test_answers_are_told_in_their_own_words(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    answer = FoundSpan(start=16, end=20, label="answer", probability=0.8)
    mistakes = MarkedMistakes(mistakes=(MarkedMistake(sample="one", truth=(answer,), said=()),), of="answers")
    album = Album(TEXT, lambda sample: Passage(TEXTS[sample], "Where?", ("Text", "Question")), Background(owner))
    wrong = section_card(mistakes, album)
    matches = section_card(
        SpanMatches(exact=3, other_class=0, other_bounds=1, both_other=0, missed=4, invented=2, of="answers"), album
    )
    for card in (wrong, matches):
        qtbot.addWidget(card)
    assert isinstance(wrong, MarkedCard)
    assert isinstance(matches, MatchesCard)
    first = wrong.gallery.samples[0]
    assert (first.caption, first.detail) == ("answered: no answer", "really Rome")
    model = matches.table.model()
    titles = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert titles == ["Right to the word", "Some of its words", "Missed", "All questions with an answer"]
    words = " ".join(part.text() for part in (*wrong.findChildren(QLabel), *matches.findChildren(QLabel)))
    assert "class" not in words
    dialog = MarkedDialog(mistakes, 0, lambda _: Passage(TEXTS["one"]), owner)
    dialog.show()
    assert (dialog.truth.text(), dialog.said.text()) == ("Rome", "no answer")
    assert not dialog.true.legend.isVisible(), "there is nothing to tell apart"
    dialog.close()


def test_the_cards_of_a_report(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    album = Album(TEXT, lambda sample: Passage(TEXTS[sample]), Background(owner))
    wrong = section_card(MarkedMistakes(mistakes=MISTAKES), album)
    matches = section_card(
        SpanMatches(exact=3, other_class=1, other_bounds=0, both_other=0, missed=4, invented=2), album
    )
    for card in (wrong, matches):
        qtbot.addWidget(card)
    assert isinstance(wrong, MarkedCard)
    assert isinstance(matches, MatchesCard)
    first = wrong.gallery.samples[0]
    assert (first.caption, first.detail) == ("marked: Anna (person)", "really Anna (person); Rome (place)")
    model = matches.table.model()
    cells = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert cells[0] == ["Found exactly", "3", share(3 / 8, 0)]
    assert cells[-1][:2] == ["All places in your data", "8"]
    for width in (700, 240):
        matches.resize(width, 600)
        matches.show()
        assert not matches.table.verticalScrollBar().isVisible(), "every row is in view"
