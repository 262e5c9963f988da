"""Pictures that no file of annotations speaks of, and classes that are in no picture."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from ptstudio.core.dataset import Finding
from ptstudio.data._folders import listed


def unmarked(source: Path, pictures: Iterable[Path], used: Collection[Path], where: str) -> Iterator[Finding]:
    """How many there are, if any; `where` is what they are not described in."""
    names = [picture.name for picture in pictures if picture not in used]
    if names:
        count = "1 picture is" if len(names) == 1 else f"{len(names):,} pictures are"
        yield Finding(
            kind="not-annotated",
            severity="warning",
            path=str(source),
            reason=f"{count} left out, as no {where} says what is in them: {listed(names, 3)}.",
            remedy="Mark what is in them, or leave it so. Pictures in which there is nothing can be marked as such.",
        )


def unused_classes(source: Path, names: Sequence[str]) -> Iterator[Finding]:
    """That classes of these names are listed, and nothing is marked as one of them."""
    if names:
        classes = "1 class is listed of which" if len(names) == 1 else f"{len(names):,} classes are listed of which"
        yield Finding(
            kind="unused-class",
            severity="warning",
            path=str(source),
            reason=f"{classes} nothing is marked in any picture: {listed(names)}.",
            remedy="Nothing need be done: only classes that are there are learned.",
        )
