"""The schemes by which the tags of words mark entities (IOB1, IOB2, BIOES and their like); it knows no file."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from ptstudio.core.spans import Span
from ptstudio.data._folders import class_name

OUTSIDE = "O"
NAMELESS = "entity"
"""What entities are called whose tags say only where they are."""
_PREFIXED = re.compile(r"([BIMELSU])(?:[-_](\S.*))?", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w.:/&+-]*")
_MOST_CLASSES = 200
_NEARLY_ALL = 0.8
_FEW = 0.05

Role: TypeAlias = Literal["outside", "begins", "inside", "ends", "single"]
_ROLES: dict[str, Role] = {
    "B": "begins", "I": "inside", "M": "inside", "E": "ends", "L": "ends", "S": "single", "U": "single"
}  # fmt: skip


class Tag(NamedTuple):
    """What a tag says: which part of an entity the word is, of which class; and the letter that says so."""

    role: Role
    label: str = ""
    letter: str = ""


_NO_ENTITY = Tag("outside")


class OddTag(NamedTuple):
    """A tag that its scheme does not have at this place, and what is made of it."""

    place: int
    reason: str


@dataclass(frozen=True)
class Scheme:
    """`letters` stand before the class; those of a first and a last word differ from the others where they are marked.

    Without letters a tag is the class alone.
    """

    title: str
    letters: str = ""
    marks_first: bool = False
    marks_last: bool = False

    def tag(self, written: str) -> Tag | None:
        """What a tag says; None for what is no tag."""
        return _prefixed(written) if self.letters else _plain(written)


IOB1 = Scheme("IOB1", "IB")
IOB2 = Scheme("IOB2 (BIO)", "IB", marks_first=True)
BIOES = Scheme("BIOES (IOBES)", "BIES", marks_first=True, marks_last=True)
BILOU = Scheme("BILOU", "BILU", marks_first=True, marks_last=True)
BMES = Scheme("BMES", "BMES", marks_first=True, marks_last=True)
IO = Scheme("IO", "I")
PLAIN = Scheme("IO, the classes without letters before them")


def entities(tags: Sequence[Tag], scheme: Scheme) -> tuple[list[Span], list[OddTag]]:
    """The entities, as spans that count words; and the tags that are odd in their place.

    What begins and ends is told alike for all schemes, so that a wrong tag does no more harm than it must.
    """
    framed = [_NO_ENTITY, *tags, _NO_ENTITY]
    firsts = [place for place, (before, tag) in enumerate(pairwise(framed[:-1])) if _begins(before, tag)]
    lasts = [place for place, (tag, after) in enumerate(pairwise(framed[1:])) if _ends(tag, after)]
    found = [Span(first, last + 1, tags[first].label) for first, last in zip(firsts, lasts, strict=True)]
    return found, sorted(_odd_tags(tags, scheme, firsts, lasts))


def are_tags(written: Iterable[str]) -> bool:
    """Whether they say “O”, and nearly all others are a letter and a class."""
    counts = Counter(written)
    known = sum(count for tag, count in counts.items() if tag == OUTSIDE or (len(tag) > 2 and _prefixed(tag)))
    return OUTSIDE in counts and known >= _NEARLY_ALL * counts.total()


@dataclass
class Evidence:
    """What the tags of one sentence after the other tell of their scheme."""

    sentences: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    letters: Counter[str] = field(default_factory=Counter)
    insides_without_begin: int = 0
    begins_after_others: int = 0

    def add(self, written: Sequence[str]) -> None:
        """Take in a sentence."""
        self.sentences += 1
        self.tags.update(written)
        before = _NO_ENTITY
        for each in written:
            tag = _prefixed(each) or _NO_ENTITY
            if tag.role == "inside":
                self.insides_without_begin += _begins(before, tag)
            elif tag.role == "begins":
                self.begins_after_others += before.role not in ("begins", "inside") or before.label != tag.label
            self.letters[tag.letter] += 1
            before = tag

    @property
    def outside(self) -> int:
        """How many words are no part of an entity."""
        return self.tags[OUTSIDE] + self.tags[OUTSIDE.lower()]

    @property
    def marked(self) -> int:
        """How many words have another tag, or something that is none."""
        return self.tags.total() - self.outside

    def scheme(self) -> Scheme | None:
        """The scheme that fits them best; None where they mark nothing, or are no tags."""
        with_letters = sum(self.letters[letter] for letter in _ROLES)
        if with_letters and with_letters >= _NEARLY_ALL * self.marked:
            return self._with_letters(with_letters)
        return PLAIN if self._are_classes() else None

    def _with_letters(self, marked: int) -> Scheme:
        if sum(self.letters[letter] for letter in "ELSU") > _FEW * marked:
            if self.letters["L"] + self.letters["U"] > self.letters["E"] + self.letters["S"]:
                return BILOU
            return BMES if self.letters["M"] > self.letters["I"] else BIOES
        if not self.letters["B"]:
            return IO
        return IOB1 if self.insides_without_begin > self.begins_after_others else IOB2

    def _are_classes(self) -> bool:
        """Few names, none of them on more words than “O”: the tags of parts of speech leave no word without."""
        names = [count for tag, count in self.tags.items() if tag.upper() != OUTSIDE and _plain(tag)]
        is_few = 0 < len(names) <= _MOST_CLASSES
        return is_few and sum(names) >= _NEARLY_ALL * self.marked and self.outside >= max(names)


@lru_cache(maxsize=4096)
def _prefixed(written: str) -> Tag | None:
    if written.upper() == OUTSIDE:
        return _NO_ENTITY
    parts = _PREFIXED.fullmatch(written)
    if not parts:
        return None
    letter = parts[1].upper()
    return Tag(_ROLES[letter], class_name(parts[2] or "") or NAMELESS, letter)


@lru_cache(maxsize=4096)
def _plain(written: str) -> Tag | None:
    if written.upper() == OUTSIDE:
        return _NO_ENTITY
    return Tag("inside", class_name(written)) if _NAME.fullmatch(written) else None


def _begins(before: Tag, tag: Tag) -> bool:
    """Whether an entity begins with a tag, whatever its letter."""
    goes_on = before.role in ("begins", "inside") and before.label == tag.label and tag.role in ("inside", "ends")
    return tag.role != "outside" and not goes_on


def _ends(tag: Tag, after: Tag) -> bool:
    return tag.role != "outside" and (after.role == "outside" or _begins(tag, after))


def _odd_tags(tags: Sequence[Tag], scheme: Scheme, firsts: Iterable[int], lasts: Iterable[int]) -> Iterator[OddTag]:
    for place, tag in enumerate(tags):
        if tag.letter and tag.letter not in scheme.letters:
            yield OddTag(place, f"is no tag of {scheme.title}; what it says is taken all the same")
    for place in firsts if scheme.marks_first else ():
        if tags[place].role not in ("begins", "single"):
            yield OddTag(place, "goes on with an entity that has not begun, and is taken as its beginning")
    for place in lasts if scheme.marks_last else ():
        if tags[place].role not in ("ends", "single"):
            yield OddTag(place, "does not end its entity, but nothing follows, and it is taken as its end")
