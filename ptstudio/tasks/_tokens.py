"""Texts as tokens: cut up by the model's own tokenizer, laid out in planes, filled up to a common length.

Knows nothing of what the texts are for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ptstudio.library.hugging_face_folder import TOKENIZER
from ptstudio.models._token_planes import PLANES
from ptstudio.models._tokenizer import open_tokenizer
from ptstudio.tasks._task import Extent

if TYPE_CHECKING:
    from pathlib import Path

    import torch
    from tokenizers import Encoding, Tokenizer

    from ptstudio.core.pretrained import TextInput
    from ptstudio.core.trained import TrainedModel

MOST_TOKENIZERS = 8
OVERLAP = 4
"""A fourth of a window is in the next one, too."""
_CUTS = ("only_first", "only_second")
SEGMENTS = 4
"""More than any tokenizer tells apart: two texts, and with XLNet's what sums them up."""
FILLED_TO_MULTIPLES_OF = 8
"""So that there are few lengths, each of whose memory is found again, at the cost of a few tokens."""


@dataclass(frozen=True)
class Tokens:
    """A text as planes (3, tokens), int64, and how the network wants texts."""

    planes: np.ndarray
    wanted: TextInput


def tokens(trained: TrainedModel, text: str, pair: str | None) -> Tokens:
    """A text, or two, cut up; what is longer than the network takes is cut off. Raises ModelError, ValueError."""
    return as_planes(encoding(trained, text, pair), trained.model.text)


def as_planes(found: Encoding, wanted: TextInput) -> Tokens:
    """What a tokenizer says. Where that is nothing at all, a token of padding stands for it: networks need one."""
    said = (found.ids, found.attention_mask, found.type_ids) if found.ids else ([wanted.pad], [1], [0])
    return Tokens(np.array(said, dtype=np.int64), wanted)


def packed(tokens: Tokens) -> np.ndarray:
    """Tokens as a row of fixed length, (1 + most tokens,) uint32: how many they are, then each with its segment."""
    numbers, _, segments = tokens.planes
    row = np.zeros(1 + tokens.wanted.most_tokens, dtype=np.uint32)
    row[0] = len(numbers)
    row[1 : 1 + len(numbers)] = SEGMENTS * numbers + segments
    return row


def unpacked(row: np.ndarray, wanted: TextInput) -> Tokens:
    """The tokens that were `packed`."""
    kept = row[1 : 1 + int(row[0])].astype(np.int64)
    return Tokens(np.stack((kept // SEGMENTS, np.ones_like(kept), kept % SEGMENTS)), wanted)


def encoding(trained: TrainedModel, text: str, pair: str | None = None) -> Encoding:
    """The same with the places of the tokens in the text. Raises ModelError without a tokenizer."""
    return tokenizer(trained.assets / TOKENIZER, trained.model.text.most_tokens).encode(text, pair)


def extent(trained: TrainedModel, text: str, pair: str | None) -> Extent:
    """How much of a text, or of two, is read. Raises ModelError, ValueError."""
    texts = (text,) if pair is None else (text, pair)
    whole = tokenizer(trained.assets / TOKENIZER, None).encode(text, pair)
    if len(whole.ids) <= trained.model.text.most_tokens:
        return Extent(len(whole.ids), len(whole.ids), tuple((each, "") for each in texts))
    read = encoding(trained, text, pair)
    ends = [_end(whole, read, number, len(each)) for number, each in enumerate(texts)]
    parts = tuple((each[:end], each[end:]) for each, end in zip(texts, ends, strict=True))
    return Extent(len(whole.ids), len(read.ids), parts)


def _end(whole: Encoding, read: Encoding, number: int, length: int) -> int:
    """Where in one of the texts ends what is read of it (characters)."""
    if read.sequence_ids.count(number) == whole.sequence_ids.count(number):
        return length
    places = zip(read.sequence_ids, read.offsets, strict=True)
    return max((end for text, (_, end) in places if text == number), default=0)


@lru_cache(maxsize=MOST_TOKENIZERS)
def tokenizer(file: Path, most_tokens: int | None, windows_of: int | None = None) -> Tokenizer:
    """The tokenizer in a file, set to cut texts off, or to leave them whole; with `windows_of`, to cut up that one of
    two texts alone, into what overlaps. Raises ModelError where it is missing or damaged.
    """
    made = open_tokenizer(file)
    if most_tokens is not None and windows_of is not None:
        made.enable_truncation(most_tokens, stride=most_tokens // OVERLAP, strategy=_CUTS[windows_of])
    elif most_tokens is not None:
        made.enable_truncation(most_tokens)
    return made


def filled_up(texts: Sequence[Tokens]) -> torch.Tensor:
    """Texts of different lengths as one array (N, 3, tokens)."""
    import torch

    wanted = texts[0].wanted
    longest = max(text.planes.shape[1] for text in texts)
    length = min(-(-longest // FILLED_TO_MULTIPLES_OF) * FILLED_TO_MULTIPLES_OF, max(longest, wanted.most_tokens))
    made = np.zeros((len(texts), PLANES, length), dtype=np.int64)
    made[:, 0] = wanted.pad
    for at, text in enumerate(texts):
        size = text.planes.shape[1]
        place = slice(length - size, length) if wanted.pads_left else slice(0, size)
        made[at, :, place] = text.planes
    return torch.from_numpy(made)
