"""What is placed as one when data are divided: a single sample, or a group of samples."""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Group:
    """Two samples or more that stay together: their positions, and how many there are of each class."""

    members: "array[int]"
    counts: Mapping[str, int]


class Units(NamedTuple):
    """All samples: the groups, and the positions of those that belong to none."""

    groups: list[Group]
    singles: Sequence[int]


def units_of(ids: Sequence[str], labels: Sequence[str], groups: Sequence[str]) -> Units:
    """Put samples of one group together; copies (samples of one id) stay together as well.

    Keys are told by their hashes first, so that those of all samples are never in memory at once.
    """
    hashes = np.fromiter((hash(unit_key(id_, group)) for id_, group in zip(ids, groups, strict=True)), np.int64)
    counted: dict[tuple[tuple[str, int], ...], Mapping[str, int]] = {}  # most groups share theirs with others
    found = []
    for perhaps in _alike(hashes):
        for members in _of_one_key(perhaps, ids, groups):
            counts = Counter(labels[member] for member in members)
            found.append(Group(members, counted.setdefault(tuple(counts.items()), dict(counts))))
    if not found:
        return Units([], range(len(ids)))
    found.sort(key=lambda group: group.members[0])
    is_single = np.ones(len(ids), dtype=bool)
    for group in found:
        is_single[group.members] = False
    return Units(found, plain(np.flatnonzero(is_single)))


def unit_key(id_: str, group: str) -> str:
    """What is the same for samples that stay together, and different for all others."""
    return f"group {group}" if group else id_


def units_of_class(units: Units, labels: Sequence[str]) -> Counter[str]:
    """How many groups and single samples each class has."""
    counts = Counter(labels[position] for position in units.singles)
    for group in units.groups:
        counts.update(group.counts.keys())
    return counts


def plain(numbers: NDArray[np.int64]) -> "array[int]":
    """The same as numbers of Python, each of which is made only while it is looked at."""
    return array("I", numbers.astype(np.uint32).tobytes())


def _alike(hashes: NDArray[np.int64]) -> Iterator["array[int]"]:
    """The positions of each hash that is there more than once, in ascending order."""
    in_order = np.sort(hashes)
    repeated = np.unique(in_order[1:][in_order[1:] == in_order[:-1]])
    del in_order
    if not len(repeated):
        return
    nearest = np.searchsorted(repeated, hashes).clip(max=len(repeated) - 1)
    positions = np.flatnonzero(repeated[nearest] == hashes)
    positions = positions[np.argsort(hashes[positions], kind="stable")]
    begin = 0
    for end in (*plain(np.flatnonzero(np.diff(hashes[positions])) + 1), len(positions)):
        yield plain(positions[begin:end])
        begin = end


def _of_one_key(members: "array[int]", ids: Sequence[str], groups: Sequence[str]) -> Iterator["array[int]"]:
    """Those that have one hash by their keys, which are hardly ever different."""
    keys = {unit_key(ids[member], groups[member]) for member in members}
    for key in keys:
        own = members
        if len(keys) > 1:
            own = array("I", (member for member in members if unit_key(ids[member], groups[member]) == key))
        if len(own) > 1:
            yield own
