"""What makes a text usable as a sample; it does not know where the text comes from."""

import hashlib
import re

from ptstudio.data._csv_records import LARGEST_CELL

_WORDS = re.compile(r"[^\W\d_]+")
_WORDS_AND_NUMBERS = re.compile(r"[^\W\d_]+|(?:(?<!\w)[-+−])?\d+(?:[.,]\d+)*")
_HALVES = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """A text as it is learned from: no white space at its ends, and no zero bytes, which damaged files hold."""
    return text.replace("\0", "").strip()


def whole(text: str) -> str:
    """Halves of characters, as damaged files have them, can neither be stored nor be read by a tokenizer; another
    character stands for each of them.
    """
    return _HALVES.sub("\ufffd", text)


def unusable(text: str) -> tuple[str, str, str] | None:
    """Kind, reason and remedy where a cleaned text cannot be used."""
    if not text:
        return "empty-text", "There is no text here.", "Fill it in, or remove this sample."
    if len(text) > LARGEST_CELL:
        return (
            "too-large",
            f"The text has {len(text):,} letters; texts of up to {LARGEST_CELL:,} are read.",
            "Shorten it, or cut it into several.",
        )
    return None


def damages(text: str) -> list[tuple[str, str, str]]:
    """Kind, reason and remedy for each trace of damage in a text before it is cleaned; it can be used all the same."""
    found = []
    if "\0" in text:
        reason = "There are zero bytes here, as damaged files hold them; they are left out."
        found.append(("zero-bytes", reason, "Check that nothing else is damaged."))
    if "\ufffd" in text:
        reason = "Some letters here could not be read, and “\ufffd” stands in their place."
        found.append(("lost-letters", reason, "Save the file as UTF-8 and import again, or write the letters anew."))
    return found


def likeness(text: str) -> str:
    """The words of a text without capitals, numbers and punctuation, as its beginning and a hash: texts that differ in
    no more than that say the same. Empty where there are no words.
    """
    words = " ".join(_WORDS.findall(text.casefold()))
    return f"{snippet(words)} #{hashlib.sha256(words.encode(errors='replace')).hexdigest()[:8]}" if words else ""


def sameness(text: str) -> str:
    """The words and numbers of a text without capitals and other punctuation, as a hash: stricter than its likeness."""
    said = " ".join(_WORDS_AND_NUMBERS.findall(text.casefold()))
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:16]


def snippet(text: str, most: int = 40) -> str:
    """The beginning of a text in one line, to tell it by."""
    line = " ".join(text[: 2 * most].split())
    return line if len(line) <= most else f"{line[:most].rstrip()}…"
