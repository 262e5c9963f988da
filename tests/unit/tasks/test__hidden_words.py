"""Hidden words: which are hidden, what stands in their place, what is shown of long texts, and what guesses count."""

import math
import random
from collections import Counter
from typing import Any

import numpy as np
import pytest
import torch

from ptstudio.core.errors import ModelError
from ptstudio.core.trained import TrainedModel
from ptstudio.library.hugging_face_folder import TOKENIZER
from ptstudio.library.library import Library
from ptstudio.tasks._hidden_words import NOT_HIDDEN, HiddenWords, cover
from ptstudio.tasks._lesson import Example
from ptstudio.tasks._tokens import tokenizer
from tests.helpers.encoders import MOST_TOKENS, reader_in_library, tiny_tokenizer

LESSON = HiddenWords()
SETTINGS = HiddenWords.settings()
TEXT = "the cat sleeps in the garden and nobody minds they say"
LONG = " ".join(f"the cat sleeps {number}" for number in range(60))


def described(kind: str = "bert") -> TrainedModel:
    entry = Library.standard().get(reader_in_library(kind))
    return TrainedModel(
        task="text-classification",
        model=entry.model,
        has_pretrained_weights=True,
        classes=(),
        dataset="texts/0001",
        dataset_fingerprint="",
        preset="quick",
        settings={},
        assets=entry.assets,
    )


def example(text: str, dice: random.Random | None = None, kind: str = "bert", id_: str = "1") -> Example:
    return LESSON.example({"id": id_, "text": text}, described(kind), SETTINGS, dice)


@pytest.mark.parametrize("kind", ["bert", "roberta", "xlnet", "modernbert"])
def test_what_is_hidden_is_what_is_to_be_guessed(kind: str) -> None:
    file = described(kind).assets / TOKENIZER
    whole = tokenizer(file, None).encode(TEXT)
    made = example(TEXT, random.Random(3), kind)
    shown, target = made.inputs.planes[0], made.target
    hidden = target != NOT_HIDDEN
    assert hidden.sum() == round(0.15 * (len(whole.ids) - 2))
    assert np.where(hidden, target, shown).tolist() == whole.ids, "all others stand as they were"
    assert not any(mark for mark, is_hidden in zip(whole.special_tokens_mask, hidden, strict=True) if is_hidden)


def test_most_are_covered_some_are_another_word_and_some_stand_as_they_are() -> None:
    covered, dice = cover(tokenizer(described().assets / TOKENIZER, None)), random.Random(0)
    seen: Counter[str] = Counter()
    for _ in range(1500):
        made = example(TEXT, dice)
        for shown, true in zip(made.inputs.planes[0], made.target, strict=True):
            if true != NOT_HIDDEN:
                seen["covered" if shown == covered else "kept" if shown == true else "another"] += 1
    total = seen.total()
    assert seen["covered"] / total == pytest.approx(0.8, abs=0.03)
    assert seen["another"] / total == pytest.approx(0.1, abs=0.03)
    assert seen["kept"] / total == pytest.approx(0.1, abs=0.03)


def test_other_words_are_hidden_in_every_epoch_but_always_the_same_where_it_is_measured() -> None:
    assert len({example(TEXT, random.Random(epoch)).target.tobytes() for epoch in range(8)}) > 1
    assert example(TEXT).target.tobytes() == example(TEXT).target.tobytes()
    assert len({example(TEXT, id_=str(number)).target.tobytes() for number in range(8)}) > 1


def test_of_a_long_text_another_place_is_shown_in_every_epoch() -> None:
    made = [example(LONG, random.Random(epoch)) for epoch in range(6)]
    assert {each.inputs.planes.shape for each in made} == {(3, MOST_TOKENS)}
    ends = {(int(each.inputs.planes[0, 0]), int(each.inputs.planes[0, -1])) for each in made}
    whole = tokenizer(described().assets / TOKENIZER, None).encode(LONG).ids
    assert ends == {(whole[0], whole[-1])}, "what begins and ends a text is there, wherever it is cut"
    assert len({np.where(each.target < 0, each.inputs.planes[0], each.target).tobytes() for each in made}) > 1


@pytest.mark.parametrize("text", ["", "a", "😀", "שלום"])
def test_texts_with_next_to_nothing_in_them_do_no_harm(text: str) -> None:
    made = example(text)
    assert (made.target != NOT_HIDDEN).sum() <= 1


@pytest.mark.parametrize("kind", ["bert", "xlnet"])
def test_a_batch_is_filled_up_on_the_side_on_which_its_network_wants_it(kind: str) -> None:
    examples = [example("the cat", kind=kind), example(TEXT, kind=kind)]
    batch = LESSON.collate(examples)
    assert batch.inputs["planes"].shape[2] == batch.targets.shape[1]
    assert torch.equal(batch.inputs["hidden"], batch.targets != NOT_HIDDEN)
    counted = batch.inputs["planes"][:, 1].bool()
    assert not (batch.inputs["hidden"] & ~counted).any(), "nothing is hidden where nothing stands"


def test_guesses_are_counted_text_by_text() -> None:
    targets = torch.tensor([[NOT_HIDDEN, 2, NOT_HIDDEN], [1, NOT_HIDDEN, 0], [NOT_HIDDEN] * 3])
    outputs = torch.tensor([[0.0, 0.0, 9.0], [0.0, 9.0, 0.0], [0.0, 9.0, 0.0]])
    evidence = LESSON.evidence(outputs, targets)
    assert evidence["hidden"].tolist() == [1, 2, 0]
    assert evidence["found"].tolist() == [1, 1, 0]
    sure, wrong = (-math.log(math.exp(score) / (math.exp(9) + 2)) for score in (9, 0))
    assert evidence["loss"].tolist() == pytest.approx([sure, sure + wrong, 0], abs=1e-5)
    measured = LESSON.measure(evidence)
    assert measured["found"] == pytest.approx(2 / 3)
    assert measured["perplexity"] == pytest.approx(math.exp((2 * sure + wrong) / 3), rel=1e-5)
    loss: Any = LESSON.loss(outputs, targets, SETTINGS, None)
    assert float(loss) == pytest.approx((2 * sure + wrong) / 3, rel=1e-5)
    assert LESSON.loss_weight(targets, SETTINGS, torch.zeros(1)) == 3


def test_a_batch_without_anything_hidden_teaches_nothing() -> None:
    targets = torch.full((2, 4), NOT_HIDDEN)
    assert float(LESSON.loss(torch.zeros(0, 7), targets, SETTINGS, None)) == 0
    assert LESSON.measure(LESSON.evidence(torch.zeros(0, 7), targets))["found"] == 0


def test_a_tokenizer_without_a_cover_is_refused() -> None:
    from tokenizers import Tokenizer, models

    assert cover(tiny_tokenizer()) == tiny_tokenizer().token_to_id("[MASK]")
    with pytest.raises(ModelError, match="no token that stands for a hidden word"):
        cover(Tokenizer(models.WordPiece({"[UNK]": 0}, max_input_chars_per_word=9)))
