"""Which words decided: each is found where it stands in the text, and counts as much as the answer hangs on it."""

from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from torch import nn

from ptstudio.core.prediction import WordWeights
from ptstudio.core.trained import TrainedModel
from ptstudio.tasks import _word_weights, all_tasks
from ptstudio.tasks._word_weights import best_class, word_weights
from tests.helpers.encoders import MOST_TOKENS
from tests.helpers.tasks import trained_by

TASK = all_tasks()["text-classification"]


@pytest.fixture
def trained(tmp_path: Path) -> TrainedModel:
    return trained_by(TASK, ("no", "rain"), tmp_path)[1]


class HeardOf(nn.Module):
    """Is sure of the second class where it reads a token, of the first one where it does not."""

    def __init__(self, trained: TrainedModel, token: str) -> None:
        super().__init__()
        number = Tokenizer.from_file(str(trained.assets / "tokenizer.json")).token_to_id(token)
        assert number is not None
        self.number = number

    def forward(self, planes: torch.Tensor) -> torch.Tensor:
        heard = ((planes[:, 0] == self.number) & (planes[:, 1] == 1)).any(dim=1).float()
        return torch.stack([1 - heard, heard], dim=1) * 20


def found_in(explained: WordWeights, *texts: str) -> list[tuple[str, float]]:
    return [(texts[word.text][word.start : word.end], round(word.weight, 3)) for word in explained.words]


def test_the_word_that_decides_counts_and_no_other(trained: TrainedModel) -> None:
    explained = word_weights(HeardOf(trained, "rain"), trained, "Much Rain today", None, best_class)
    assert found_in(explained, "Much Rain today") == [("Much", 0.0), ("Rain", 1.0), ("today", 0.0)]
    assert explained.method


def test_words_of_both_texts_are_told_apart(trained: TrainedModel) -> None:
    texts = ("the cat", "a cat in the rain")
    explained = word_weights(HeardOf(trained, "rain"), trained, *texts, best_class)
    assert [word.text for word in explained.words] == [0, 0, 1, 1, 1, 1, 1]
    assert found_in(explained, *texts)[-1] == ("rain", 1.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("😀 rain, again!", ["😀", "rain", ",", "again", "!"]),
        ("שלום rain", ["שלום", "rain"]),
        ("\x00rain\x00 today", ["rain", "today"]),
        ("unheardofword rain", ["unheardofword", "rain"]),
        ("東京 rain", ["東", "京", "rain"]),
        ("é rain", ["é", "rain"]),
    ],
)
def test_places_are_counted_in_characters_of_the_text_as_it_is(
    trained: TrainedModel, text: str, words: list[str]
) -> None:
    found = found_in(word_weights(HeardOf(trained, "rain"), trained, text, None, best_class), text)
    assert [word.strip("\x00") for word, _ in found] == words
    assert found[words.index("rain")][1] == 1.0


def test_a_space_that_a_tokenizer_counts_as_part_of_a_word_is_none(trained: TrainedModel, tmp_path: Path) -> None:
    letters = {letter: number for number, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    made = Tokenizer(models.BPE(letters, []))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False)
    (tmp_path / "bytes").mkdir()
    made.save(str(tmp_path / "bytes" / "tokenizer.json"))
    bytewise = trained.model_copy(update={"assets": tmp_path / "bytes"})
    text = "the 😀 é  rain"
    explained = word_weights(HeardOf(bytewise, "r"), bytewise, text, None, best_class)
    assert found_in(explained, text) == [("the", 0.0), ("😀", 0.0), ("é", 0.0), ("rain", 1.0)]


def test_what_was_cut_off_has_no_weight(trained: TrainedModel) -> None:
    explained = word_weights(HeardOf(trained, "rain"), trained, "the " * 100 + "rain", None, best_class)
    assert len(explained.words) == MOST_TOKENS - 2
    assert {weight for _, weight in found_in(explained, "the " * 100)} == {0.0}


def test_words_of_long_texts_are_hidden_together(trained: TrainedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_word_weights, "MOST_PIECES", 3)
    text = "the cat and the dog in rain"
    found = found_in(word_weights(HeardOf(trained, "rain"), trained, text, None, best_class), text)
    assert [word for word, _ in found] == text.split()
    assert [weight for _, weight in found] == [0.0] * 6 + [1.0]


def test_texts_without_words_are_explained_by_nothing(trained: TrainedModel) -> None:
    assert word_weights(HeardOf(trained, "rain"), trained, "\u200b \t", None, best_class).words == ()


def test_a_network_that_wants_its_padding_on_the_left_is_explained_alike(trained: TrainedModel) -> None:
    left = trained.model.text.model_copy(update={"pads_left": True})
    turned = trained.model_copy(update={"model": trained.model.model_copy(update={"input": left})})
    text = "the rain again"
    assert found_in(word_weights(HeardOf(turned, "rain"), turned, text, None, best_class), text)[1] == ("rain", 1.0)
