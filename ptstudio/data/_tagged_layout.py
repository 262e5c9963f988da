"""Finding out how a file of words and tags is written: its columns, and the scheme of its tags by all of them."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ptstudio.core.errors import DatasetError
from ptstudio.data._columns import plain_name
from ptstudio.data._encoding import Encoding
from ptstudio.data._tag_schemes import PLAIN, Evidence, Scheme, Tag
from ptstudio.data._tagged_lines import Columns, Sentence, is_between, sentences
from ptstudio.data._text_lines import encoding_of_lines, text_lines

_LINES_FOR_COLUMNS = 500
_WORDS_FOR_SCHEME = 500_000
_FEWEST_COLUMNS, _MOST_COLUMNS = 2, 5
_FEW_TEXTS = 0.05
_COMMENT = "# "
_NAMES_OF_WORDS = ("word", "words", "token", "tokens", "text", "form")
_NAMES_OF_TAGS = ("tag", "tags", "label", "labels", "ner", "ner tag", "ner tags", "entity", "iob", "bio")
_HINT = "Write each word on a line of its own, its tag behind it, such as “Paris B-place” or “is O”."


@dataclass(frozen=True)
class Layout:
    """How a file is written; `scheme` is None where all its tags are “O”. `tags` are those that it has."""

    encoding: Encoding
    columns: Columns
    scheme: Scheme | None
    tags: frozenset[str]
    has_breaks: bool

    @property
    def confidence(self) -> float:
        """How sure it is that these are words and tags: letters before classes tell it, else blank lines must."""
        if self.scheme not in (None, PLAIN):
            return 0.99
        return 0.95 if self.has_breaks else 0.5

    @property
    def in_words(self) -> str:
        """To be put behind a file's name."""
        tags = f"tags in {self.scheme.title}" if self.scheme else "tags which are all “O”, so that nothing is marked"
        divided = "tabs" if self.columns.is_tabbed else "spaces"
        return f"words and {tags}, in {self.columns.count} columns divided by {divided}{self.encoding.in_words}"

    def tag(self, written: str) -> Tag | None:
        """What a tag says; None for what is no tag."""
        return (self.scheme or PLAIN).tag(written)

    def sentences(self, path: Path) -> Iterator[Sentence]:
        """Those of the file. Raises OSError."""
        return sentences(path, self.encoding.name, self._is_aside)

    def _is_aside(self, number: int, line: str) -> bool:
        """Whether it is a comment, and not the word “#”, or the first line and names the columns."""
        cells = self.columns.cells(line)
        is_word = len(cells) == self.columns.count and cells[0] == _COMMENT.strip() and cells[-1] in self.tags
        return (line.startswith(_COMMENT) and not is_word) or (number == 1 and _is_header(cells))


def layout_of(path: Path) -> Layout:
    """Read as much of the file as tells, which is nearly always the whole. Raises DatasetError where it holds no words
    with tags.
    """
    encoding = encoding_of_lines(path)
    lines = (line for _, line in text_lines(path, encoding.name) if isinstance(line, str) and not is_between(line))
    some = list(itertools.islice((line for line in lines if not line.startswith(_COMMENT)), _LINES_FOR_COLUMNS))
    columns = _columns(path, some)
    _scheme(path, _first_evidence(path, [columns.cells(line) for line in some], columns.count))
    draft = Layout(encoding, columns, None, frozenset(), has_breaks=False)
    evidence = Evidence()
    for sentence in draft.sentences(path):
        evidence.add([cells[-1] for cells in _rows(sentence, columns)])
        if evidence.tags.total() > _WORDS_FOR_SCHEME:
            break
    return replace(
        draft, scheme=_scheme(path, evidence), tags=frozenset(evidence.tags), has_breaks=evidence.sentences > 1
    )


def _columns(path: Path, lines: Sequence[str]) -> Columns:
    """By most of the lines. Raises DatasetError."""
    if not lines:
        raise DatasetError(f"“{path.name}” is empty.", _HINT)
    is_tabbed = sum("\t" in line.strip() for line in lines) * 2 > len(lines)
    counts = Counter(len(Columns(0, is_tabbed).cells(line)) for line in lines)
    [(count, _)] = counts.most_common(1)
    if not _FEWEST_COLUMNS <= count <= _MOST_COLUMNS:
        raise DatasetError(f"The lines of “{path.name}” are no words with their tags.", _HINT)
    return Columns(count, is_tabbed)


def _first_evidence(path: Path, rows: Sequence[Sequence[str]], columns: int) -> Evidence:
    """What the first lines tell. Raises DatasetError where their first cells are no words."""
    even = [row for row in rows[_is_header(rows[0]) :] if len(row) == columns]
    if sum(row[0].isdecimal() for row in even) * 2 > len(even):
        raise DatasetError(
            f"The first column of “{path.name}” holds numbers, and no words.", "Leave out the column that counts."
        )
    evidence = Evidence()
    evidence.add([row[-1] for row in even])
    are_texts = sum(" " in row[0] for row in even) > _FEW_TEXTS * len(even)
    if len(even) * 2 < len(rows) or (are_texts and evidence.scheme() in (None, PLAIN)):
        raise DatasetError(f"The lines of “{path.name}” are no words with their tags.", _HINT)
    return evidence


def _scheme(path: Path, evidence: Evidence) -> Scheme | None:
    """None where nothing is marked. Raises DatasetError where there are other things than tags."""
    scheme = evidence.scheme()
    if scheme is None and evidence.marked:
        raise DatasetError(
            f"The last column of “{path.name}” holds no tags of entities, like “O” and “B-place”.", _HINT
        )
    return scheme


def _rows(sentence: Sentence, columns: Columns) -> Iterator[list[str]]:
    """The lines that have as many cells as most."""
    rows = (columns.cells(line) for _, line in sentence.lines if isinstance(line, str))
    return (row for row in rows if len(row) == columns.count)


def _is_header(cells: Sequence[str]) -> bool:
    return plain_name(cells[0]) in _NAMES_OF_WORDS and plain_name(cells[-1]) in _NAMES_OF_TAGS
