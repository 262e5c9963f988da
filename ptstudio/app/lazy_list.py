"""A list whose members are made when they are looked at, since a person sees a few of ten thousand; knows no widget."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

from typing_extensions import override

Key = TypeVar("Key")
Made = TypeVar("Made")


class LazyList(Sequence[Made], Generic[Key, Made]):
    """`make` turns a key into a member; what was made once is kept."""

    def __init__(self, keys: Sequence[Key], make: Callable[[Key], Made]) -> None:
        self._keys, self._make = keys, make
        self._made: dict[int, Made] = {}

    @overload
    def __getitem__(self, place: int) -> Made: ...

    @overload
    def __getitem__(self, place: slice) -> "LazyList[Key, Made]": ...

    @override
    def __getitem__(self, place: int | slice) -> "Made | LazyList[Key, Made]":
        """A member, or a part of the list."""
        if isinstance(place, slice):
            return LazyList(self._keys[place], self._make)
        if place not in self._made:
            self._made[place] = self._make(self._keys[place])
        return self._made[place]

    @override
    def __len__(self) -> int:
        """How many there are."""
        return len(self._keys)
