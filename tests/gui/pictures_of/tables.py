"""Pictures of asking a model about every row of a table: the columns, on the way, what came of it, what failed."""

from pathlib import Path

import pytest

from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.session import Session
from tests.gui.pictures_of.camera import Camera, wait_until
from tests.helpers.scripted_worker import script_worker
from tests.helpers.table_worker import ANSWERS_TABLES
from tests.helpers.text_projects import CLASSES, text_of, text_project
from tests.helpers.texts import write


def picture(camera: Camera, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Take them, of single texts, and the columns once more of pairs."""
    script_worker(folder, patch, ANSWERS_TABLES)
    session = Session()
    session.open_project(text_project(folder / "project").folder)
    with camera.window(session, "try") as window:
        page = window.pages["try"]
        if isinstance(page, TryOutPage):
            _drop(page, _letters(folder, "letters from March"))
            camera.take(window, "table-columns")
            for name in ("slow", "odd"):
                _drop(page, _letters(folder, name))
                _begin(page)
                wait_until(lambda: "rows" in page.texts.table.progress._words.text(), 30)
                camera.take(window, f"table-{name}")
                page.texts.table.progress.stop.click()
                wait_until(page.texts.table.notice.isVisible, 30)
            _drop(page, _letters(folder, "letters from March"))
            _begin(page)
            wait_until(lambda: page.texts.table.answered is not None, 30)
            camera.take(window, "table-answered")
            session.open_project(text_project(folder / "pairs", has_pairs=True).folder)
            _drop(page, _letters(folder, "letters from March"))
            camera.take(window, "table-pairs")
    session.close_project()


def _letters(folder: Path, name: str) -> Path:
    """A table with a column that is wider than the page."""
    rows = [
        f'{number};2026-03-{number + 1:02};"{_letter(number)}";"Dear customer no. {number}"' for number in range(28)
    ]
    return write(folder / f"{name}.csv", "no;date;text1;text2\n" + "\n".join(rows))


def _letter(number: int) -> str:
    return text_of(CLASSES[number % len(CLASSES)], number)


def _drop(page: TryOutPage, file: Path) -> None:
    page.receive([file])
    table = page.texts.table
    wait_until(lambda: table.asking is not None and table.asking.table == file, 30)


def _begin(page: TryOutPage) -> None:
    if page.texts.table.asking is not None:
        page.texts.table.asking.start.click()
