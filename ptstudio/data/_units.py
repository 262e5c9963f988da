"""What is placed as one when data are divided: a single sample, or a group of samples."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(slots=True)
class Group:
    """Two samples or more that stay together: their positions, and how many there are of each class."""

    key: str
    members: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


class Units(NamedTuple):
    """All samples: the groups, and the positions of those that belong to none."""

    groups: list[Group]
    singles: list[int]


def units_of(ids: Sequence[str], labels: Sequence[str], groups: Sequence[str]) -> Units:
    """Put samples of one group together; copies (samples of one id) stay together as well."""
    keys = [f"group {group}" if group else id_ for id_, group in zip(ids, groups, strict=True)]
    sizes = Counter(keys)
    if len(sizes) == len(keys):
        return Units([], list(range(len(keys))))
    found: dict[str, Group] = {}
    for position, (key, label) in enumerate(zip(keys, labels, strict=True)):
        if sizes[key] > 1:
            group = found.setdefault(key, Group(key))
            group.members.append(position)
            group.counts[label] = group.counts.get(label, 0) + 1
    return Units(list(found.values()), [position for position, key in enumerate(keys) if sizes[key] == 1])


def units_of_class(units: Units, labels: Sequence[str]) -> Counter[str]:
    """How many groups and single samples each class has."""
    counts = Counter(labels[position] for position in units.singles)
    for group in units.groups:
        counts.update(group.counts.keys())
    return counts


def by_chance(keys: Iterable[str], seed: int) -> list[int]:
    """The positions of the keys in an order that looks random but depends on nothing but the seed and the keys."""
    dice = [(_dice(key, seed), key, position) for position, key in enumerate(keys)]
    return [position for _, _, position in sorted(dice)]


def _dice(key: str, seed: int) -> bytes:
    return hashlib.blake2b(f"{seed} {key}".encode(errors="surrogatepass"), digest_size=8).digest()
