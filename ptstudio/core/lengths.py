"""How long samples are, in tokens, against what a network reads of each; knows no tokenizer."""

from collections.abc import Sequence
from typing import Literal, Self

from pydantic import Field

from ptstudio.core.message import Record

MANY = 0.03
"""From this share of samples on it matters that they are not read to their end."""


class Unread(Record):
    """What a network does not get to read: of `samples` that were looked at, `cut` are longer than the `limit` in
    tokens, and `share` (0 to 1) of the tokens of all of them is cut off.
    """

    samples: int
    cut: int
    share: float
    limit: int

    @classmethod
    def of(cls, tokens: Sequence[int], limit: int) -> Self:
        """That of samples of these lengths."""
        beyond = [length - limit for length in tokens if length > limit]
        return cls(samples=len(tokens), cut=len(beyond), share=sum(beyond) / max(1, sum(tokens)), limit=limit)

    @property
    def cut_share(self) -> float:
        """The share of the samples that is longer (0 to 1)."""
        return self.cut / max(1, self.samples)

    @property
    def is_much(self) -> bool:
        """Whether so many are longer that it matters."""
        return self.cut_share >= MANY


class CutPart(Record):
    """Where a text is cut: the end of what is read of it, and the beginning of what is not."""

    read: str
    unread: str


class CutText(Record):
    """A sample that is longer than the network reads: its right answer in words, its length, and of its texts those
    that are cut.
    """

    truth: str
    tokens: int
    parts: tuple[CutPart, ...]


class Lengths(Record):
    """How long samples are: `tokens` of those that were looked at, the shortest first, out of `samples`.

    The network reads `limit` tokens of each; its model could read `most` of them.
    """

    type: Literal["Lengths"] = "Lengths"
    tokens: tuple[int, ...] = Field(min_length=1)
    samples: int
    limit: int
    most: int
    examples: tuple[CutText, ...] = ()

    @property
    def median(self) -> int:
        """Half of them are at most as long as that."""
        return self.tokens[(len(self.tokens) - 1) // 2]

    @property
    def longest(self) -> int:
        """The length of the longest."""
        return self.tokens[-1]

    @property
    def unread(self) -> Unread:
        """What is not read of them."""
        return Unread.of(self.tokens, self.limit)
