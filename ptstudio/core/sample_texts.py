"""What there is to read in a sample as a format gives it: a text, the one beside it, and what is marked in the text."""

from collections.abc import Mapping

from ptstudio.core.spans import Span

BESIDE = ("pair", "question")
"""What of a sample stands beside its text."""
MARKED = ("spans", "answers")
"""What of a sample marks places in its text."""


def texts_of(fields: Mapping[str, object]) -> tuple[str, str]:
    """The text of a sample that has one, and the other text beside it; empty where there is none."""
    return str(fields["text"]), next((str(fields[name]) for name in BESIDE if fields.get(name)), "")


def marked_in(fields: Mapping[str, object]) -> tuple[Span, ...]:
    """The marked places; none, where places are not marked."""
    found = (fields.get(name) for name in MARKED)
    return next((spans for spans in found if isinstance(spans, tuple)), ())
