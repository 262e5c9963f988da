"""A question and the text that is asked, in tokens: which of them an answer may begin or end at.

The question comes first, as networks were pretrained to compare a sentence with what follows it (Devlin et al. 2019,
arXiv:1810.04805). What a network cannot read for length is cut off from the longer one of the two, the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ptstudio.tasks import _tokens, _windows
from ptstudio.tasks._answer_export import ALLOWED
from ptstudio.tasks._reading import INPUTS, texts_of
from ptstudio.tasks._word_tags import ReadText

if TYPE_CHECKING:
    from tokenizers import Encoding

    from ptstudio.core.trained import TrainedModel
    from ptstudio.tasks._task import Arrays, Row

TEXT = 1
"""The number of the text among the two."""
Place = tuple[int, int]


def read(row: Row, trained: TrainedModel) -> ReadText:
    """A row's question and text; `edges` says of each token of the text where it starts and ends there, 0 and 0 of the
    others. Raises ModelError without a tokenizer.
    """
    text, question = texts_of(row)
    return _read(_tokens.encoding(trained, question or "", text), text, trained)


def windows(row: Row, trained: TrainedModel) -> list[ReadText]:
    """The same with the text in as many windows as it takes, the question before each."""
    text, question = texts_of(row)
    found = _windows.encodings(trained, question or "", text, windows_of=TEXT)
    return [_read(each, text, trained) for each in found]


def _read(found: Encoding, text: str, trained: TrainedModel) -> ReadText:
    tokens = _tokens.as_planes(found, trained.model.text)
    edges = np.zeros((tokens.planes.shape[1], 2), dtype=np.int64)
    for token, (part, (start, end)) in enumerate(zip(found.sequence_ids, found.offsets, strict=True)):
        said = text[start:end]
        if part == TEXT and said.strip():
            edges[token] = start + len(said) - len(said.lstrip()), end
    edges[none_at(tokens)] = 0
    return ReadText(tokens, edges)


def none_at(tokens: _tokens.Tokens) -> int:
    """The token that stands for there being no answer: the one that sums a text up, which comes first, or last in
    networks that fill up on the left.
    """
    return tokens.planes.shape[1] - 1 if tokens.wanted.pads_left else 0


def allowed(asked: ReadText) -> np.ndarray:
    """At which tokens an answer may begin or end, int64 (tokens,): 1 at those of the text and at that for none."""
    can: np.ndarray = (asked.edges[:, 1] > 0).astype(np.int64)
    can[none_at(asked.tokens)] = 1
    return can


def arrays(asked: ReadText) -> Arrays:
    """A question and its text as the exported model takes them, each array int64 (1, tokens)."""
    planes = (*asked.tokens.planes, allowed(asked))
    return {name: plane[None] for name, plane in zip((*INPUTS, ALLOWED), planes, strict=True)}


def token_places(asked: ReadText, answers: Sequence[Place]) -> Place:
    """The tokens at which the first answer begins and ends; those for none where there is none in what is read."""
    none = none_at(asked.tokens)
    there = np.flatnonzero(asked.edges[:, 1])
    starts, ends = asked.edges[there].T
    if not answers or not len(there) or ends[-1] < answers[0][1]:
        return none, none
    start, end = answers[0]
    first, last = np.searchsorted(ends, start, side="right"), np.searchsorted(starts, end, side="left") - 1
    return (int(there[first]), int(there[last])) if first <= last else (none, none)
