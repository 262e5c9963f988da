"""Tags of every scheme become the same entities, and the scheme is told by all of them together."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptstudio.core.spans import Span
from ptstudio.data._tag_schemes import (
    BILOU,
    BIOES,
    BMES,
    IO,
    IOB1,
    IOB2,
    NAMELESS,
    PLAIN,
    Evidence,
    Scheme,
    Tag,
    are_tags,
    entities,
)

SCHEMES = (IOB1, IOB2, BIOES, BILOU, BMES, IO, PLAIN)
LETTERS = {BIOES: ("B", "I", "E", "S"), BILOU: ("B", "I", "L", "U"), BMES: ("B", "M", "E", "S")}

# Gaps before entities, their lengths and classes; a gap of no words makes neighbours.
LAYOUTS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.sampled_from(("person", "work-of-art", "場所"))))


def spans_of(layout: Sequence[tuple[int, int, str]], *, may_touch: bool) -> list[Span]:
    found: list[Span] = []
    place = 0
    for gap, length, label in layout:
        is_same = bool(found) and found[-1].label == label
        place += max(gap, 1) if is_same and not may_touch else gap
        found.append(Span(place, place + length, label))
        place += length
    return found


def written(spans: Sequence[Span], words: int, scheme: Scheme) -> list[str]:
    """The tags of a sentence, as the books describe the scheme."""
    tags = ["O"] * words
    for place, span in enumerate(spans):
        first, inside, last, single = LETTERS.get(scheme, ("B", "I", "I", "B"))
        letters = [inside] * (span.end - span.start)
        letters[-1], letters[0] = last, first
        if len(letters) == 1:
            letters = [single]
        touches = place > 0 and spans[place - 1].end == span.start and spans[place - 1].label == span.label
        if scheme == IO or (scheme == IOB1 and not touches):
            letters = ["I"] * len(letters)
        tags[span.start : span.end] = [span.label if scheme == PLAIN else f"{each}-{span.label}" for each in letters]
    return tags


def read(tags: Sequence[str], scheme: Scheme) -> tuple[list[Span], list[int]]:
    known = [tag for each in tags if (tag := scheme.tag(each))]
    assert len(known) == len(tags)
    found, odd = entities(known, scheme)
    return found, [each.place for each in odd]


def scheme_of(*sentences: str) -> Scheme | None:
    evidence = Evidence()
    for sentence in sentences:
        evidence.add(sentence.split())
    return evidence.scheme()


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.title)
@given(layout=LAYOUTS)
def test_entities_come_back_from_the_tags_of_any_scheme(scheme: Scheme, layout: Sequence[tuple[int, int, str]]) -> None:
    spans = spans_of(layout, may_touch=scheme not in (IO, PLAIN))
    tags = written(spans, (spans[-1].end if spans else 0) + 1, scheme)
    assert read(tags, scheme) == (spans, [])


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.title)
@given(layouts=st.lists(LAYOUTS, min_size=1))
def test_whatever_scheme_is_told_by_some_tags_gives_the_same_entities(
    scheme: Scheme, layouts: Sequence[Sequence[tuple[int, int, str]]]
) -> None:
    every = [spans_of(layout, may_touch=scheme not in (IO, PLAIN)) for layout in layouts]
    sentences = [written(spans, (spans[-1].end if spans else 0) + 20, scheme) for spans in every]
    evidence = Evidence()
    for tags in sentences:
        evidence.add(tags)
    told = evidence.scheme()
    assert (told is None) == (not any(every))
    assert not told or [read(tags, told)[0] for tags in sentences] == every


@pytest.mark.parametrize(
    ("sentences", "scheme"),
    [
        (["B-a I-a O", "O B-a B-a"], IOB2),
        (["I-a I-a B-a O", "I-b O"], IOB1),
        (["I-a I-a O", "I-b O"], IO),
        (["B-a I-a E-a O", "S-b O"], BIOES),
        (["B-a I-a L-a O", "U-b O"], BILOU),
        (["B-a M-a E-a O", "S-b O"], BMES),
        (["a a O O", "b O"], PLAIN),
        (["B I O", "B O"], IOB2),
        (["b-a i-a o", "b-a o"], IOB2),
        (["B_a I_a O"], IOB2),
        ([*["B-a I-a O O"] * 50, "E-a O"], IOB2),
        ([*["B-a I-a O O"] * 50, "I-a O"], IOB2),
        (["O O O"], None),
        ([], None),
        (["DET NOUN VERB"], None),
        (["N N V O"], None),
        (["1 2 3 O"], None),
    ],
)
def test_the_scheme_is_told_by_all_tags(sentences: list[str], scheme: Scheme | None) -> None:
    assert scheme_of(*sentences) == scheme


@pytest.mark.parametrize(
    ("tags", "scheme", "found", "odd"),
    [
        ("I-a I-a O I-b", IOB2, [Span(0, 2, "a"), Span(3, 4, "b")], [0, 3]),
        ("B-a I-b", IOB2, [Span(0, 1, "a"), Span(1, 2, "b")], [1]),
        ("B-a E-a", IOB2, [Span(0, 2, "a")], [1]),
        ("B-a I-a O", BIOES, [Span(0, 2, "a")], [1]),
        ("E-a S-a I-a E-a", BIOES, [Span(0, 1, "a"), Span(1, 2, "a"), Span(2, 4, "a")], [0, 2]),
        ("I-a B-a", IOB1, [Span(0, 1, "a"), Span(1, 2, "a")], []),
    ],
)
def test_tags_that_their_scheme_does_not_have_there_are_taken_and_told(
    tags: str, scheme: Scheme, found: list[Span], odd: list[int]
) -> None:
    assert read(tags.split(), scheme) == (found, odd)


def test_what_is_no_tag_is_none() -> None:
    for each in ("", "B-", "X-a", "NN", "-", "B a", "12"):
        assert IOB2.tag(each) is None, each
    for each in ("", "12", "_", "a b", "-X-"):
        assert PLAIN.tag(each) is None, each
    assert IOB2.tag("I-O") == Tag("inside", "O", "I")
    assert IOB2.tag("B") == Tag("begins", NAMELESS, "B")
    assert IOB2.tag("B-cafe\u0301") == Tag("begins", "café", "B")


def test_tags_are_told_from_other_last_words() -> None:
    assert are_tags(["O", "O", "B-person", "I-person", "?"])
    assert are_tags(["O"])
    assert not are_tags(["praise", "blame", "praise"])
    assert not are_tags(["S-1", "S-2", "B-3"])
    assert not are_tags([])
