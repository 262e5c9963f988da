"""Which sheets an Excel file has; it reads none of them."""

import warnings
from pathlib import Path
from typing import NamedTuple


class Sheet(NamedTuple):
    """A sheet of cells: its name, and the part of the file that holds it."""

    title: str
    member: str


def sheets(path: Path) -> list[Sheet]:
    """Those of cells, in their order; charts on sheets of their own are none. Raises OSError, and what openpyxl raises
    for a damaged file.
    """
    from openpyxl.reader.excel import ExcelReader

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = ExcelReader(path, read_only=True)
    with reader.archive:
        reader.read_manifest()
        reader.read_workbook()
        return [Sheet(sheet.name, rel.target) for sheet, rel in reader.parser.find_sheets() if _has_cells(rel.Type)]


def _has_cells(kind: str) -> bool:
    return "chartsheet" not in kind
