"""Whether a cut goes through a word, in any script; it does not know why somebody cuts there."""

import re
import unicodedata

UNSPACED = (
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u19e0-\u19ff\u3040-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
"""Thai, Lao, Tibetan, Burmese, Khmer, Chinese and Japanese are written without spaces; Korean joins its particles."""
_LETTER = re.compile(UNSPACED)
_JOINER = "\u200d"
_CLINGING = re.compile("[\U0001f3fb-\U0001f3ff\u0e33\u0eb3\u1160-\u11ff\ud7b0-\ud7ff\uff9e\uff9f]")
"""Skin tones; vowels of Thai and Lao, and of Korean letter by letter; marks of half-wide Kana."""


def cuts_a_word(text: str, place: int) -> bool:
    """Whether a cut before the character at `place` parts two letters of a word, or a character from its marks."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if _is_mark(after) or _JOINER in (before, after) or _CLINGING.match(after):
        return not before.isspace()
    return _is_in_a_word(before) and _is_in_a_word(after)


def _is_in_a_word(character: str) -> bool:
    return (character.isalnum() or _is_mark(character)) and not _LETTER.match(character)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")
