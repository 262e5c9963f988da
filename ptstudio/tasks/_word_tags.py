"""Texts of which each word is to get a tag: worked out once, kept as a row, laid out in batches beside their tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ptstudio.tasks import _tokens, _windows
from ptstudio.tasks._reading import texts_of
from ptstudio.tasks._tags import Edge, Marked, tags_of
from ptstudio.tasks._words import edges, places, read_words

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding

    from ptstudio.core.trained import TrainedModel
    from ptstudio.tasks._task import Row
    from ptstudio.tasks._tokens import Tokens

NO_WORD = -100
"""The tag of a token at which no word begins: it is never learned from (torch's own number for that)."""


@dataclass(frozen=True)
class ReadText:
    """A text in tokens; `edges` (tokens, 2) int64 says of each where the word starts and ends that begins there, 0
    and 0 where none does.
    """

    tokens: Tokens
    edges: np.ndarray


def read(row: Row, trained: TrainedModel) -> ReadText:
    """A row's text. Raises ModelError without a tokenizer."""
    text, _ = texts_of(row)
    return _read(_tokens.encoding(trained, text), places(text), trained)


def windows(row: Row, trained: TrainedModel) -> list[ReadText]:
    """A row's text in as many windows as it takes. Raises ModelError without a tokenizer."""
    text, _ = texts_of(row)
    words = places(text)
    return [_read(found, words, trained) for found in _windows.encodings(trained, text)]


def _read(found: Encoding, words: Sequence[Edge], trained: TrainedModel) -> ReadText:
    tokens = _tokens.as_planes(found, trained.model.text)
    count = tokens.planes.shape[1]
    return ReadText(tokens, np.array(edges(read_words(found, words), count), dtype=np.int64).reshape(count, 2))


def row_length(trained: TrainedModel) -> int:
    """How many numbers a text takes as a row."""
    return 1 + 3 * trained.model.text.most_tokens


def packed(text: ReadText, trained: TrainedModel) -> np.ndarray:
    """As a row of fixed length, uint32: the tokens, then the starts and the ends."""
    most = trained.model.text.most_tokens
    row = np.zeros(row_length(trained), dtype=np.uint32)
    row[: 1 + most] = _tokens.packed(text.tokens)
    for number in (0, 1):
        first = 1 + most * (1 + number)
        row[first : first + len(text.edges)] = text.edges[:, number]
    return row


def unpacked(row: np.ndarray, trained: TrainedModel) -> ReadText:
    """The text that was `packed`."""
    most = trained.model.text.most_tokens
    tokens = _tokens.unpacked(row[: 1 + most], trained.model.text)
    count = tokens.planes.shape[1]
    starts, ends = (row[1 + most * place : 1 + most * place + count].astype(np.int64) for place in (1, 2))
    return ReadText(tokens, np.stack((starts, ends), axis=1))


def tags(text: ReadText, marked: Sequence[Marked]) -> np.ndarray:
    """The tag of each token, int64 (tokens,)."""
    at = np.flatnonzero(text.edges[:, 1])
    found = np.full(len(text.edges), NO_WORD, dtype=np.int64)
    found[at] = tags_of([(int(start), int(end)) for start, end in text.edges[at]], marked)
    return found


def laid_out(rows: Sequence[np.ndarray], length: int, filler: int, *, at_end: bool) -> torch.Tensor:
    """Arrays (tokens, …) of differently long texts as one (N, length, …), where their tokens are laid out."""
    import torch

    made: np.ndarray[Any, Any] = np.full((len(rows), length, *rows[0].shape[1:]), filler, dtype=np.int64)
    for number, row in enumerate(rows):
        made[number, slice(length - len(row), length) if at_end else slice(0, len(row))] = row
    return torch.from_numpy(made)
