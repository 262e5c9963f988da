"""Plain text files with a text and its class on each line: fastText's `__label__`, `class<TAB>text`, `class text`."""

import itertools
from collections.abc import Iterator
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data._encoding import Encoding
from ptstudio.data._folders import class_name
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._line_styles import Line, LineStyle, line_style
from ptstudio.data._mapped_rows import row_finding, row_note
from ptstudio.data._split_files import SplitFiles, find_split_files
from ptstudio.data._tag_schemes import are_tags
from ptstudio.data._text import snippet, unusable
from ptstudio.data._text_lines import TooLongLine, encoding_of_lines, text_lines

_SUFFIXES = (".txt", ".text", ".label", ".labels", ".train", ".valid", ".dev", ".test", ".ft")
_LINES_FOR_STYLE = 500


class TextLines(DatasetFormat):
    """One sample a line, the class before the text, or behind it where a tab divides them."""

    key = "text-lines"
    title = "Text files with a sample on each line"
    help = (
        "A “.txt” file whose lines hold a class and a text: “__label__praise I like it”, or the class, a tab and the "
        "text, or the class as the first word. Several files of one folder are named by their splits."
    )

    def recognises(self, path: Path) -> Recognition:
        """Look at the first lines of the file, or of that for training in a folder."""
        try:
            found = _find_files(path)
            encoding = encoding_of_lines(found.parts[0][0])
            style = _style(found.parts[0][0], encoding)
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        start = "The file" if len(found.parts) == 1 else "The files"
        return Recognition(
            confidence=style.confidence, reason=f"{start} {found.names} with {style.in_words}{encoding.in_words}"
        )

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the lines of all files. Raises DatasetError where the first file's lines hold no classes."""
        del options  # lines have no columns to map
        found = _find_files(path)
        first = found.parts[0][0]
        return _read(found, _style(first, encoding_of_lines(first)))


def _find_files(path: Path) -> SplitFiles:
    return find_split_files(path, lambda file: file.suffix.lower() in _SUFFIXES, "text file (.txt)", "text files")


def _style(path: Path, encoding: Encoding) -> LineStyle:
    """How the lines are written, by the first of them. Raises DatasetError."""
    lines = (line for _, line in text_lines(path, encoding.name) if isinstance(line, str) and line.strip())
    some = list(itertools.islice(lines, _LINES_FOR_STYLE))
    style = None if are_tags([line.split()[-1] for line in some]) else line_style(some)
    if style is None:
        what = "has no classes of texts on its lines" if some else "is empty"
        raise DatasetError(
            f"“{path.name}” {what}.",
            "Begin each line with its class and a tab, or with “__label__” and its class, or make a table of it.",
        )
    return style


def _read(found: SplitFiles, style: LineStyle) -> Iterator[Sample | Finding]:
    yield from found.findings()
    for path, split in found.parts:
        try:
            encoding = encoding_of_lines(path)
        except DatasetError as error:
            yield Finding(kind="unreadable", severity="error", path=str(path), reason=error.message, remedy=error.hint)
            continue
        yield from _samples(path, split, encoding, style)


def _samples(path: Path, split: Split | None, encoding: Encoding, style: LineStyle) -> Iterator[Sample | Finding]:
    is_first = True
    for number, line in text_lines(path, encoding.name):
        if isinstance(line, TooLongLine):
            yield row_finding(path, "too-large", number, line.reason, line.remedy)
        elif line.strip():
            if not (is_first and style.is_header(line)):
                yield from _line_samples(path, number, split, style.parts(line))
            is_first = False


def _line_samples(path: Path, number: int, split: Split | None, line: Line) -> Iterator[Sample | Finding]:
    """The sample of a line, with a note where it has more labels than are used."""
    labels = [class_name(label) for label in line.labels]
    if not labels:
        reason = f"“{snippet(line.text)}” has no class here."
        yield row_finding(path, "missing-label", number, reason, "Write the class as on the other lines.")
        return
    problem = unusable(line.text)
    if problem:
        yield row_finding(path, problem[0], number, problem[1], problem[2])
        return
    if len(labels) > 1:
        yield _several_labels(path, number, labels)
    yield Sample(path=path, fields={"text": line.text, "label": labels[0]}, row=number, split=split)


def _several_labels(path: Path, number: int, labels: list[str]) -> Finding:
    names = ", ".join(f"“{label}”" for label in labels[:5])
    return row_note(
        path,
        "several-labels",
        number,
        f"This line has several labels ({names}), of which only the first is used: here each text has one class.",
        "Put the label first that fits best, or remove the line.",
    )
