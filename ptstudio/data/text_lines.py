"""Plain text files with a text and its class on each line: fastText's `__label__`, `class<TAB>text`, `class text`."""

from collections.abc import Iterator
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data._folders import class_name
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._labelled_lines import SUFFIXES, LabelledLine, LabelledLines
from ptstudio.data._text import snippet


class TextLines(DatasetFormat):
    """One sample a line, the class before the text, or behind it where a tab divides them."""

    key = "text-lines"
    title = "Text files with a sample on each line"
    help = (
        "A “.txt” file whose lines hold a class and a text: “__label__praise I like it”, or the class, a tab and the "
        "text, or the class as the first word. Several files of one folder are named by their splits."
    )
    suffixes = SUFFIXES

    def recognises(self, path: Path) -> Recognition:
        """Look at the first lines of the file, or of that for training in a folder."""
        try:
            lines = LabelledLines.at(path)
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        return Recognition(confidence=lines.style.confidence, reason=f"{lines.in_words}{lines.encoding_in_words}")

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the lines of all files. Raises DatasetError where the first file's lines hold no classes."""
        del options  # lines have no columns to map
        return LabelledLines.at(path).read(_samples)


def _samples(line: LabelledLine) -> Iterator[Sample | Finding]:
    """The sample of a line, with a note where it has more labels than are used."""
    labels = [class_name(label) for label in line.line.labels]
    if not labels:
        reason = f"“{snippet(line.line.text)}” has no class here."
        yield line.finding("missing-label", reason, "Write the class as on the other lines.")
        return
    if len(labels) > 1:
        yield _several_labels(line, labels)
    yield line.sample(label=labels[0])


def _several_labels(line: LabelledLine, labels: list[str]) -> Finding:
    names = ", ".join(f"“{label}”" for label in labels[:5])
    return line.note(
        "several-labels",
        f"This line has several labels ({names}), of which only the first is used: here each text has one class.",
        "Put the label first that fits best, or remove the line; or label texts instead of sorting them.",
    )
