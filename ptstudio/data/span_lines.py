"""JSON Lines and JSON of texts with marked places, as doccano, spaCy, Prodigy and Label Studio write them."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data._columns import GROUP_NAMES, named
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._json_records import Json, Record, json_records
from ptstudio.data._mapped_rows import row_finding, row_note, unknown_split
from ptstudio.data._split_files import SplitFiles, find_split_files
from ptstudio.data._split_names import named_split
from ptstudio.data._table_row import BadRow, as_text
from ptstudio.data._text import whole
from ptstudio.data._text_lines import encoding_of_lines
from ptstudio.data._text_marks import MarkedText, Problem, marked_text
from ptstudio.data._tidy_spans import tidied

_SUFFIXES = (".jsonl", ".ndjson", ".json1", ".json")
_SPLIT = ("split",)
_RECORDS_FOR_RECOGNISING = 200


class SpanLines(DatasetFormat):
    """A sample for each text that a program for marking texts has exported."""

    key = "span-lines"
    title = "JSON of texts with marked places"
    help = (
        "A “.jsonl” file with a text on each line and its marks, each a start, an end and a class; or a “.json” file "
        "as Label Studio exports it. Several files of one folder are named by their splits."
    )
    suffixes = _SUFFIXES

    def recognises(self, path: Path) -> Recognition:
        """Look at the first texts of the file, or of that for training in a folder."""
        try:
            found = _find_files(path)
            first = found.parts[0][0]
            encoding = encoding_of_lines(first)
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        some = list(itertools.islice(json_records(first, encoding.name), _RECORDS_FOR_RECOGNISING))
        texts = list(_marked_texts(some))
        styles = [text.style for text in texts if text.marks]
        if not texts or (not styles and len(texts) < len(some)):
            return Recognition(confidence=0, reason=f"“{first.name}” holds no texts with marked places.")
        what = f"texts and {styles[0]}" if styles else "texts, but without a mark in the first of them"
        start = "The file" if len(found.parts) == 1 else "The files"
        return Recognition(
            confidence=0.99 if len(texts) * 2 >= len(some) else 0.6,
            reason=f"{start} {found.names} with {what}{encoding.in_words}",
        )

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the texts of all files. Raises DatasetError where nothing is marked in any."""
        del options  # marks have their places
        found = _find_files(path)
        (first, split), *others = found.parts
        parts = [_Part(first, encoding_of_lines(first).name, split), *(_part(*other) for other in others)]
        texts = itertools.chain.from_iterable(part.texts() for part in parts if isinstance(part, _Part))
        first_text = next(texts, None)
        if first_text is None:
            raise DatasetError(
                f"There are no texts with marked places in {found.names}.",
                "Each record needs a “text”, and its marks as “label”, “entities” or “spans”, or as Label Studio "
                "exports them.",
            )
        if not first_text.marks and not any(text.marks for text in texts):
            raise DatasetError(
                f"Nothing is marked in the texts of {found.names}.",
                "Mark the places that are to be found in some of the texts, and export them again.",
            )
        return _read(found, parts)


@dataclass(frozen=True)
class _Part:
    """One of the files."""

    path: Path
    encoding: str
    split: Split | None

    def texts(self) -> Iterator[MarkedText]:
        """Those that somebody has marked, as they stand there."""
        return _marked_texts(json_records(self.path, self.encoding))

    def samples(self) -> Iterator[Sample | Finding]:
        odd_splits: set[str] = set()
        for record in json_records(self.path, self.encoding):
            if isinstance(record, BadRow):
                yield row_finding(self.path, record.kind, record.number, record.reason, record.remedy)
                continue
            said = _said(record.content, _SPLIT)
            if said and not named_split(said) and said not in odd_splits:
                odd_splits.add(said)
                yield unknown_split(self.path, record.row, said)
            yield from self._sample(record)

    def _sample(self, record: Record) -> Iterator[Sample | Finding]:
        """With its notes before it."""
        marked = marked_text(record.content)
        found = tidied(marked) if isinstance(marked, MarkedText) else marked
        if isinstance(found, Problem):
            yield row_finding(self.path, found.kind, record.row, found.reason, found.remedy)
            return
        for note in found.notes:
            yield row_note(self.path, note.kind, record.row, note.reason, note.remedy)
        yield Sample(
            path=self.path,
            fields={"text": found.text, "spans": found.spans},
            row=record.row,
            split=named_split(_said(record.content, _SPLIT)) or self.split,
            group=_said(record.content, GROUP_NAMES) or None,
        )


def _find_files(path: Path) -> SplitFiles:
    return find_split_files(path, lambda file: file.suffix.lower() in _SUFFIXES, "JSON file (.jsonl)", "JSON files")


def _part(path: Path, split: Split | None) -> _Part | Finding:
    try:
        return _Part(path, encoding_of_lines(path).name, split)
    except DatasetError as error:
        return Finding(kind="unreadable", severity="error", path=str(path), reason=error.message, remedy=error.hint)


def _marked_texts(records: Iterable[Record | BadRow]) -> Iterator[MarkedText]:
    found = (marked_text(record.content) for record in records if isinstance(record, Record))
    return (text for text in found if isinstance(text, MarkedText))


def _read(found: SplitFiles, parts: Sequence[_Part | Finding]) -> Iterator[Sample | Finding]:
    yield from found.findings()
    for part in parts:
        if isinstance(part, Finding):
            yield part
        else:
            yield from part.samples()


def _said(content: Mapping[str, Json], names: Sequence[str]) -> str:
    """What stands under one of the names; of a record of Label Studio, among its data."""
    data = content.get("data")
    about = data if isinstance(data, dict) else content
    value = about.get(named(names, about) or "")
    return whole(as_text(value)).strip() if isinstance(value, str | int) else ""
