"""The sheets of cells in an Excel file are known by name, without reading them."""

import zipfile
from pathlib import Path

from openpyxl import Workbook

from ptstudio.data._sheets import sheets


def test_sheets_of_cells_are_named_in_their_order(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Mails"
    book.create_chartsheet("Chart")
    book.create_sheet("Notes")
    book.save(tmp_path / "a.xlsx")
    found = sheets(tmp_path / "a.xlsx")
    assert [sheet.title for sheet in found] == ["Mails", "Notes"]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {sheet.member for sheet in found} <= set(archive.namelist())
