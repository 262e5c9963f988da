"""The ids of very many samples, and what is known of each by its id, in a tenth of what a dictionary takes."""

import hashlib
from array import array
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from typing import Any, Generic

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from ptstudio.core.dataset import SAMPLE_ID_LENGTH
from ptstudio.data._coded import Coded, V
from ptstudio.data._first_places import FirstPlaces

_BYTES = SAMPLE_ID_LENGTH // 2
_HALF = 8


class Ids(Sequence[str]):
    """Ids in the order in which they were added, each once, and the places at which they stand.

    Those of `SAMPLE_ID_LENGTH` hexadecimal digits, which samples have, are held as two numbers; any other is kept
    beside its digest.
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._high, self._low = array("Q"), array("Q")
        self._others: dict[int, str] = {}
        self._first = FirstPlaces(self._high)
        self._clashing: dict[tuple[int, int], int] = {}
        for id_ in ids:
            self.add(id_)

    def add(self, id_: str) -> int:
        """Add an id, unless it is there already; gives its place."""
        high, low, is_plain = _halves(id_)
        place = self._find(high, low)
        if place is not None:
            return place
        place = len(self._high)
        if self._first.find(high) is None:
            self._first.note(high, place)
        else:
            self._clashing[high, low] = place
        self._high.append(high)
        self._low.append(low)
        if not is_plain:
            self._others[place] = id_
        return place

    def place_of(self, id_: str) -> int | None:
        """Where an id stands, if it was added."""
        high, low, _ = _halves(id_)
        return self._find(high, low)

    def in_order(self) -> NDArray[np.int64]:
        """The places of all ids, sorted by id."""
        if self._others:
            return np.array(sorted(range(len(self)), key=self.__getitem__), dtype=np.int64)
        return np.lexsort((np.frombuffer(self._low, np.uint64), np.frombuffer(self._high, np.uint64)))

    @override
    def __len__(self) -> int:
        return len(self._high)

    @override
    def __getitem__(self, place: Any) -> Any:
        if self._others and place in self._others:
            return self._others[place]
        return f"{self._high[place]:016x}{self._low[place]:016x}"

    @override
    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))

    @override
    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, str) and self.place_of(id_) is not None

    def _find(self, high: int, low: int) -> int | None:
        place = self._first.find(high)
        if place is None or self._low[place] == low:
            return place
        return self._clashing.get((high, low))


class ById(Mapping[str, V], Generic[V]):
    """One of few values for each of many ids: of two columns that stand side by side, or of pairs that are added."""

    def __init__(self, ids: Ids | None = None, values: Coded[V] | None = None) -> None:
        self._ids = Ids() if ids is None else ids
        self._values: Coded[V] = Coded() if values is None else values

    def update(self, pairs: Iterable[tuple[str, V]]) -> None:
        """Add these, or put them in place of what was there."""
        for id_, value in pairs:
            place = self._ids.add(id_)
            if place < len(self._values):
                self._values[place] = value
            else:
                self._values.append(value)

    @override
    def __getitem__(self, id_: str) -> V:
        place = self._ids.place_of(id_)
        if place is None:
            raise KeyError(id_)
        value: V = self._values[place]
        return value

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    @override
    def __len__(self) -> int:
        return len(self._ids)

    @override
    def values(self) -> ValuesView[V]:
        """One after the other, none of them looked up."""
        return _Values(self, self._values)

    @override
    def items(self) -> ItemsView[str, V]:
        """One after the other, none of them looked up."""
        return _Items(self, self._values)


class _Values(ValuesView[V]):
    def __init__(self, mapping: Mapping[str, V], values: Coded[V]) -> None:
        super().__init__(mapping)
        self._column = values

    @override
    def __iter__(self) -> Iterator[V]:
        return iter(self._column)


class _Items(ItemsView[str, V]):
    def __init__(self, mapping: Mapping[str, V], values: Coded[V]) -> None:
        super().__init__(mapping)
        self._keys, self._column = mapping, values

    @override
    def __iter__(self) -> Iterator[tuple[str, V]]:
        return zip(self._keys, self._column, strict=True)


def _halves(id_: str) -> tuple[int, int, bool]:
    """Two numbers of 64 bits that stand for an id, and whether they are the id itself."""
    try:
        content = bytes.fromhex(id_)
        is_plain = len(content) == _BYTES and content.hex() == id_
    except ValueError:
        is_plain = False
    if not is_plain:
        content = hashlib.blake2b(id_.encode(errors="surrogatepass"), digest_size=_BYTES).digest()
    return int.from_bytes(content[:_HALF]), int.from_bytes(content[_HALF:]), is_plain
