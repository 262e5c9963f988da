"""What makes a text usable as a sample; it does not know where the text comes from."""

import hashlib
import re

from ptstudio.data._csv_records import LARGEST_CELL

_WORDS = re.compile(r"[^\W\d_]+")


def clean_text(text: str) -> str:
    """A text as it is learned from: no white space at its ends, and no zero bytes, which damaged files hold."""
    return text.replace("\0", "").strip()


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


def likeness(text: str) -> str:
    """The words of a text without capitals, numbers and punctuation, as its beginning and a hash: texts that differ in
    no more than that say the same. Empty where there are no words.
    """
    words = " ".join(_WORDS.findall(text.casefold()))
    return f"{snippet(words)} #{hashlib.sha256(words.encode(errors='replace')).hexdigest()[:8]}" if words else ""


def snippet(text: str, most: int = 40) -> str:
    """The beginning of a text in one line, to tell it by."""
    line = " ".join(text[: 2 * most].split())
    return line if len(line) <= most else f"{line[:most].rstrip()}…"
