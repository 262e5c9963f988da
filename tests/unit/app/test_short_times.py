import pytest

from ptstudio.app.formats import blink


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.00042, "0.4 ms"), (0.0049, "4.9 ms"), (0.084, "84 ms"), (1.25, "1.2 s"), (12, "12.0 s")]
)
def test_what_is_over_in_a_blink(seconds: float, words: str) -> None:
    assert blink(seconds) == words
