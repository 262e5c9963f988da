"""Dividing samples into splits: sticky, stratified, groups kept together; it knows ids and labels, never files."""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

import numpy as np

from ptstudio.core.dataset import SPLITS, Split, SplitPolicy
from ptstudio.core.errors import SettingsError
from ptstudio.data._chance import by_chance
from ptstudio.data._grouping import Grouping
from ptstudio.data._shares import Shares
from ptstudio.data._units import Group, Units, plain, unit_key, units_of, units_of_class


def assign_splits(
    ids: Sequence[str],
    labels: Sequence[str],
    groups: Sequence[str],
    given: Sequence[Split | None],
    previous: Mapping[str, Split],
    policy: SplitPolicy,
) -> list[Split]:
    """The split of each sample; all sequences are of one length, and an empty group means none.

    In this order: a sample that was placed before stays (`previous`, by id); new samples follow the members of their
    group that were placed before; given splits are kept (with `policy.keep_given`), nothing else joins them, and only
    training samples and those of no given split go into splits that were not given; all others fill, class by class,
    what is missing to the shares. A class of three samples (or groups) or more is in every split with a share, as far
    as groups that hold several classes allow it; of two, in training and test. The result depends on the ids, never on
    the order.
    """
    placed = _kept(given, policy)
    shares = Shares(_open_shares(placed, policy))
    if previous:
        placed = [previous.get(id_) or split for id_, split in zip(ids, placed, strict=True)]
    units = units_of(ids, labels, groups)
    closed = set(given) - {Split.TRAIN, None} if policy.keep_given else set()
    for group in units.groups:
        _keep_together(group, [previous.get(ids[member]) for member in group.members], placed, closed)
    there = _counts(labels, placed)
    sizes = units_of_class(units, labels)
    singles = _free_singles(units, ids, placed, policy.seed)
    if not units.groups:
        _place_singles(singles, labels, placed, there, shares, sizes)
    else:
        grouping = Grouping(_free_groups(units, ids, groups, placed, policy.seed), shares, sizes)
        grouping.place(placed, there, Counter(labels[position] for position in singles))
        _place_singles(singles, labels, placed, there, shares, sizes)
        grouping.mend(placed, units, labels)
    return [split or Split.TRAIN for split in placed]


def _free_groups(
    units: Units, ids: Sequence[str], groups: Sequence[str], placed: Sequence[Split | None], seed: int
) -> list[Group]:
    """Those that are not placed, by chance."""
    free = [group for group in units.groups if not placed[group.members[0]]]
    firsts = [group.members[0] for group in free]
    turns = by_chance(len(free), lambda turn: unit_key(ids[firsts[turn]], groups[firsts[turn]]), seed)
    return [free[turn] for turn in turns]


def _free_singles(units: Units, ids: Sequence[str], placed: Sequence[Split | None], seed: int) -> "array[int]":
    """Those that belong to no group and are not placed, by chance."""
    free = array("I", (position for position in units.singles if not placed[position]))
    return plain(np.array(free)[by_chance(len(free), lambda turn: ids[free[turn]], seed)])


def group_of(name: str, sample_group: str | None, policy: SplitPolicy) -> str:
    """The group of a sample by the policy, or nothing: what the source says of it, or what the pattern finds in the
    file’s `name` (its first group, or all that matches). Raises SettingsError for a pattern that cannot be used.
    """
    if policy.group_by == "folder":
        return sample_group or ""
    if policy.group_by == "none":
        return ""
    if not policy.pattern:
        raise SettingsError(
            "Samples are to be grouped by a pattern, but there is none.",
            "Give a regular expression that finds the group in a file name, for example “(patient[0-9]+)”.",
        )
    try:
        match = re.search(policy.pattern, name)
    except re.error as error:
        raise SettingsError(
            f"The pattern “{policy.pattern}” is not a regular expression: {error}.",
            "For example, “(patient[0-9]+)” finds “patient12” in “patient12_left.jpg”.",
        ) from error
    if match is None:
        return ""
    return (match.group(1) if match.re.groups else None) or match.group()


def _kept(given: Sequence[Split | None], policy: SplitPolicy) -> list[Split | None]:
    """The given splits that are not to be touched; training samples are free where another split is wanted of them."""
    if not policy.keep_given:
        return [None] * len(given)
    is_complete = set(_open_shares(given, policy)) == {Split.TRAIN}
    return [split if is_complete or split is not Split.TRAIN else None for split in given]


def _open_shares(given: Iterable[Split | None], policy: SplitPolicy) -> dict[Split, float]:
    """The shares of the splits that may be filled: training, and those which nothing was given for."""
    taken = set(given) - {Split.TRAIN}
    return {split: share for split, share in policy.shares.items() if share > 0 and split not in taken}


def _keep_together(
    group: Group, sticky: Sequence[Split | None], placed: list[Split | None], closed: Container[Split | None]
) -> None:
    """New members follow those placed before; without any, those with a given split. Those that are given for a split
    stay there, and what would follow them into one of the `closed` is for training.
    """
    known = [split for split in sticky if split] or [split for member in group.members if (split := placed[member])]
    if not known:
        return
    followed = _most_frequent(known)
    for member in group.members:
        if not placed[member]:
            placed[member] = Split.TRAIN if followed in closed else followed


def _most_frequent(splits: Sequence[Split]) -> Split:
    counts = Counter(splits)
    return max(SPLITS, key=lambda split: counts[split])


def _counts(labels: Sequence[str], placed: Sequence[Split | None]) -> dict[str, Counter[Split]]:
    there: dict[str, Counter[Split]] = defaultdict(Counter)
    for label, split in zip(labels, placed, strict=True):
        if split:
            there[label][split] += 1
    return there


def _place_singles(
    singles: Sequence[int],
    labels: Sequence[str],
    placed: list[Split | None],
    there: Mapping[str, Mapping[Split, int]],
    shares: Shares,
    sizes: Mapping[str, int],
) -> None:
    """The first samples of a class go to test, the next to validation, the rest to training."""
    by_class: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for position in singles:
        by_class[labels[position]].append(position)
    for label, positions in sorted(by_class.items()):
        counts = shares.divide(there[label], len(positions), shares.wanted(sizes[label]))
        remaining = iter(positions)
        for split in reversed(SPLITS):
            for _ in range(counts.get(split, 0)):
                placed[next(remaining)] = split
