"""Text files as the samples of a format made of folders: each is opened, and its letters are decoded."""

from pathlib import Path

from ptstudio.core.dataset import Finding, Sample, Split
from ptstudio.data._encoding import Encoding, decoded, encoding_of
from ptstudio.data._folders import SampleFiles
from ptstudio.data._text import clean_text, unusable

SUFFIXES = (".txt", ".text", ".md")
_MOST_BYTES = 8 * 2**20
MOST_READ = 2**20
"""Bytes of a single text that somebody wants an answer for; no network reads further."""
_ENOUGH_ODD_BYTES = 200


def is_text_name(path: Path) -> bool:
    """Whether a file of this name should be a text; old corpora number their texts and give them no ending."""
    return path.suffix.lower() in SUFFIXES or path.name.isdigit()


def read_text(path: Path) -> str:
    """The text in a file, as far as any network reads; empty for a file that holds none. Raises OSError."""
    with path.open("rb") as file:
        content = file.read(MOST_READ)
    found = encoding_of([content])
    return clean_text(decoded(content, found.name)) if found.is_text else ""


def text_files() -> SampleFiles:
    """Texts for one pass over their folders: an encoding that was guessed by one of them is that of others as well."""
    return SampleFiles("text", "texts", is_text_name, _Reader().sample, _stranger)


def guessed_encoding(paths: list[Path]) -> Encoding | None:
    """The encoding of the first of the texts that had to be guessed, if any had."""
    for path in paths:
        try:
            with path.open("rb") as file:
                found = encoding_of([file.read(_MOST_BYTES)])
        except OSError:
            continue
        if found.is_guessed:
            return found
    return None


class _Reader:
    """Reads one text after the other."""

    def __init__(self) -> None:
        self._likely: str | None = None

    def sample(self, path: Path, label: str, split: Split | None, group: str | None) -> Sample | Finding:
        try:
            with path.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
        except OSError as error:
            return _finding(
                path,
                "unreadable",
                f"The file cannot be read: {error.strerror or error}.",
                "Give yourself the right to read it, and check that the drive is in order.",
            )
        encoding = self._encoding(content[:_MOST_BYTES])
        if not encoding.is_text:
            return _finding(
                path, "not-a-text", "The file is named like a text but holds something else.", "Save it as plain text."
            )
        text = clean_text(decoded(content, encoding.name))
        problem = unusable(text)
        if problem:
            return _finding(path, *problem)
        return Sample(path=path, fields={"text": text, "label": label}, split=split, group=group)

    def _encoding(self, content: bytes) -> Encoding:
        """A short text tells little, and guessing takes its time: what many odd letters told is kept."""
        found = encoding_of([content], self._likely)
        if found.is_guessed and sum(byte > 0x7F for byte in content) >= _ENOUGH_ODD_BYTES:
            self._likely = found.name
        return found


def _stranger(path: Path) -> Finding:
    kind = f"a “{path.suffix}” file" if path.suffix else "a file without an ending"
    return _finding(
        path,
        "not-a-text",
        f"“{path.name}” is {kind}, not a text that can be read here.",
        "If it is a text, save it as plain text with the ending “.txt”; otherwise nothing needs to be done.",
    )


def _finding(path: Path, kind: str, reason: str, remedy: str) -> Finding:
    return Finding(kind=kind, severity="error", path=str(path), reason=reason, remedy=remedy)
