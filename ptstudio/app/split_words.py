"""Splits, shares and groups in words and examples; knows no widget."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from ptstudio.app import formats, sample_words
from ptstudio.app.translation import tr
from ptstudio.core.dataset import SPLITS, Split, SplitPolicy
from ptstudio.core.errors import SettingsError
from ptstudio.data._splitting import group_of

WARNING_KINDS = ("divided", "tiny-class", "few-test-samples", "straddling-group", "imbalance")
"""The findings that depend on how samples are divided."""


def shares_words(policy: SplitPolicy) -> str:
    """The shares as they will really be, since they need not add up to a hundred."""
    shares = policy.shares
    return tr(
        "{train} for training, {validation} for validation, {test} for test",
        train=formats.share(shares[Split.TRAIN], 0),
        validation=formats.share(shares[Split.VALIDATION], 0),
        test=formats.share(shares[Split.TEST], 0),
    )


def given_words(given: Mapping[Split, int]) -> str:
    """What the source itself says of splits."""
    if not given:
        return tr("The source says nothing of splits.")
    titles = {Split.TRAIN: tr("training"), Split.VALIDATION: tr("validation"), Split.TEST: tr("test")}
    parts = [
        tr("{count} for {split}", count=formats.count(given[split]), split=titles[split])
        for split in SPLITS
        if given.get(split)
    ]
    return tr("The source gives: {parts}.", parts=", ".join(parts))


def pattern_problem(pattern: str) -> str:
    """Why a pattern cannot be used, or nothing."""
    if not pattern:
        return tr("Type a pattern that finds the group in a file name, for example (patient[0-9]+).")
    try:
        re.compile(pattern)
    except re.error as error:
        return tr("This is not a regular expression: {reason}.", reason=error)
    return ""


def pattern_example(names: Sequence[str], pattern: str, kind: str = sample_words.PICTURE) -> str:
    """What a pattern does to real file names: a few of them with the group that is found, and how many there are."""
    problem = pattern_problem(pattern)
    if problem:
        return problem
    policy = SplitPolicy(group_by="pattern", pattern=pattern)
    try:
        groups = [group_of(name, None, policy) for name in names]
    except SettingsError as error:
        return error.message
    found = [(name, group) for name, group in zip(names, groups, strict=True) if group]
    if not found:
        return sample_words.no_pattern(kind)
    lines = [tr("{name} → {group}", name=name, group=group) for name, group in _different(found)]
    distinct = len({group for _, group in found})
    lines.append(
        tr(
            "{matching} of {all} file names match, in {groups} groups.",
            matching=formats.count(len(found)),
            all=formats.count(len(names)),
            groups=formats.count(distinct),
        )
    )
    return "\n".join(lines)


def folder_example(groups: Mapping[str, int]) -> str:
    """What grouping by folder, or by a table's column, would keep together."""
    if not groups:
        return tr("There are no groups in the source: no folders inside the classes, no group column.")
    named = Counter(groups).most_common(3)
    parts = [tr("{name} ({some})", name=Path(name).name or name, some=formats.samples(count)) for name, count in named]
    return tr("{groups} groups, for instance {names}.", groups=formats.count(len(groups)), names=", ".join(parts))


def _different(found: Sequence[tuple[str, str]], most: int = 3) -> list[tuple[str, str]]:
    """The first examples, each of another group where there are several."""
    by_group = {group: (name, group) for name, group in reversed(found)}
    return sorted(by_group.values())[:most]
