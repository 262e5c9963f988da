"""Samples without any label, which are none the worse for it, but should be there on purpose: counted."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ptstudio.core.dataset import Finding, Sample
from ptstudio.core.sample_classes import classes_of


def with_unlabelled_counted(path: Path, read: Iterable[Sample | Finding]) -> Iterator[Sample | Finding]:
    """What was read at `path`, and at the end how many samples have no label, if any."""
    samples = unlabelled = 0
    for item in read:
        if isinstance(item, Sample):
            samples += 1
            unlabelled += not classes_of(item.fields)
        yield item
    if unlabelled:
        yield Finding(
            kind="no-label",
            severity="warning",
            path=str(path),
            reason=f"{unlabelled:,} of {samples:,} samples have no label.",
            remedy="That is as it should be where none of the labels fits; otherwise fill in theirs.",
        )
