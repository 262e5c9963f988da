"""What there is to say of the lines of YOLO's files: once of thousands of files, with the first of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ptstudio.core.dataset import Finding
from ptstudio.data._folders import listed
from ptstudio.data._mapped_rows import row_note
from ptstudio.data._yolo_file import YoloLines

_SHOWN = 3


@dataclass
class _Lines:
    """Lines that are odd in the same way: how many, in how many files, and where the first of them are."""

    count: int = 0
    files: int = 0
    first: list[tuple[Path, int]] = field(default_factory=list)

    def add(self, file: Path, rows: Sequence[int]) -> None:
        if rows:
            self.count += len(rows)
            self.files += 1
            if len(self.first) <= _SHOWN:
                self.first.append((file, rows[0]))

    def finding(self, source: Path, kind: str, what: str, remedy: str) -> Finding:
        """Told of the first line where all are in one file, else of the source."""
        file, row = self.first[0]
        if self.files > 1:
            names = listed([f"line {row:,} of “{file.name}”" for file, row in self.first], _SHOWN)
            reason = f"In {self.count:,} lines of {self.files:,} files ({names}) {what}"
            return Finding(kind=kind, severity="warning", path=str(source), reason=reason, remedy=remedy)
        lines = f"line {row:,}" if self.count == 1 else f"{self.count:,} lines, the first of them {row:,},"
        return row_note(file, kind, row, f"In {lines} of “{file.name}” {what}", remedy, "line")


@dataclass
class YoloNotes:
    """Looks at the lines of each file below `source`, and says in the end what was odd about them."""

    source: Path
    _bad: _Lines = field(default_factory=_Lines)
    _in_pixels: _Lines = field(default_factory=_Lines)

    def take(self, file: Path, found: YoloLines) -> None:
        """Remember what is odd about the lines of a file."""
        self._bad.add(file, found.bad)
        self._in_pixels.add(file, [thing.row for thing in found.things if thing.is_in_pixels])

    def findings(self) -> Iterator[Finding]:
        """A finding for each kind, however many files there are of it."""
        if self._bad.count:
            what = "there is no class with a place behind it; that is left out."
            remedy = "Write the class’s number, then x, y, width and height."
            yield self._bad.finding(self.source, "bad-row", what, remedy)
        if self._in_pixels.count:
            what = "the place is in pixels instead of shares of the picture; it is used as such."
            remedy = "Look at the pictures with what is marked in them."
            yield self._in_pixels.finding(self.source, "in-pixels", what, remedy)
