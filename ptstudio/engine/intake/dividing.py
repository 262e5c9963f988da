"""Long texts divided into parts while they are read: each part a sample, none of them without the others in a split."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ptstudio.core.dataset import Finding
from ptstudio.data._sample_parts import sample_parts
from ptstudio.engine.intake.admission import Accepted
from ptstudio.tasks._task import Task


class Dividing:
    """Divides into parts of at most `most_words`, if that is wanted, and counts what it divides."""

    def __init__(self, task: Task, most_words: int | None) -> None:
        self._task, self._most_words = task, most_words
        self._texts = self._parts = self._left_out = 0

    def divided(self, items: Iterable[Accepted | Finding]) -> Iterator[Accepted | Finding]:
        """The same, with the parts of long texts in their places."""
        for item in items:
            if isinstance(item, Finding) or self._most_words is None:
                yield item
            else:
                yield from self._parts_of(item, self._most_words)

    def findings(self, source: Path) -> Iterator[Finding]:
        """What there is to tell of it in the end."""
        if not self._texts:
            return
        texts = "1 text has" if self._texts == 1 else f"{self._texts:,} texts have"
        reason = f"{texts} more than {self._most_words:,} words, and became {self._parts:,} parts."
        if self._left_out:
            reason += f" Left out of them: {self._left_out:,} that do not hold the answer, of which one is enough."
        yield Finding(
            kind="divided",
            severity="warning",
            path=str(source),
            reason=reason,
            remedy="Nothing need be done: every part is a sample, and those of one text lie in the same split.",
        )

    def _parts_of(self, whole: Accepted, most_words: int) -> Iterator[Accepted | Finding]:
        """Alike is what whole texts have in common: a part resembles its neighbours, whatever it says."""
        parts = sample_parts(whole.sample, most_words)
        if parts.samples == (whole.sample,):
            yield whole
            return
        self._texts += 1
        self._parts += len(parts.samples) + parts.left_out
        self._left_out += parts.left_out
        known = whole.admitted
        for sample in parts.samples:
            part = self._task.admit(sample)
            if isinstance(part, Finding):
                yield part
            else:
                alike = replace(part, likeness=known.likeness or known.id, sameness=known.sameness or known.id)
                yield Accepted(sample, replace(alike, whole=known.id))
