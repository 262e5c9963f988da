"""Which samples resemble each other so much that they belong into one split; holds numbers of each, not its words."""

import hashlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ptstudio.core.dataset import Finding
from ptstudio.data._coded import Coded
from ptstudio.data._first_places import FirstPlaces

MOST = 10
"""Texts that are sent again, or copied and changed a little, are hardly there more often; a tenth of few samples."""
MOST_SHARE = 0.02
"""Of very many samples, so many may resemble each other: an eighth of a usual test split, which that shifts little."""
_MOST_OF_FEW = 0.1
_FEWEST = 3
_NEARLY_ALL = 0.9
"""What more than so many samples share leaves too few others to validate and to test with."""


class _Pattern(NamedTuple):
    """A likeness that too many samples share: `held` are the samenesses of those that stay together all the same."""

    number: int
    samples: int
    is_one_text: bool
    held: tuple[int, ...]


class Likenesses:
    """The likeness of each sample in their order, and its stricter sameness; an empty likeness resembles nothing.

    A likeness that too many samples share is a pattern: what tells them apart is what it leaves out. Of a pattern
    only samples that are the same belong together, unless these are nearly all there are.
    """

    def __init__(self) -> None:
        self._numbers, self._same = array("Q"), array("Q")
        self._first = FirstPlaces(self._numbers)
        self._names: dict[int, str] = {}

    def add(self, likeness: str, sameness: str) -> None:
        """Note the next sample's."""
        number = _number(likeness) if likeness else 0
        self._same.append(_number(sameness) if likeness else 0)
        if number and self._first.find(number) is None:
            self._first.note(number, len(self._numbers))
        elif number:
            self._names.setdefault(number, likeness)
        self._numbers.append(number)

    def groups(self, own: Sequence[str]) -> Coded[str]:
        """The group of each sample: its `own`, if it has one, else what it and others resemble, else nothing. After
        all samples were added.
        """
        patterns, names = self._patterns, dict[int, str]()
        for number, pattern in patterns.items():
            names.update({same: f"{self._names[number]} {same:x}" for same in pattern.held})
        return Coded(
            group or (names.get(same, "") if number in patterns else self._names.get(number, ""))
            for group, number, same in zip(own, self._numbers, self._same, strict=True)
        )

    def same(self) -> Iterator[Sequence[int]]:
        """The places of all that are the same, for each sameness that several have. After all samples were added."""
        places: dict[int, list[int]] = {number: [] for number in _more_often(self._same, 1)}
        for place, number in enumerate(self._same):
            if number in places:
                places[number].append(place)
        yield from places.values()

    def findings(self, source: Path) -> Iterator[Finding]:
        """What there is to tell of each pattern. After all samples were added."""
        total = len(self._numbers)
        for number, pattern in self._patterns.items():
            told = _nearly_all if pattern.is_one_text else _divided
            yield told(source, self._names[number].split(" #")[0], pattern.samples, total)

    @cached_property
    def _patterns(self) -> Mapping[int, _Pattern]:
        """Those there are, by the numbers of their likenesses, the largest first."""
        total = len(self._numbers)
        most = int(max(min(MOST, _MOST_OF_FEW * total), MOST_SHARE * total, _FEWEST))
        self._first = FirstPlaces(array("Q"))  # nothing is added any more, and it is the largest part
        many = [self._pattern(number) for number in _more_often(self._numbers, most)]
        found = [pattern for pattern in many if not pattern.is_one_text or not pattern.held]
        return {pattern.number: pattern for pattern in sorted(found, key=lambda pattern: -pattern.samples)}

    def _pattern(self, number: int) -> _Pattern:
        of_it = np.frombuffer(self._numbers, np.uint64) == number
        same, counts = np.unique(np.frombuffer(self._same, np.uint64)[of_it], return_counts=True)
        is_held = (counts > 1) & (counts <= _NEARLY_ALL * len(self._numbers))
        return _Pattern(number, int(counts.sum()), len(same) == 1, tuple(same[is_held].tolist()))


def _more_often(numbers: "array[int]", times: int) -> list[int]:
    """The numbers, but for 0, that are there more than so many times; in order they stand so far from themselves."""
    in_order = np.sort(np.frombuffer(numbers, np.uint64))
    often = np.unique(in_order[times:][in_order[times:] == in_order[:-times]])
    return [number for number in often.tolist() if number]


def _number(text: str) -> int:
    """One of 64 bits that stands for a text, never 0."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) or 1


def _divided(source: Path, name: str, count: int, total: int) -> Finding:
    return Finding(
        kind="pattern",
        severity="warning",
        path=str(source),
        reason=f"{count:,} of {total:,} texts are “{name}” but for numbers, capitals and punctuation. So many are a "
        "pattern whose numbers may be what matters: they are divided between the splits like other texts, and only "
        "those with the same numbers stay together.",
        remedy="Nothing need be done where the numbers matter. Where they do not, keep only a few of these texts, or "
        "name groups that stay together in a column: else the results will look better than they are.",
    )


def _nearly_all(source: Path, name: str, count: int, total: int) -> Finding:
    return Finding(
        kind="pattern",
        severity="warning",
        path=str(source),
        reason=f"{count:,} of {total:,} samples are of one text: “{name}”. Held together in one split they would leave "
        "too few others to test with, so that they are divided, and the results will look better than they are.",
        remedy="Add samples of other texts.",
    )
