"""Texts that a person has corrected, as files: one for each text, or for each pair of texts.

A file is plain text in UTF-8 with its mark, named by how the text begins. A pair is one file, called `pair-….txt`,
with a line of ten equals signs between its texts.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ptstudio.core.dataset import Finding, Sample, Split
from ptstudio.data._folders import SampleFiles
from ptstudio.data._text import clean_text, snippet
from ptstudio.data._text_files import text_files

_PAIR = "pair-"
_LINE = "=" * 10
_LIKE_IT = re.compile(rf"^({_LINE}=*)(\r?)$", re.MULTILINE)
"""Lines within the texts of a pair that might be taken for the one between them; they get one sign more."""
_LONGER = re.compile(rf"^({_LINE}=*)=(\r?)$", re.MULTILINE)
_DIVIDER = re.compile(rf"(?:^|\n){_LINE}(?:\r?\n|$)")
_NO_NAME = re.compile(r"[\W_]+")


def text_file(text: str, pair: str) -> tuple[str, bytes]:
    """The name of a file for a text, or for a pair of texts, and its content."""
    words = _NO_NAME.sub("-", snippet(text)).strip("-")
    name = f"{_PAIR if pair else 'text-'}{words or 'without-words'}.txt"
    content = f"{_marked(text)}\n{_LINE}\n{_marked(pair)}" if pair else text
    return name, content.encode("utf-8-sig", errors="replace")


def corrected_texts() -> SampleFiles:
    """Such files, for one pass over their folders."""
    plain = text_files()
    return replace(plain, made=_with_pairs(plain.made))


Made = Callable[[Path, str, Split | None, str | None], Sample | Finding]


def _with_pairs(made: Made) -> Made:
    def sample(path: Path, label: str, split: Split | None, group: str | None) -> Sample | Finding:
        found = made(path, label, split, group)
        if isinstance(found, Finding) or not path.name.startswith(_PAIR):
            return found
        texts = [_unmarked(part) for part in _DIVIDER.split(str(found.fields["text"]), maxsplit=1)]
        return replace(found, fields={**found.fields, **dict(zip(("text", "pair"), texts, strict=False))})

    return sample


def _marked(text: str) -> str:
    return _LIKE_IT.sub(r"\1=\2", text)


def _unmarked(text: str) -> str:
    return clean_text(_LONGER.sub(r"\1\2", text))
