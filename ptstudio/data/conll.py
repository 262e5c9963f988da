"""CoNLL files: a word and its tag on each line, a blank line between sentences; the tags mark entities."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from ptstudio.core.dataset import Finding, ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.spans import Span
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._mapped_rows import row_finding, row_note
from ptstudio.data._split_files import SplitFiles, find_split_files
from ptstudio.data._split_names import split_in_name
from ptstudio.data._tag_schemes import PLAIN, OddTag, Scheme, Tag, entities
from ptstudio.data._tagged_layout import Layout, layout_of
from ptstudio.data._tagged_lines import Sentence
from ptstudio.data._text import damages, snippet, unusable
from ptstudio.data._text_lines import TooLongLine

_SUFFIXES = (
    ".conll", ".conll2002", ".conll2003", ".conll03", ".conllu", ".iob", ".iob1", ".iob2", ".bio", ".bioes", ".bilou",
    ".bmes", ".ner", ".tags", ".tagged", ".annotated", ".tsv", ".tab", ".txt", ".text",
)  # fmt: skip


class Conll(DatasetFormat):
    """A sample for each sentence: its words joined by spaces, and its entities as spans."""

    key = "conll"
    title = "CoNLL files of words and tags"
    help = (
        "A text file with a word and its tag on each line, such as “Paris B-place” or “is O”, and a blank line between "
        "sentences. Several files of one folder are named by their splits."
    )
    suffixes = _SUFFIXES

    def recognises(self, path: Path) -> Recognition:
        """Look through the file, or through that for training in a folder; only the first lines if they are no tags."""
        try:
            found = _find_files(path)
            layout = layout_of(found.parts[0][0])
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        start = "The file" if len(found.parts) == 1 else "The files"
        return Recognition(confidence=layout.confidence, reason=f"{start} {found.names} with {layout.in_words}")

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the sentences of all files. Raises DatasetError where the first one holds no words with tags, or where
        none has any entity.
        """
        del options  # the columns have their places
        found = _find_files(path)
        (first, split), *others = found.parts
        parts = [_Part(first, layout_of(first), split), *(_part(*other) for other in others)]
        schemes = [part.layout.scheme for part in parts if isinstance(part, _Part) and part.layout.scheme]
        if not schemes:
            raise DatasetError(
                f"Nothing is marked in {found.names}: all words have the tag “O”.",
                "Give the words of entities a tag, such as “B-place” to the first and “I-place” to the others.",
            )
        return _read(found, parts, schemes[0])


class _Word(NamedTuple):
    """A line that holds one; `written` is its tag as it stands there."""

    row: int
    text: str
    tag: Tag
    written: str


class _BadLine(NamedTuple):
    """A line that keeps its sentence out, and why."""

    row: int
    kind: str
    reason: str
    remedy: str


@dataclass(frozen=True)
class _Part:
    """One of the files, looked through."""

    path: Path
    layout: Layout
    split: Split | None

    def samples(self) -> Iterator[Sample | Finding]:
        for sentence in self.layout.sentences(self.path):
            lines = [self._line(row, line) for row, line in sentence.lines]
            bad = [line for line in lines if isinstance(line, _BadLine)]
            if bad:
                yield self._left_out(sentence, bad)
            else:
                yield from self._damages(sentence)
                yield from self._sentence(sentence, [line for line in lines if isinstance(line, _Word)])

    def _line(self, row: int, line: str | TooLongLine) -> _Word | _BadLine:
        if isinstance(line, TooLongLine):
            return _BadLine(row, "too-large", line.reason, line.remedy)
        cells, wanted = self.layout.columns.cells(line), self.layout.columns.count
        said = snippet(" ".join(cells))
        if len(cells) < wanted:
            reason = f"“{said}” is all that this line holds, but {wanted} columns are needed."
            return _BadLine(row, "missing-column", reason, "Write the word and its tag, as on the other lines.")
        if len(cells) > wanted:
            reason = f"“{said}” is in {len(cells)} columns, but the other lines have {wanted}."
            return _BadLine(row, "bad-row", reason, "Write it in as many columns as the other lines.")
        if not cells[0]:
            return _BadLine(row, "missing-word", "There is a tag here, but no word.", "Fill it in, or remove the line.")
        tag = self.layout.tag(cells[-1])
        if tag is None:
            reason = f"“{snippet(cells[-1])}”, behind “{snippet(cells[0])}”, is no tag."
            return _BadLine(
                row, "bad-tag", reason, "Write “O” for a word outside of entities, or a tag like the others."
            )
        return _Word(row, cells[0], tag, cells[-1])

    def _sentence(self, sentence: Sentence, words: Sequence[_Word]) -> Iterator[Sample | Finding]:
        found, odd = entities([word.tag for word in words], self.layout.scheme or PLAIN)
        text = " ".join(word.text for word in words)
        if problem := unusable(text):
            yield row_finding(self.path, problem[0], sentence.row, problem[1], problem[2])
            return
        if odd:
            yield self._odd_tags(words, odd)
        yield Sample(
            path=self.path,
            fields={"text": text, "spans": _in_characters(found, [word.text for word in words])},
            row=sentence.row,
            split=self.split,
            group=f"{self.path.name}, document {sentence.document}" if sentence.document else None,
        )

    def _left_out(self, sentence: Sentence, bad: Sequence[_BadLine]) -> Finding:
        row, kind, reason, remedy = bad[0]
        more = f" The same is true of {_more(len(bad) - 1, 'line')} of it." if len(bad) > 1 else ""
        where = f" Its sentence, which begins in row {sentence.row}, is left out.{more}"
        return row_finding(self.path, kind, row, reason + where, remedy)

    def _odd_tags(self, words: Sequence[_Word], odd: Sequence[OddTag]) -> Finding:
        word = words[odd[0].place]
        more = f" So it is with {_more(len(odd) - 1, 'tag')} of the sentence." if len(odd) > 1 else ""
        reason = f"The tag “{word.written}” of “{snippet(word.text)}” {odd[0].reason}.{more}"
        return row_note(self.path, "odd-tag", word.row, reason, "Mend the tag if something else is meant.")

    def _damages(self, sentence: Sentence) -> Iterator[Finding]:
        """The first of each kind."""
        told: set[str] = set()
        for row, line in sentence.lines:
            for kind, reason, remedy in damages(line) if isinstance(line, str) else ():
                if kind not in told:
                    told.add(kind)
                    yield row_note(self.path, kind, row, reason, remedy)


def _find_files(path: Path) -> SplitFiles:
    return find_split_files(path, _is_wanted, "text file of words and tags", "text files")


def _is_wanted(path: Path) -> bool:
    """By its ending, which may be a split’s name (`eng.testa`), as the whole name may."""
    return path.suffix.lower() in _SUFFIXES or split_in_name(path.suffix or path.name) is not None


def _part(path: Path, split: Split | None) -> _Part | Finding:
    try:
        return _Part(path, layout_of(path), split)
    except DatasetError as error:
        return Finding(kind="unreadable", severity="error", path=str(path), reason=error.message, remedy=error.hint)


def _read(found: SplitFiles, parts: Sequence[_Part | Finding], usual: Scheme) -> Iterator[Sample | Finding]:
    """A file that marks nothing is read as one of the `usual` scheme."""
    yield from found.findings()
    for part in parts:
        if isinstance(part, Finding):
            yield part
        else:
            yield from replace(part, layout=replace(part.layout, scheme=part.layout.scheme or usual)).samples()


def _in_characters(found: Sequence[Span], words: Sequence[str]) -> tuple[Span, ...]:
    """Spans that count words, in characters of the words joined by spaces."""
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    return tuple(span._replace(start=starts[span.start], end=starts[span.end] - 1) for span in found)


def _more(count: int, what: str) -> str:
    return f"1 other {what}" if count == 1 else f"{count:,} other {what}s"
