"""Texts in tokens: cut up, cut off, filled up on the right side, and whole whatever signs they hold."""

from pathlib import Path

import numpy as np
import pytest

from ptstudio.core.errors import ModelError
from ptstudio.core.pretrained import TextInput
from ptstudio.core.trained import TrainedModel
from ptstudio.tasks import _tokens, all_tasks
from tests.helpers.encoders import MOST_TOKENS, tiny_tokenizer
from tests.helpers.tasks import trained_by

TASK = all_tasks()["text-classification"]
RIGHT = TextInput(most_tokens=20, tokenizer="", pad=7)
LEFT = TextInput(most_tokens=20, tokenizer="", pad=7, pads_left=True)


@pytest.fixture
def trained(tmp_path: Path) -> TrainedModel:
    return trained_by(TASK, ("a", "b"), tmp_path)[1]


def cut(trained: TrainedModel, text: str, pair: str | None = None) -> list[str]:
    return list(_tokens.encoding(trained, text, pair).tokens)


def some(length: int, wanted: TextInput) -> _tokens.Tokens:
    planes = np.stack([np.arange(10, 10 + length), np.ones(length), np.zeros(length)]).astype(np.int64)
    return _tokens.Tokens(planes, wanted)


def test_a_text_is_three_planes(trained: TrainedModel) -> None:
    found = _tokens.tokens(trained, "The cat sleeps", None)
    assert cut(trained, "The cat sleeps") == ["[CLS]", "the", "cat", "sleeps", "[SEP]"]
    assert found.planes.dtype == np.int64
    assert found.planes.shape == (3, 5)
    assert found.planes[1].tolist() == [1] * 5
    assert found.planes[2].tolist() == [0] * 5


def test_two_texts_are_told_apart(trained: TrainedModel) -> None:
    found = _tokens.tokens(trained, "the cat", "a dog")
    assert cut(trained, "the cat", "a dog") == ["[CLS]", "the", "cat", "[SEP]", "a", "dog", "[SEP]"]
    assert found.planes[2].tolist() == [0, 0, 0, 0, 1, 1, 1]


def test_what_is_too_long_is_cut_off_and_still_ends_as_a_text_does(trained: TrainedModel) -> None:
    long = "rain " * 1000
    assert cut(trained, long) == ["[CLS]", *["rain"] * (MOST_TOKENS - 2), "[SEP]"]
    both = cut(trained, long, "the dog barks")
    assert len(both) == MOST_TOKENS
    assert both[-5:] == ["[SEP]", "the", "dog", "barks", "[SEP]"]


def test_what_is_read_and_what_is_not_are_told_apart(trained: TrainedModel) -> None:
    text = "rain " * 50
    found = _tokens.extent(trained, text, None)
    assert (found.tokens, found.reads) == (52, MOST_TOKENS)
    ((read, rest),) = found.parts
    assert read == text[: 5 * (MOST_TOKENS - 2) - 1]
    assert read + rest == text


def test_of_two_texts_the_longer_one_is_cut(trained: TrainedModel) -> None:
    found = _tokens.extent(trained, "the cat", "the dog barks " * 30)
    assert found.tokens == 2 + 90 + 3
    assert found.parts[0] == ("the cat", "")
    read, rest = found.parts[1]
    assert read.split() == ["the", "dog", "barks"] * 11 + ["the", "dog"]
    assert read + rest == "the dog barks " * 30


def test_what_fits_is_read_whole_with_what_no_token_stands_for(trained: TrainedModel) -> None:
    found = _tokens.extent(trained, "the cat  \u200b", None)
    assert found.tokens == found.reads == 4
    assert found.parts == (("the cat  \u200b", ""),)


def test_fewer_tokens_can_be_wanted(tmp_path: Path) -> None:
    trained = trained_by(TASK, ("a", "b"), tmp_path, most_tokens=9)[1]
    assert trained.model.text.most_tokens == 9
    assert len(cut(trained, "rain " * 1000)) == 9
    assert trained_by(TASK, ("a", "b"), tmp_path, most_tokens=5000)[1].model.text.most_tokens == MOST_TOKENS


@pytest.mark.parametrize(
    "text", ["x" * 5000, "😀" * 50, "שלום עולם", "a\x00b", "\u200f\u202e", "東京", "\ufffd", "\r\n\t"]
)
def test_any_signs_can_be_read(trained: TrainedModel, text: str) -> None:
    found = _tokens.tokens(trained, text, None)
    assert 2 <= found.planes.shape[1] <= MOST_TOKENS
    assert found.planes[0].min() >= 0
    assert found.planes[1].all()


def test_a_text_of_no_tokens_is_one_of_padding(tmp_path: Path) -> None:
    bare = tiny_tokenizer()
    bare.post_processor = None
    bare.save(str(tmp_path / "bare.json"))
    found = _tokens.tokenizer(tmp_path / "bare.json", 20).encode("\u200b")
    assert found.ids == []
    assert _tokens.as_planes(found, RIGHT).planes.tolist() == [[7], [1], [0]]


def test_shorter_texts_are_filled_up_to_a_common_length() -> None:
    made = _tokens.filled_up([some(3, RIGHT), some(9, RIGHT)])
    assert made.shape == (2, 3, 16)
    assert made[0, 0].tolist() == [10, 11, 12, *[7] * 13]
    assert made[:, 1].sum(dim=1).tolist() == [3, 9]
    assert made[1, 0, :9].tolist() == list(range(10, 19))


def test_some_networks_want_texts_filled_up_at_their_beginning() -> None:
    made = _tokens.filled_up([some(3, LEFT), some(9, LEFT)])
    assert made[0, 0].tolist() == [*[7] * 13, 10, 11, 12]
    assert made[0, 1].tolist() == [*[0] * 13, 1, 1, 1]


@pytest.mark.parametrize(("longest", "length"), [(1, 8), (8, 8), (17, 20), (20, 20)])
def test_no_text_is_filled_up_beyond_what_the_network_takes(longest: int, length: int) -> None:
    assert _tokens.filled_up([some(longest, RIGHT)]).shape[2] == length


@pytest.mark.parametrize("content", [None, "", "{}"])
def test_a_tokenizer_that_is_gone_or_damaged_is_named(
    trained: TrainedModel, tmp_path: Path, content: str | None
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if content is not None:
        (folder / "tokenizer.json").write_text(content)
    with pytest.raises(ModelError, match=r"tokenizer\.json” is missing or damaged") as caught:
        _tokens.tokens(trained.model_copy(update={"assets": folder}), "a text", None)
    assert caught.value.hint


def test_what_is_packed_comes_back_as_it_was() -> None:
    wanted = TextInput(most_tokens=8, tokenizer="")
    planes = np.array([[250_001, 7, 0], [1, 1, 1], [2, 0, 1]])
    row = _tokens.packed(_tokens.Tokens(planes, wanted))
    assert (row.shape, row.dtype) == ((9,), np.dtype("uint32"))
    assert np.array_equal(_tokens.unpacked(row, wanted).planes, planes)
