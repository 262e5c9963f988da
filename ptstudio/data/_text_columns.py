"""Which columns of a table hold the text, a second one, and its class; and whether its first row is one of names."""

import re
from collections.abc import Sequence

from ptstudio.data._columns import (
    GROUP,
    GROUP_NAMES,
    LABEL_NAMES,
    SPLIT,
    SPLIT_NAMES,
    Cells,
    Field,
    is_numeric,
    label_field,
    named,
    plain_name,
)

_PAIRED = ("text", "sentence", "question", "statement", "string", "utterance", "query", "phrase", "comment", "document")
_TWINS = (
    *((f"{stem}{first}", f"{stem}{second}")
      for stem in _PAIRED for first, second in (("1", "2"), (" 1", " 2"), (" a", " b"))),
    ("premise", "hypothesis"),
    ("claim", "evidence"),
)  # fmt: skip
_SECONDS = tuple(second for _, second in _TWINS)
_NAMES = (
    "text", "texts", "full text", "clean text", "text clean", "cleaned text", "raw text", "sentence", "utterance",
    "tweet", "tweet text", "message", "message text", "sms", "comment", "comment text", "review", "review text",
    "review body", "reviewtext", "content", "body", "text body", "post", "post text", "document", "article",
    "article text", "email", "email text", "mail", "transcript", "narrative", "consumer complaint narrative",
    "complaint", "feedback", "statement", "question", "question text", "query", "prompt", "passage", "paragraph",
    "abstract", "description", "satz", "nachricht",
)  # fmt: skip
_SHORT_NAMES = ("title", "headline", "subject", "summary", "phrase", "caption", "titel")
CLASS_NAMES = (
    "label text", "text label", *LABEL_NAMES, "intent", "sentiment", "airline sentiment", "emotion", "topic",
    "polarity", "gold label", "coarse label", "fine label", "is duplicate", "duplicate", "stars", "rating", "score",
    "genre", "department", "section", "spam", "language", "lang",
)  # fmt: skip
_OTHER_NAMES = ("id", "index", "idx", "uid", "uuid", "date", "time", "timestamp", "source", "url", "author", "user")
_NO_TEXTS = {*CLASS_NAMES, *SPLIT_NAMES, *GROUP_NAMES}
_KNOWN = {*_NAMES, *_SHORT_NAMES, *(name for twin in _TWINS for name in twin), *_NO_TEXTS, *_OTHER_NAMES}
_FILE_OR_ADDRESS = re.compile(r"(https?://\S+|[^\s.]\S*\.\w{2,4})")


def is_header(cells: Sequence[str]) -> bool:
    """Whether a table's first row names its columns, as far as it tells by itself.

    It does where it holds a usual name; else unless a cell reads like a text or a number, or two are the same.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if known_names(filled):
        return True
    return len(set(filled)) == len(filled) and not any(_is_content(cell) for cell in filled)


def known_names(cells: Sequence[str]) -> int:
    """How many of the cells are usual names of columns."""
    return sum(plain_name(cell) in _KNOWN for cell in cells)


def is_named_for_texts(column: str) -> bool:
    """Whether a column is called as columns of texts usually are."""
    return plain_name(column) in {*_NAMES, *_SHORT_NAMES, *(name for twin in _TWINS for name in twin)}


def is_content_after_all(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether what was taken for names of columns is a row like the others: a class that comes again below itself."""
    if known_names(columns) > 1:
        return False
    return any(column in (row[place].strip() for row in rows) for place, column in enumerate(columns))


def _text_column(cells: Cells) -> str | None:
    """By name, the first of two texts before others; else by content; else by a name that is rather one for titles."""
    there = {plain_name(column) for column in cells}
    firsts = [first for first, second in _TWINS if {first, second} <= there]
    return named((*firsts, *_NAMES), cells) or _longest(cells) or named(_SHORT_NAMES, cells)


def _longest(cells: Cells) -> str | None:
    """The column with the longest texts among those that are mostly different, several words before single ones."""
    fitting = {}
    for column, values in cells.items():
        filled = [value for value in values if value]
        if plain_name(column) not in _NO_TEXTS and len(set(filled)) * 2 > len(filled) and not _are_names(filled):
            have_words = sum(" " in value for value in filled) * 2 > len(filled)
            fitting[column] = (have_words, sum(map(len, filled)) / len(filled))
    return max(fitting, key=lambda column: fitting[column], default=None)


def _are_names(values: Sequence[str]) -> bool:
    return is_numeric(values) or sum(bool(_FILE_OR_ADDRESS.fullmatch(value)) for value in values) * 2 > len(values)


def _is_content(cell: str) -> bool:
    return len(cell) > 60 or cell.endswith((".", "!", "?", "…")) or len(cell.split()) > 7 or is_numeric([cell])


TEXT = Field("text", _text_column, needed="the text")
PAIR = Field("pair", lambda cells: named(_SECONDS, cells))
ASKED_TEXT = (TEXT,)
"""What a model of single texts is asked about."""
ASKED_FIELDS = (TEXT, PAIR)
"""What a model of texts, or of pairs of them, is asked about."""
TEXT_FIELDS = (*ASKED_FIELDS, label_field(CLASS_NAMES), SPLIT, GROUP)
