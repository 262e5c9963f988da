"""Words of texts in any script, and the tokens at which they begin."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptstudio.core.trained import TrainedModel
from ptstudio.tasks import _tokens, all_tasks
from ptstudio.tasks._words import edges, places, read_words
from tests.helpers.tasks import trained_by


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> TrainedModel:
    return trained_by(all_tasks()["token-classification"], ["a"], tmp_path_factory.mktemp("model"))[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anna lives in Rome.", ["Anna", "lives", "in", "Rome", "."]),
        ("O'Brien & Co", ["O", "'", "Brien", "&", "Co"]),
        ("room_7 costs 20 €", ["room_7", "costs", "20", "€"]),
        ("北京 is 大", ["北", "京", "is", "大"]),
        ("cafe\u0301 nai\u0308ve", ["cafe\u0301", "nai\u0308ve"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("so 😀👍 nice", ["so", "😀", "👍", "nice"]),
        ("  \t\n", []),
        ("", []),
    ],
)
def test_words_of_many_scripts(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in places(text)] == words


@given(st.text())
def test_words_are_in_order_and_leave_out_only_white_space(text: str) -> None:
    found = places(text)
    assert all(start < end for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    within = {place for start, end in found for place in range(start, end)}
    assert all(place in within or text[place].isspace() for place in range(len(text)))


def test_each_word_knows_its_first_token(trained: TrainedModel) -> None:
    text = "xyz sleeps, again"
    encoding = _tokens.encoding(trained, text)
    words = read_words(encoding, places(text))
    assert [text[word.start : word.end] for word in words] == ["xyz", "sleeps", ",", "again"]
    assert [encoding.offsets[word.token][0] for word in words] == [word.start for word in words]
    assert encoding.tokens[words[0].token] == "x"
    assert encoding.tokens[words[1].token] == "sleeps"


def test_words_that_are_cut_off_are_not_there(trained: TrainedModel) -> None:
    text = "sleeps " * 100
    words = read_words(_tokens.encoding(trained, text), places(text))
    assert len(words) == trained.model.text.most_tokens - 2


def test_edges_stand_at_the_tokens_of_words(trained: TrainedModel) -> None:
    text = "xy sleeps"
    encoding = _tokens.encoding(trained, text)
    found = edges(read_words(encoding, places(text)), len(encoding.ids))
    assert [edge for edge in found if edge != (0, 0)] == [(0, 2), (3, 9)]
    assert found[0] == found[-1] == (0, 0)
