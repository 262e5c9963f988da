"""How several labels stand together in one cell: as a list, or with a separator between them; it knows no table."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ptstudio.data._folders import class_name
from ptstudio.data._text import clean_text

_SEPARATORS = {";": "semicolons", "|": "bars", ",": "commas"}
_QUOTED = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
_DECIMAL = re.compile(r"[+-]?\d*,\d+")
_LEAST_SHARE = 0.01
"""Of the cells, so many have to hold several labels; else it is a name that happens to look so."""
_COME_AGAIN = 0.6
"""Of what stands in cells with several labels, so much has to stand in others, too: labels go together in various ways,
while the parts of a name such as “Loans, cards or accounts” are always the same.
"""
_MOST_ODD = 0.2
"""Of the lists, no more may hold something twice, as tags of words do, or other lists, as marked places are."""


@dataclass(frozen=True)
class LabelCells:
    """How labels stand in the cells of a column: between `separator`s, which is empty where each cell holds one label.
    `is_sure` that some cells hold several.
    """

    separator: str = ""
    is_list: bool = False
    is_sure: bool = False

    @property
    def in_words(self) -> str:
        """How they are told apart."""
        return "as lists" if self.is_list else f"between {_SEPARATORS.get(self.separator, 'nothing')}"

    def labels(self, cell: str) -> tuple[str, ...]:
        """The labels in a cell, each once, in order; none in an empty one."""
        found = _listed(cell) if self.is_list else None
        if found is None:
            found = cell.split(self.separator) if self.separator else [cell]
        return tuple(sorted({label for each in found if (label := class_name(" ".join(clean_text(each).split())))}))


def label_cells(cells: Sequence[str]) -> LabelCells:
    """How labels stand in these cells, white space at their ends aside; the surest way, and of such the first."""
    filled = [cell for cell in cells if cell]
    ways = [LabelCells(is_list=True), *(LabelCells(separator) for separator in _SEPARATORS)]
    if sum(map(_looks_listed, filled)) * 2 > len(filled):
        ways = ways[:1]
    several = {way: sum(len(way.labels(cell)) > 1 for cell in filled) for way in ways}
    sure = [way for way in ways if several[way] >= max(1, _LEAST_SHARE * len(filled)) and _is_sure(way, filled)]
    if sure:
        best = max(sure, key=several.__getitem__)
        return LabelCells(best.separator, best.is_list, is_sure=True)
    return next((way for way in ways if several[way] and way.separator != ","), LabelCells())


def _is_sure(way: LabelCells, filled: Sequence[str]) -> bool:
    if way.is_list:
        lists = [_listed(cell) for cell in filled if _looks_listed(cell)]
        are_sets = [found is not None and len(set(found)) == len(found) for found in lists]
        return are_sets.count(False) <= _MOST_ODD * len(lists)
    if way.separator == "," and all(_DECIMAL.fullmatch(cell) for cell in filled if "," in cell):
        return False
    together = {way.labels(cell) for cell in filled}
    stands_in = Counter(label for labels in together for label in labels)
    several = [label for labels in together if len(labels) > 1 for label in labels]
    return sum(stands_in[label] > 1 for label in several) > _COME_AGAIN * len(several)


def _looks_listed(cell: str) -> bool:
    return cell.startswith("[") and cell.endswith("]")


def _listed(cell: str) -> list[str] | None:
    """The items of a list as JSON, Python or NumPy write it; None for anything else, such as a list of lists."""
    cell = cell.strip()
    if not _looks_listed(cell):
        return None
    try:
        items = json.loads(cell)
    except (ValueError, RecursionError):
        if "[" in cell[1:] or "{" in cell:
            return None
        quoted = [one or other for one, other in _QUOTED.findall(cell)]
        return quoted or cell[1:-1].replace(",", " ").split()
    return None if any(isinstance(item, list | dict) for item in items) else [_written(item) for item in items]


def _written(item: object) -> str:
    return item if isinstance(item, str) else "" if item is None else json.dumps(item)
