"""The task says what the two texts of a pair are called."""

import pytest

from ptstudio.app.text_names import text_names


@pytest.mark.parametrize(
    ("task", "names"),
    [
        ("question-answering", ("Text", "Question")),
        ("text-classification", ("First text", "Second text")),
        ("no such task", ("First text", "Second text")),
    ],
)
def test_texts_have_names(task: str, names: tuple[str, str]) -> None:
    assert text_names(task) == names
