"""Samples whose content is there twice: one is used, and the others become findings."""

from typing import NamedTuple

from ptstudio.core.dataset import Finding, Split
from ptstudio.core.sample_classes import Classes, in_words
from ptstudio.data._text import snippet
from ptstudio.engine.intake.admission import Accepted

_RANKS = {None: 0, Split.TRAIN: 0, Split.VALIDATION: 1, Split.TEST: 2}


class Copy(NamedTuple):
    """One of several samples of the same content; `split` is what is given for it, and `question` what is asked in it,
    if anything is.
    """

    path: str
    row: int | None
    labels: Classes
    truth: str
    split: Split | None
    is_corrected: bool
    question: str = ""

    @classmethod
    def of(cls, item: Accepted) -> "Copy":
        """A sample that is still to be taken."""
        sample, admitted = item.sample, item.admitted
        return cls(
            str(sample.path),
            sample.row,
            admitted.labels,
            admitted.truth,
            sample.split,
            is_corrected=sample.is_corrected,
            question=str(sample.fields.get("question", "")),
        )

    @property
    def place(self) -> str:
        """Where it lies, in words: a file, or the row of a table."""
        return f"“{self.path}”" if self.row is None else f"row {self.row} of “{self.path}”"

    def gives_way(self, later: "Copy") -> bool:
        """Whether a later one is used instead: what is given for test stays as it is, then what is for validation."""
        return not self.is_corrected and _RANKS[later.split] > _RANKS[self.split]


def double(out: Copy, used: Copy) -> Finding:
    """What there is to say of a copy that is left out, as another is used."""
    own, others = in_words(out.labels), in_words(used.labels)
    question = used.question or out.question
    same = f"The same as {used.place}" + (f" (“{snippet(question)}”)" if question else "")
    if used.split in (Split.VALIDATION, Split.TEST) and used.split is not out.split:
        same += f", which is given for {used.split} and stays there"
    if (used.labels, used.truth) == (out.labels, out.truth):
        kind, reason, remedy = "duplicate", f"{same}.", "Nothing need be done: it is used once."
    elif used.is_corrected:
        kind = "corrected"
        reason = f"This lies in class “{own}”, but you have corrected it to “{others}”, and that counts."
        remedy = f"Nothing need be done. To put the source right too, move it to where “{others}” lies."
    elif own == others:
        kind = "contradiction"
        reason = f"{same}, but other places in it are marked."
        remedy = "Find out which one is right, remove the other one, and import again."
    else:
        kind = "contradiction"
        none = "has nothing marked in it" if used.truth or out.truth else "has no label"
        that, this = (f"is in class “{in_words(each)}”" if each else none for each in (used.labels, out.labels))
        reason = f"{same}. That {that}, while this one {this}."
        remedy = "Find out which class is right, remove the other one, and import again."
    return Finding(
        kind=kind,
        severity="error" if kind == "contradiction" else "warning",
        path=out.path,
        row=out.row,
        reason=reason,
        remedy=remedy,
    )


def near_contradiction(copy: Copy, other: Copy) -> Finding:
    """What there is to say of two that are the same to a reader, of which both are used."""
    own, others = in_words(copy.labels), in_words(other.labels)
    return Finding(
        kind="near-contradiction",
        severity="warning",
        path=copy.path,
        row=copy.row,
        reason=f"But for capitals and punctuation the same as {other.place}. That is in class “{others}”, while this "
        f"one is in “{own}”; both are used.",
        remedy="Find out which class is right, and correct or remove the other one.",
    )
