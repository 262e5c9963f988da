"""Samples made of drawings: the picture's size is read, what is marked is mended, and all that is changed is told."""

from collections.abc import Iterator
from pathlib import Path

from ptstudio.core.dataset import Finding, Sample
from ptstudio.data._drawings import Drawing
from ptstudio.data._image import UnreadableImageError, picture_size
from ptstudio.data._placing import placed
from ptstudio.data._tidy_shapes import tidied


def unreadable(picture: Path, problem: UnreadableImageError) -> Finding:
    """A picture that cannot be used."""
    return Finding(kind=problem.kind, severity="error", path=str(picture), reason=problem.reason, remedy=problem.remedy)


def nothing_marked(source: Path, empty: int, pictures: int) -> Iterator[Finding]:
    """That there is nothing in some of all pictures, if so."""
    if empty:
        yield Finding(
            kind="nothing-marked",
            severity="warning",
            path=str(source),
            reason=f"Nothing is marked in {empty:,} of {pictures:,} pictures. They are kept: a model learns from them "
            "where there is nothing to find.",
            remedy="If nobody has looked at them yet, mark what is in them, or leave them out.",
        )


class ShapeSamples:
    """Makes the samples of one source, and counts what there is to say of all of them in the end."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self._pictures = self._empty = 0

    def samples(self, drawing: Drawing) -> Iterator[Sample | Finding]:
        """The picture with its shapes, behind notes on them; only a finding where it cannot be used."""
        try:
            seen = picture_size(drawing.picture)
        except UnreadableImageError as problem:
            yield unreadable(drawing.picture, problem)
            return
        found = placed(drawing, seen)
        if isinstance(found, Finding):
            yield found
            return
        tidy = tidied(drawing, found.things, seen)
        yield from found.notes
        yield from tidy.notes
        self._pictures += 1
        self._empty += not tidy.shapes
        yield Sample(
            path=drawing.picture, fields={"image": drawing.picture, "shapes": tidy.shapes}, split=drawing.split
        )

    def findings(self) -> Iterator[Finding]:
        """How many pictures there is nothing in."""
        yield from nothing_marked(self._source, self._empty, self._pictures)
