"""The answer to a question is marked in its text, and what else might answer it stands below."""

from pytestqt.qtbot import QtBot

from ptstudio.app.widgets.answer_places import AnswerPlaces
from ptstudio.app.widgets.prediction_view import prediction_view
from ptstudio.core.prediction import Answers, FoundSpan

TEXT = "Ada lived in London."
ADA = FoundSpan(start=0, end=3, label="answer", probability=0.7, text="Ada")
LONDON = FoundSpan(start=13, end=19, label="answer", probability=0.2, text="London")


def test_the_best_answer_is_marked_and_others_are_named(qtbot: QtBot) -> None:
    view = prediction_view(Answers(places=(ADA, LONDON), none=0.1), TEXT)
    qtbot.addWidget(view)
    assert isinstance(view, AnswerPlaces)
    assert [line.text() for line in view.lines] == [
        "“Ada”, 70 %",
        "“London”, 20 %",
        "There is no answer in the text: 10 %",
    ]
    (mark,) = view.marked.text.marks
    assert (mark.start, mark.end) == (0, 3)


def test_that_there_is_none_stands_first_where_it_is_likelier(qtbot: QtBot) -> None:
    view = prediction_view(Answers(places=(LONDON,), none=0.8), TEXT)
    qtbot.addWidget(view)
    assert isinstance(view, AnswerPlaces)
    assert view.lines[0].text() == "There is no answer in the text: 80 %"
    assert not view.marked.text.marks
    assert "no answer" in view.accessibleName()
