"""Refusing a source in which nothing at all can be used, before anything of it is given."""

import itertools
from collections.abc import Iterator

from ptstudio.core.dataset import Finding, Sample
from ptstudio.core.errors import DatasetError


def from_first_sample(items: Iterator[Sample | Finding], message: str, hint: str) -> Iterator[Sample | Finding]:
    """The same, read as far as the first sample. Raises DatasetError with the `message` where there is none, and with
    the first reason why.
    """
    beginning: list[Sample | Finding] = []
    for item in items:
        beginning.append(item)
        if isinstance(item, Sample):
            return itertools.chain(beginning, items)
    reasons = [item.reason for item in beginning if isinstance(item, Finding) and item.severity == "error"]
    raise DatasetError(" ".join([message, *reasons[:1]]), hint)
