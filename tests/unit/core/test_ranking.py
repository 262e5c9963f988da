"""What a ranking says in words: who is best, who cannot be told apart, who is fastest."""

import pytest

from ptstudio.core.ranking import Ranking
from tests.helpers.rankings import ranked, ranking


@pytest.mark.parametrize(
    ("models", "recommended", "verdict"),
    [
        (
            [("a", 0.9, 9), ("b", 0.5, 1)],
            "a",
            "A does best on your data: its interval lies beyond all others.",
        ),
        ([("a", 0.9, 9), ("b", 0.85, 3)], "b", "A and B cannot be told apart on your data; B is three times as fast."),
        ([("a", 0.9, 3), ("b", 0.85, 6)], "a", "A and B cannot be told apart on your data; A is twice as fast."),
        ([("a", 0.9, 3), ("b", 0.85, 3.05)], "a", "A and B cannot be told apart on your data; A is just as fast."),
        ([("a", 0.9, 3), ("b", 0.85, 2)], "b", "A and B cannot be told apart on your data; B is 1.5 times as fast."),
        (
            [("a", 0.9, 12), ("b", 0.88, 20), ("c", 0.85, 1), ("d", 0.3, 0.1)],
            "c",
            "A, B and C cannot be told apart on your data; C is 12 times as fast as A.",
        ),
        (
            [("a", 0.9, 1), ("b", 0.88, 8), ("c", 0.85, 4)],
            "a",
            "A, B and C cannot be told apart on your data; A is four times as fast as C.",
        ),
        ([("a", 0.9, 1)], "a", "Only A was tried, so there is nothing to compare it with."),
    ],
)
def test_the_verdict(models: list[tuple[str, float, float]], recommended: str, verdict: str) -> None:
    found = ranking(*(ranked(*each) for each in models))
    assert found.verdict.say() == verdict
    assert found.recommended.key == recommended


def test_models_of_the_same_title_are_told_apart_by_their_keys() -> None:
    first, other = (ranked(key, 0.9, 5).model_copy(update={"title": "Leaf net"}) for key in ("leaf", "leaf-2"))
    found = ranking(first, other, ranked("c", 0.2, 1))
    assert found.verdict.say().startswith("Leaf net (leaf) and Leaf net (leaf-2) cannot be told apart")
    assert found.name_of(found.models[2]) == "C"


def test_a_small_loss_is_tied_as_a_great_share_is() -> None:
    found = ranking(ranked("a", 0.3, 5), ranked("b", 0.38, 1), ranked("c", 0.9, 1), higher_is_better=False)
    assert [each.key for each in found.tied] == ["a", "b"]


def test_it_survives_being_written_and_read() -> None:
    found = ranking(ranked("a", 0.9, 5), ranked("b", 0.5, 1))
    assert Ranking.from_text(found.to_text()) == found
