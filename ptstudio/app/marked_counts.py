"""How many things are marked in samples, and how many samples hold none, in plain words; knows no widget."""

from collections.abc import Mapping

from ptstudio.app import formats, sample_words
from ptstudio.app.sample_words import TEXT
from ptstudio.app.translation import tr
from ptstudio.core.dataset import Counts

MOST_NAMED = 8


def counts_words(kind: str, counts: Counts) -> str:
    """What is marked in samples that are counted, and how many hold nothing; empty where a sample has one class."""
    none = empty_words(kind, sum(counts.empty.values()))
    marked = marked_words(kind, counts.all_marked)
    return " ".join(filter(None, (f"{marked}." if marked else "", none)))


def marked_words(kind: str, marked: Mapping[str, int], *, are_areas: bool = False) -> str:
    """How many things there are in all, and of each class, the most frequent first; empty where there are none."""
    total = sum(marked.values())
    if not total:
        return ""
    ordered = sorted(marked.items(), key=lambda item: (-item[1], item[0]))
    named = [tr("{count} {name}", count=formats.count(times), name=name) for name, times in ordered[:MOST_NAMED]]
    listed = ", ".join([*named, "…"] if len(ordered) > MOST_NAMED else named)
    return tr("{total}: {classes}", total=_in_all(kind, total, are_areas=are_areas), classes=listed)


def empty_words(kind: str, empty: int) -> str:
    """How many samples hold nothing of what is to be learned, and what they are good for; empty where all do."""
    if not empty:
        return ""
    some = sample_words.count(kind, empty)
    if empty == 1:
        return tr("{some} holds none of them: it teaches what is not to be found.", some=some)
    return tr("{some} hold none of them: they teach what is not to be found.", some=some)


def _in_all(kind: str, total: int, *, are_areas: bool) -> str:
    number = formats.count(total)
    if kind == TEXT:
        return tr("1 place is marked") if total == 1 else tr("{number} places are marked", number=number)
    if are_areas:
        return tr("1 area is drawn") if total == 1 else tr("{number} areas are drawn", number=number)
    return tr("1 thing is marked") if total == 1 else tr("{number} things are marked", number=number)
