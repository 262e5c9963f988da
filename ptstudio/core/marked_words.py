"""What is said of places that were marked rightly or wrongly: names and terms, or answers to questions.

Knows neither the window, which shows this in the user's language, nor the page that a worker writes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ptstudio.core.marked_text import quoted
from ptstudio.core.prediction import FoundSpan
from ptstudio.core.report import SpanMatches, WhatIsMarked
from ptstudio.core.sample_classes import NO_ANSWER, NOTHING


@dataclass(frozen=True)
class MarkedWords:
    """English words on what became of the places (`matches`), and on texts with mistakes.

    `said` and `truth` hold {places}, `invented` a {count}; `nothing` is what is said where no place is marked.
    """

    about_matches: str
    matches: tuple[str, str, str, str, str]
    places: str
    all_places: str
    invented: str
    mistakes: str
    about_mistakes: str
    about_both: str
    no_mistakes: str
    said: str
    nothing: str
    heading_true: str
    heading_said: str


WORDS: dict[WhatIsMarked, MarkedWords] = {
    "places": MarkedWords(
        about_matches="A place counts as found only where its beginning, its end and its class are right. Others, "
        "apart:",
        matches=(
            "Found exactly",
            "Right place, another class",
            "Other bounds",
            "Other bounds and another class",
            "Missed",
        ),
        places="Places",
        all_places="All places in your data",
        invented="Marked where there is nothing: {count}.",
        mistakes="Texts with mistakes",
        about_mistakes="Each text with what was marked and what should be. Choose one to see both in their places.",
        about_both="Each text twice: as it is marked in the data, and as the network marked it.",
        no_mistakes="There are none: everything was found, and nothing else.",
        said="marked: {places}",
        nothing=NOTHING,
        heading_true="What is marked in your data",
        heading_said="What the network marked",
    ),
    "answers": MarkedWords(
        about_matches="Questions that have an answer in their text, by how much of it was found:",
        matches=("Right to the word", "", "Some of its words", "", "Missed"),
        places="Questions",
        all_places="All questions with an answer",
        invented="Answered with something else altogether: {count}.",
        mistakes="Questions with mistakes",
        about_mistakes="Each question with what was answered and what is right. Choose one to see both in the text.",
        about_both="Each text twice: with the right answer, and with the one that the network gave.",
        no_mistakes="There are none: every question was answered rightly.",
        said="answered: {places}",
        nothing=NO_ANSWER,
        heading_true="The right answer",
        heading_said="What the network answered",
    ),
}


def match_rows(section: SpanMatches) -> list[tuple[str, int]]:
    """What became of the places, in words, the best first; of other classes where any was taken for another."""
    counts = (section.exact, section.other_class, section.other_bounds, section.both_other, section.missed)
    of_classes = (False, True, False, True, False)
    rows = zip(WORDS[section.of].matches, counts, of_classes, strict=True)
    return [(title, count) for title, count, is_of_classes in rows if section.has_mixed_classes or not is_of_classes]


def told(text: str, spans: Sequence[FoundSpan], of: WhatIsMarked, translate: Callable[[str], str] = str) -> str:
    """What is marked in a text, or that nothing is."""
    return quoted(text, spans) if spans else translate(WORDS[of].nothing)
