"""Draws a prediction by its type; knows no task."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ptstudio.app.widgets.answer_places import AnswerPlaces
from ptstudio.app.widgets.found_view import FoundView
from ptstudio.app.widgets.label_bars import LabelBars
from ptstudio.app.widgets.probability_bars import Bar, ProbabilityBars
from ptstudio.app.widgets.span_list import SpanList
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.prediction import Answers, Boxes, Classes, Labels, Mask, Prediction, Spans


def prediction_view(prediction: Prediction, text: str = "", classes: Sequence[str] = ()) -> QWidget:
    """A widget that shows what a network says, of a text, where that is what it was asked about; `classes` are those of
    the data, in their order.
    """
    match prediction:
        case Classes():
            return ProbabilityBars(
                [Bar(each.label, each.probability, place == 0) for place, each in enumerate(prediction.classes)]
            )
        case Spans():
            return SpanList(prediction, text)
        case Labels():
            return LabelBars(prediction)
        case Answers():
            return AnswerPlaces(prediction, text)
        case Boxes() | Mask():
            return FoundView(prediction, ClassColours(classes or sorted(set(prediction.found))))
