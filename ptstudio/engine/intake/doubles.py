"""Samples whose content is there twice: the first is used, and the others become findings."""

from typing import NamedTuple

from ptstudio.core.dataset import Finding
from ptstudio.core.sample_classes import Classes, in_words
from ptstudio.engine.intake.admission import Accepted


class First(NamedTuple):
    """The sample of some content that came first and is used."""

    path: str
    row: int | None
    labels: Classes
    truth: str
    is_corrected: bool

    @property
    def place(self) -> str:
        """Where it lies, in words: a file, or the row of a table."""
        return f"“{self.path}”" if self.row is None else f"row {self.row} of “{self.path}”"


def double(item: Accepted, first: First) -> Finding:
    """What there is to say of a sample whose content was there before."""
    own, others = in_words(item.admitted.labels), in_words(first.labels)
    if (first.labels, first.truth) == (item.admitted.labels, item.admitted.truth):
        kind, reason, remedy = "duplicate", f"The same as {first.place}.", "Nothing need be done: it is used once."
    elif first.is_corrected:
        kind = "corrected"
        reason = f"This lies in class “{own}”, but you have corrected it to “{others}”, and that counts."
        remedy = f"Nothing need be done. To put the source right too, move it to where “{others}” lies."
    elif own == others:
        kind = "contradiction"
        reason = f"The same as {first.place}, but other places in it are marked."
        remedy = "Find out which one is right, remove the other one, and import again."
    else:
        kind = "contradiction"
        reason = f"The same as {first.place}, which is in class “{others}”, while this one is in “{own}”."
        remedy = "Find out which class is right, remove the other one, and import again."
    return Finding(
        kind=kind,
        severity="error" if kind == "contradiction" else "warning",
        path=str(item.sample.path),
        row=item.sample.row,
        reason=reason,
        remedy=remedy,
    )
