"""Plain text files with a text and its labels on each line: several `__label__`, or `one;other<TAB>text`."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._label_cells import LabelCells, label_cells
from ptstudio.data._labelled_lines import SUFFIXES, LabelledLine, LabelledLines
from ptstudio.data._unlabelled import with_unlabelled_counted

_LEAST_SHARE = 0.01
"""Of the first lines, so many have to bear several labels; else they are slips."""


class LabelLines(DatasetFormat):
    """One sample a line, its labels before the text, or behind it where a tab divides them."""

    key = "label-lines"
    title = "Text files with a text and its labels on each line"
    help = (
        "A “.txt” file whose lines hold labels and a text: “__label__price __label__praise Cheap and good”, or the "
        "labels with commas or semicolons between them, a tab and the text."
    )
    suffixes = SUFFIXES

    def recognises(self, path: Path) -> Recognition:
        """Look at the first lines of the file, or of that for training in a folder."""
        try:
            lines = LabelledLines.at(path)
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        if not _have_several(lines):
            return Recognition(confidence=0.2, reason=f"{lines.in_words}, of which no text has several")
        # A little surer than whoever sees a single class on each line.
        confidence = min(0.99, max(0.9, lines.style.confidence) + 0.02)
        return Recognition(confidence=confidence, reason=f"{lines.in_words}, several on some{lines.encoding_in_words}")

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the lines of all files. Raises DatasetError where the first file's lines hold no labels."""
        del options  # lines have no columns to map
        lines = LabelledLines.at(path)
        return with_unlabelled_counted(path, lines.read(partial(_samples, _cells(lines))))


def _samples(cells: LabelCells, line: LabelledLine) -> Iterator[Sample | Finding]:
    labels = {label for each in line.line.labels for label in cells.labels(each)}
    yield line.sample(labels=tuple(sorted(labels)))


def _cells(lines: LabelledLines) -> LabelCells:
    """How several labels stand together in what a line has for one."""
    if any(len(line.labels) > 1 for line in lines.some):
        return LabelCells()
    return label_cells([label for line in lines.some for label in line.labels])


def _have_several(lines: LabelledLines) -> bool:
    several = sum(len(line.labels) > 1 for line in lines.some)
    return several >= max(1, _LEAST_SHARE * len(lines.some)) or _cells(lines).is_sure
