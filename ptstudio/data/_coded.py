"""A long column of few different values: a number for each entry, and each value once."""

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any, Generic, TypeVar

from typing_extensions import override

V = TypeVar("V", bound=Hashable)
W = TypeVar("W", bound=Hashable)


class Coded(Sequence[V], Generic[V]):
    """Grows at its end; single entries can be put in place of others. It takes four bytes an entry, and none at all as
    long as all are the same.
    """

    def __init__(self, values: Iterable[V] = ()) -> None:
        self._length = 0
        self._numbers: array[int] | None = None
        self._values: list[V] = []
        self._number_of: dict[V, int] = {}
        for value in values:
            self.append(value)

    def append(self, value: V) -> None:
        """Add an entry."""
        number = self._number(value)
        if self._numbers is not None:
            self._numbers.append(number)
        self._length += 1

    @property
    def values(self) -> tuple[V, ...]:
        """Every value that was ever added, once."""
        return tuple(self._values)

    def mapped(self, function: Callable[[V], W]) -> "Coded[W]":
        """The same entries with what a function makes of each value; later ones are not shared."""
        made: Coded[W] = Coded()
        made._length, made._values = self._length, [function(value) for value in self._values]
        made._numbers = self._numbers[:] if self._numbers is not None else None
        made._number_of = {value: number for number, value in enumerate(made._values)}
        return made

    @override
    def __len__(self) -> int:
        return self._length

    @override
    def __getitem__(self, place: Any) -> Any:
        if self._numbers is not None:
            return self._values[self._numbers[place]]
        if not -self._length <= place < self._length:
            raise IndexError(place)
        return self._values[0]

    def __setitem__(self, place: int, value: V) -> None:
        number = self._number(value)
        if self._numbers is not None:
            self._numbers[place] = number

    @override
    def __iter__(self) -> Iterator[V]:
        if self._numbers is not None:
            return map(self._values.__getitem__, self._numbers)
        return repeat(self._values[0], self._length) if self._values else iter(())

    def _number(self, value: V) -> int:
        number = self._number_of.setdefault(value, len(self._values))
        if number == len(self._values):
            self._values.append(value)
            if number == 1:
                self._numbers = array("I", bytes(4 * self._length))
        return number
