"""Texts that are longer than a network reads, in windows that overlap; each word has the window where it stands best.

Knows nothing of what is said of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ptstudio.library.hugging_face_folder import TOKENIZER
from ptstudio.tasks import _tokens

if TYPE_CHECKING:
    from tokenizers import Encoding

    from ptstudio.core.trained import TrainedModel


def encodings(
    trained: TrainedModel, text: str, pair: str | None = None, windows_of: int | None = None
) -> list[Encoding]:
    """A text, or two, in as many windows as it takes; of two the longer one, or that of the number `windows_of`, is cut
    up, and the other one is read with each window. Where that takes more than half of a window, what is too long is cut
    off. Raises ModelError, ValueError.
    """
    found = _tokens.encoding(trained, text, pair)
    if not found.overflowing:
        return [found]
    file, most = trained.assets / TOKENIZER, trained.model.text.most_tokens
    whole = _tokens.tokenizer(file, None).encode(text, pair).sequence_ids
    cut = windows_of if windows_of is not None else int(whole.count(1) > whole.count(0))
    if 2 * (len(whole) - whole.count(cut)) > most:
        return [found]
    first = _tokens.tokenizer(file, most, cut).encode(text, pair)
    return [first, *first.overflowing]


def own_words(windows: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Of each window the edges of words, each (tokens, 2), without those that stand farther from an edge of the next
    window, or of the one before: 0 and 0 in their place.
    """
    filled = [at for at, edges in enumerate(windows) if edges[:, 1].any()]
    seen = [windows[at][windows[at][:, 1] > 0] for at in filled]
    seams = [int(this[-1, 1] + after[0, 0]) for this, after in pairwise(seen)]
    kept = [np.zeros_like(edges) for edges in windows]
    for at, since, until in zip(filled, [0, *seams], [*seams, np.inf], strict=True):
        middles = windows[at].sum(axis=1)
        is_own = (since <= middles) & (middles < until)
        kept[at] = np.where(is_own[:, None], windows[at], 0)
    return kept
