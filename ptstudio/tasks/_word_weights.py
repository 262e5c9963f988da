"""Which words of a text decided an answer: each is hidden from the network once (occlusion; Zeiler & Fergus 2014).

How much less probable the answer becomes without a word is what the word counted for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from ptstudio.core.prediction import WordWeight, WordWeights
from ptstudio.tasks import _tokens

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding
    from torch import nn

    from ptstudio.core.trained import TrainedModel

MOST_PIECES = 160
"""Longer texts are hidden several words at a time, so that an answer does not take for ever."""
AT_ONCE = 16
METHOD = "Occlusion: each word was hidden in turn"
Answer: TypeAlias = "Callable[[torch.Tensor], torch.Tensor]"
"""How probable one answer is, (N,), in a network's outputs for N texts."""


def best_class(outputs: torch.Tensor) -> Answer:
    """The most probable class, from outputs (1, classes)."""
    answer = int(outputs[0].argmax())
    return lambda said: said.float().softmax(dim=1)[:, answer]


def label_apart(number: int) -> Answer:
    """A label, whatever is said of the others."""
    return lambda said: said.float().sigmoid()[:, number]


def surest_tag(outputs: torch.Tensor) -> Answer:
    """The token that is marked most surely, and how, from outputs (1, tokens, tags) whose first tag is none."""
    probable = outputs[0].float().softmax(dim=1)[:, 1:]
    token, tag = divmod(int(probable.argmax()), probable.shape[1])
    return lambda said: said.float().softmax(dim=2)[:, token, 1 + tag]


def word_weights(
    network: nn.Module,
    trained: TrainedModel,
    text: str,
    pair: str | None,
    choose: Callable[[torch.Tensor], Answer],
) -> WordWeights:
    """How much each word counted for the answer that `choose` finds in a network's outputs, −1 to 1; words of the first
    text, then of the second.

    What the network does not get to read, because the text is too long, is left out.
    """
    import torch

    found = _tokens.encoding(trained, text, pair)
    words = _words(found, (text, pair or ""))
    planes = _tokens.filled_up([_tokens.as_planes(found, trained.model.text)])
    shift = planes.shape[2] - len(found.ids) if trained.model.text.pads_left else 0
    size = max(1, -(-len(words) // MOST_PIECES))
    pieces = [words[start : start + size] for start in range(0, len(words), size)]
    with torch.inference_mode():
        plain = network(planes)
        answer = choose(plain)
        without = [
            float(probability)
            for start in range(0, len(pieces), AT_ONCE)
            for probability in answer(network(_without(planes, pieces[start : start + AT_ONCE], shift)))
        ]
        whole = float(answer(plain))
    weights = [whole - left for left in without]
    return WordWeights(
        method=METHOD,
        words=tuple(
            WordWeight(text=word.text, start=word.start, end=word.end, weight=weight)
            for piece, weight in zip(pieces, weights, strict=True)
            for word in piece
        ),
    )


class _Word:
    """A word: its tokens, which text it is of, and where it stands there."""

    def __init__(self, text: int, start: int) -> None:
        self.text, self.start, self.end = text, start, start
        self.tokens: list[int] = []


def _words(found: Encoding, texts: Sequence[str]) -> list[_Word]:
    words: dict[tuple[int, int], _Word] = {}
    for token, (text, number, (start, end)) in enumerate(
        zip(found.sequence_ids, found.word_ids, found.offsets, strict=True)
    ):
        if text is None or number is None:
            continue
        first = _behind_spaces(texts[text], start, end)
        if first == end:
            continue
        word = words.setdefault((text, number), _Word(text, first))
        word.tokens.append(token)
        word.end = max(word.end, end)
    return list(words.values())


def _behind_spaces(text: str, start: int, end: int) -> int:
    """Some tokenizers count the space before a word as part of it."""
    return end - len(text[start:end].lstrip())


def _without(planes: torch.Tensor, pieces: Sequence[Sequence[_Word]], shift: int) -> torch.Tensor:
    """The text so many times, each time with the words of one piece hidden."""
    hidden = planes.repeat(len(pieces), 1, 1)
    for at, piece in enumerate(pieces):
        for word in piece:
            for token in word.tokens:
                hidden[at, 1, token + shift] = 0
        if not hidden[at, 1].any():  # nothing is left to be read: there is no telling what it counts
            hidden[at, 1] = planes[0, 1]
    return hidden
