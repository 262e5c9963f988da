"""Which words of a text decided an answer: each is hidden from the network once (occlusion; Zeiler & Fergus 2014).

How much less probable the answer becomes without a word is what the word counted for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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


def word_weights(network: nn.Module, trained: TrainedModel, text: str, pair: str | None) -> WordWeights:
    """How much each word counted for the most probable class, −1 to 1; words of the first text, then of the second.

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
        probable = network(planes).float().softmax(dim=1)[0]
        answer = int(probable.argmax())
        without = [
            float(probability)
            for start in range(0, len(pieces), AT_ONCE)
            for probability in _without(network, planes, pieces[start : start + AT_ONCE], shift)[:, answer]
        ]
    weights = [float(probable[answer]) - left for left in without]
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


def _without(network: nn.Module, planes: torch.Tensor, pieces: Sequence[Sequence[_Word]], shift: int) -> torch.Tensor:
    hidden = planes.repeat(len(pieces), 1, 1)
    for at, piece in enumerate(pieces):
        for word in piece:
            for token in word.tokens:
                hidden[at, 1, token + shift] = 0
        if not hidden[at, 1].any():  # nothing is left to be read: there is no telling what it counts
            hidden[at, 1] = planes[0, 1]
    said: torch.Tensor = network(hidden).float().softmax(dim=1)
    return said
