"""How right an answer is, by its words: exact match and F1 as SQuAD 2.0 has them (Rajpurkar et al. 2018).

Case, punctuation and the articles of English do not count. As other languages have other signs, punctuation is what
Unicode takes for it, and every letter of a script that sets no spaces counts as a word (after MLQA; Lewis et al. 2020).
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence

from ptstudio.tasks._words import WITHOUT_SPACES

_ARTICLES = re.compile(r"\b(a|an|the)\b")


def words(text: str) -> list[str]:
    """The words of an answer that count."""
    plain = "".join(letter for letter in text.lower() if not _is_punctuation(letter))
    return "".join(map(_set_apart, _ARTICLES.sub(" ", plain))).split()


def score(said: str, answers: Sequence[str]) -> tuple[float, float]:
    """Exact match (0 or 1) and F1 (0 to 1) against the answer that fits best; nothing said is right where there is no
    answer.
    """
    own = words(said)
    wanted = [counted for answer in answers if (counted := words(answer))] or [[]]
    return max(float(own == each) for each in wanted), max(_f1(own, each) for each in wanted)


def _f1(said: Sequence[str], wanted: Sequence[str]) -> float:
    if not said or not wanted:
        return float(said == wanted)
    shared = (Counter(said) & Counter(wanted)).total()
    return 2 * shared / (len(said) + len(wanted))


def _is_punctuation(letter: str) -> bool:
    return letter in string.punctuation or unicodedata.category(letter).startswith("P")


def _set_apart(letter: str) -> str:
    return f" {letter} " if any(low <= ord(letter) <= high for low, high in WITHOUT_SPACES) else letter
