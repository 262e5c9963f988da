"""Placing whole groups into splits; it serves `_splitting`, which explains the rules."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from ptstudio.core.dataset import Split
from ptstudio.data._shares import Shares
from ptstudio.data._units import Group, Units

Presence = dict[str, Counter[Split]]


class Grouping:
    """The groups that are still to be placed, in the order of chance; `sizes` are the units of each class."""

    def __init__(self, groups: Sequence[Group], shares: Shares, sizes: Mapping[str, int]) -> None:
        self._groups = groups
        self._shares = shares
        self._sizes = sizes

    def place(self, placed: list[Split | None], there: dict[str, Counter[Split]], singles: Mapping[str, int]) -> None:
        """Place each group, the largest first, where its classes lack most, as a sum of squared samples.

        `there` counts the samples of each class in each split and is kept up to date; `singles` counts those that
        come after the groups.
        """
        waiting = Counter(singles)
        for group in self._groups:
            waiting.update(group.counts)
        lacks = {label: self._shares.missing(there[label], count) for label, count in waiting.items()}
        for group in sorted(self._groups, key=lambda group: -len(group.members)):
            split = min(self._shares.splits, key=lambda split: _cost(group, split, lacks, waiting))
            _move(group, split, placed)
            for label, count in group.counts.items():
                there[label][split] += count
                lacks[label][split] = lacks[label].get(split, 0.0) - count

    def mend(self, placed: list[Split | None], units: Units, labels: Sequence[str]) -> None:
        """Move small groups into splits in which one of their classes is missing, if none goes missing by it."""
        presence = _presence(units, labels, placed)
        holders: dict[str, list[Group]] = defaultdict(list)
        for group in sorted(self._groups, key=lambda group: len(group.members)):
            for label in group.counts:
                holders[label].append(group)
        for label in sorted(holders, key=lambda label: (self._sizes[label], label)):
            for split in self._shares.wanted(self._sizes[label]):
                if not presence[label][split]:
                    self._bring(holders[label], split, placed, presence)

    def _bring(self, candidates: Sequence[Group], split: Split, placed: list[Split | None], presence: Presence) -> None:
        for group in candidates:
            source = placed[group.members[0]]
            if source and self._can_leave(group, source, presence):
                _move(group, split, placed)
                for label in group.counts:
                    presence[label][source] -= 1
                    presence[label][split] += 1
                return

    def _can_leave(self, group: Group, source: Split, presence: Presence) -> bool:
        return all(
            presence[label][source] > 1 or source not in self._shares.wanted(self._sizes[label])
            for label in group.counts
        )


def _cost(group: Group, split: Split, lacks: Mapping[str, Mapping[Split, float]], waiting: Mapping[str, int]) -> float:
    """By how much the squared distance from the shares changes, each class weighted by its size."""
    return sum(
        count * (count - 2 * lacks[label].get(split, 0.0)) / waiting[label] for label, count in group.counts.items()
    )


def _move(group: Group, split: Split, placed: list[Split | None]) -> None:
    for member in group.members:
        placed[member] = split


def _presence(units: Units, labels: Sequence[str], placed: Sequence[Split | None]) -> Presence:
    """In how many units each class is in each split."""
    presence: Presence = defaultdict(Counter)
    for position in units.singles:
        if split := placed[position]:
            presence[labels[position]][split] += 1
    for group in units.groups:
        for label, split in {(labels[member], placed[member]) for member in group.members}:
            if split:
                presence[label][split] += 1
    return presence
