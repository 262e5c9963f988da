"""Which cells of an Excel file's first sheet are merged with others; it reads nothing else of the file."""

import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from ptstudio.data._sheets import sheets

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_CHUNK = 2**20
_OVERLAP = 256


class MergedCells:
    """The areas of merged cells; only the cell at the upper left of each holds anything. Raises OSError."""

    def __init__(self, path: Path) -> None:
        from openpyxl.utils.cell import range_boundaries

        self._areas: dict[int, list[tuple[int, int, int, str]]] = {}
        for area in sorted(set(_areas(path))):
            left, top, right, bottom = range_boundaries(area)
            for column in range(left, right + 1):
                self._areas.setdefault(column, []).append((top, bottom, left, area.split(":")[0]))
        for areas in self._areas.values():
            areas.sort()

    def origin(self, row: int, place: int) -> str | None:
        """The name of the cell that holds the content of the one in `row` (from 1) at `place` (from 0), if another."""
        areas = self._areas.get(place + 1, [])
        at = bisect_right(areas, row, key=lambda area: area[0]) - 1
        if at < 0:
            return None
        top, bottom, left, name = areas[at]
        return name if row <= bottom and (row, place + 1) != (top, left) else None


def _areas(path: Path) -> Iterator[str]:
    """The areas as the sheet's XML has them: behind all its rows, and never among what openpyxl streams."""
    found = sheets(path)
    if not found:
        return
    with zipfile.ZipFile(path) as archive, archive.open(found[0].member) as sheet:
        tail = b""
        while piece := sheet.read(_CHUNK):
            yield from (area.decode() for area in _MERGED.findall(tail + piece))
            tail = (tail + piece)[-_OVERLAP:]
