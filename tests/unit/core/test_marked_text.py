"""Texts cut at marked places."""

from hypothesis import given
from hypothesis import strategies as st

from ptstudio.core.marked_text import Piece, pieces, quoted
from ptstudio.core.prediction import FoundSpan

TEXT = "Anna lives in Rome."


def span(start: int, end: int, label: str) -> FoundSpan:
    return FoundSpan(start=start, end=end, label=label, probability=1.0)


def test_a_text_is_cut_at_its_places() -> None:
    found = pieces(TEXT, [span(14, 18, "place"), span(0, 4, "person")])
    assert found == [
        Piece("Anna", "person"), Piece(" lives in "), Piece("Rome", "place"), Piece("."),
    ]  # fmt: skip


def test_places_that_overlap_or_lie_beyond_the_end_are_left_out() -> None:
    assert pieces("Anna", [span(0, 3, "a"), span(2, 4, "b"), span(3, 9, "c")]) == [Piece("Ann", "a"), Piece("a")]


def test_what_is_marked_in_words() -> None:
    assert quoted(TEXT, [span(0, 4, "person"), span(14, 18, "place")]) == "Anna (person); Rome (place)"
    assert quoted(TEXT, [span(14, 18, "answer")]) == "Rome", "an answer needs no class"
    assert quoted(TEXT, []) == "—"


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=6))
def test_pieces_make_the_text_again(text: str, places: list[tuple[int, int]]) -> None:
    spans = [span(start, start + length, "x") for start, length in places]
    assert "".join(piece.text for piece in pieces(text, spans)) == text
