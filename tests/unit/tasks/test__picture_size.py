import pytest

from ptstudio.tasks._picture_size import suitable_px

SIDES = (100, 200, 400)


@pytest.mark.parametrize(
    ("small", "px", "words"),
    [
        (0.5, 100, "Even the smallest tenth of the leaves is about 50 pixels"),
        (0.05, 200, "So the smallest tenth of the leaves is about 10 pixels"),
        (0.01, 400, "only about 4 pixels"),
        (0.0, 400, "Cut pictures into parts"),
    ],
)
def test_pictures_are_as_large_as_what_is_small_needs_and_say_why(small: float, px: int, words: str) -> None:
    chosen, reason = suitable_px(small, SIDES, 10.0, "leaves")
    assert chosen == px
    assert words in reason
    assert reason.endswith(".")


def test_a_model_of_one_size_says_so_where_that_is_too_small() -> None:
    assert "only about 1 pixels" in suitable_px(0.01, (100,), 10.0, "leaves")[1]
