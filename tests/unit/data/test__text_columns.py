"""The columns of texts are known by name or content, and a first row of data is not taken for names."""

from collections.abc import Sequence

import pytest

from ptstudio.data._columns import guess_columns
from ptstudio.data._text_columns import TEXT_FIELDS, is_content_after_all, is_header, is_named_for_texts
from tests.helpers.texts import rows


def guess(header: str, cells: Sequence[Sequence[str]] | None = None) -> dict[str, str]:
    columns = header.split(",")
    return guess_columns(TEXT_FIELDS, columns, cells or [tuple(columns)], {})


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("text,label", {"text": "text", "label": "label"}),
        ("sentiment,Tweet_Text,lang", {"text": "Tweet_Text", "label": "sentiment"}),
        ("utterance,intent,id", {"text": "utterance", "label": "intent"}),
        ("text,label,label_text", {"text": "text", "label": "label_text"}),
        ("sentence1,sentence2,gold_label", {"text": "sentence1", "pair": "sentence2", "label": "gold_label"}),
        ("hypothesis,premise,label", {"text": "premise", "pair": "hypothesis", "label": "label"}),
        ("id,question1,question2,is_duplicate", {"text": "question1", "pair": "question2", "label": "is_duplicate"}),
        ("text_a,text_b,class", {"text": "text_a", "pair": "text_b", "label": "class"}),
        ("Title,Description,Class", {"text": "Description", "label": "Class"}),
        ("reviewText,stars,Subset", {"text": "reviewText", "label": "stars"}),
    ],
)
def test_usual_names_are_known(header: str, expected: dict[str, str]) -> None:
    assert guess(header) == expected


def test_the_longest_different_texts_are_the_text() -> None:
    cells = [
        (f"id-{n:032}", text, label, "always the very same long remark, whatever it is about", str(n), f"{n}.jpg")
        for n, (text, label) in enumerate(rows())
    ]
    assert guess("a,b,c,d,e,f", cells) == {"text": "b", "label": "c"}


def test_a_title_is_the_text_only_where_there_is_no_longer_one() -> None:
    assert guess("title,mood", rows()) == {"text": "title", "label": "mood"}
    cells = [(f"title {n}", f"{text} and much more", label) for n, (text, label) in enumerate(rows())]
    assert guess("title,story,mood", cells)["text"] == "story"


@pytest.mark.parametrize("cells", [["text", "label"], ["", "Tweet", "x"], ["What do you think?", "class"], ["a", "b"]])
def test_names_make_a_header(cells: list[str]) -> None:
    assert is_header(cells)


@pytest.mark.parametrize(
    "cells",
    [["3", "Wall Street"], ["so good!", "praise"], ["x", "x"], ["one two three four five six seven eight", "a"]],
)
def test_texts_numbers_and_twins_make_none(cells: list[str]) -> None:
    assert not is_header(cells)


def test_a_class_that_comes_again_below_was_no_name() -> None:
    assert is_content_after_all(["so good", "praise"], rows())
    assert not is_content_after_all(["words", "mood"], rows())
    assert not is_content_after_all(["text", "label"], [("text", "label")]), "a header written twice stays one"


@pytest.mark.parametrize(("column", "expected"), [("Message-Text", True), ("sentence2", True), ("label", False)])
def test_columns_of_texts_are_known_by_their_names(column: str, expected: bool) -> None:
    assert is_named_for_texts(column) is expected
