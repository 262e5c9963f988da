"""Plain text files with a text on each line and its class, or classes: found, understood and streamed."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.dataset import Finding, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data._encoding import Encoding
from ptstudio.data._line_styles import Line, LineStyle, line_style
from ptstudio.data._mapped_rows import row_finding, row_note
from ptstudio.data._split_files import SplitFiles, find_split_files
from ptstudio.data._tag_schemes import are_tags
from ptstudio.data._text import damages, unusable
from ptstudio.data._text_lines import TooLongLine, encoding_of_lines, text_lines

_SUFFIXES = (".txt", ".text", ".label", ".labels", ".train", ".valid", ".dev", ".test", ".ft")
_LINES_FOR_STYLE = 500


@dataclass(frozen=True)
class LabelledLine:
    """A line with a text that can be used, and where it stands."""

    path: Path
    number: int
    split: Split | None
    line: Line

    def sample(self, **classes: object) -> Sample:
        """The line as a sample, with what names its classes."""
        return Sample(path=self.path, fields={"text": self.line.text, **classes}, row=self.number, split=self.split)

    def finding(self, kind: str, reason: str, remedy: str) -> Finding:
        """Why the line is left out."""
        return row_finding(self.path, kind, self.number, reason, remedy)

    def note(self, kind: str, reason: str, remedy: str) -> Finding:
        """What a person should know of the line, which is used all the same."""
        return row_note(self.path, kind, self.number, reason, remedy)


Read = Callable[[LabelledLine], Iterator[Sample | Finding]]
"""Makes a sample of a line, or says what is the matter with it, or both."""


@dataclass(frozen=True)
class LabelledLines:
    """One file, or several of one folder that are named by their splits; `some` are the first lines of the first."""

    found: SplitFiles
    style: LineStyle
    encoding_in_words: str
    some: tuple[Line, ...]

    @classmethod
    def at(cls, path: Path) -> "LabelledLines":
        """Those in a file or folder. Raises DatasetError where there are none, or no classes on the first's lines."""
        found = find_split_files(path, lambda file: file.suffix.lower() in _SUFFIXES, "text file (.txt)", "text files")
        first = found.parts[0][0]
        encoding = encoding_of_lines(first)
        some = _first_lines(first, encoding)
        style = None if are_tags([line.split()[-1] for line in some]) else line_style(some)
        if style is None:
            what = "has no classes of texts on its lines" if some else "is empty"
            raise DatasetError(
                f"“{first.name}” {what}.",
                "Begin each line with its class and a tab, or with “__label__” and its class, or make a table of it.",
            )
        return cls(found, style, encoding.in_words, tuple(style.parts(line) for line in some))

    @property
    def in_words(self) -> str:
        """Which they are, and how they are written."""
        start = "The file" if len(self.found.parts) == 1 else "The files"
        return f"{start} {self.found.names} with {self.style.in_words}"

    def read(self, read: Read) -> Iterator[Sample | Finding]:
        """Stream the lines of all files."""
        yield from self.found.findings()
        for path, split in self.found.parts:
            try:
                encoding = encoding_of_lines(path)
            except DatasetError as error:
                reason, remedy = error.message, error.hint
                yield Finding(kind="unreadable", severity="error", path=str(path), reason=reason, remedy=remedy)
                continue
            yield from self._samples(path, split, encoding, read)

    def _samples(self, path: Path, split: Split | None, encoding: Encoding, read: Read) -> Iterator[Sample | Finding]:
        is_first = True
        for number, line in text_lines(path, encoding.name, keeps_zeros=True):
            if isinstance(line, TooLongLine):
                yield row_finding(path, "too-large", number, line.reason, line.remedy)
                continue
            for kind, reason, remedy in damages(line):
                yield row_note(path, kind, number, reason, remedy)
            whole = line.replace("\0", "")
            if whole.strip():
                if not (is_first and self.style.is_header(whole)):
                    yield from _usable(LabelledLine(path, number, split, self.style.parts(whole)), read)
                is_first = False


def _usable(line: LabelledLine, read: Read) -> Iterator[Sample | Finding]:
    problem = unusable(line.line.text)
    if problem:
        yield line.finding(*problem)
    else:
        yield from read(line)


def _first_lines(path: Path, encoding: Encoding) -> list[str]:
    """Those by which the style is told, without blank ones."""
    lines = (line for _, line in text_lines(path, encoding.name) if isinstance(line, str) and line.strip())
    return list(itertools.islice(lines, _LINES_FOR_STYLE))
