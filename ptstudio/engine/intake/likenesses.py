"""Which samples resemble each other so much that they belong into one split; holds a number of each, not its words."""

import hashlib
from array import array
from collections.abc import Sequence

from ptstudio.data._coded import Coded
from ptstudio.data._first_places import FirstPlaces


class Likenesses:
    """The likeness of each sample in their order; empty ones resemble nothing."""

    def __init__(self) -> None:
        self._numbers = array("Q")
        self._first = FirstPlaces(self._numbers)
        self._names: dict[int, str] = {}

    def add(self, likeness: str) -> None:
        """Note the next sample's."""
        if not likeness:
            self._numbers.append(0)
            return
        number = int.from_bytes(hashlib.blake2b(likeness.encode(), digest_size=8).digest()) or 1
        if self._first.find(number) is None:
            self._first.note(number, len(self._numbers))
        else:
            self._names.setdefault(number, likeness)
        self._numbers.append(number)

    def groups(self, own: Sequence[str]) -> Coded[str]:
        """The group of each sample: its `own`, if it has one, else what it and others resemble, else nothing."""
        return Coded(group or self._names.get(number, "") for group, number in zip(own, self._numbers, strict=True))
