"""Trying a model on a whole table: its columns are shown, a job answers every row, and it is told what came of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ptstudio.app.dropped import destination_of
from ptstudio.app.pages import _try_table
from ptstudio.app.pages._try_table import TryTable
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.session import Session
from ptstudio.app.widgets import answered_view, table_asking
from ptstudio.app.widgets.answered_view import AnsweredView
from ptstudio.app.widgets.table_asking import TableAsking
from ptstudio.core.jobs import AnswerTableJob
from tests.helpers.hands import click
from tests.helpers.scripted_worker import script_worker
from tests.helpers.table_worker import ANSWERS_TABLES
from tests.helpers.text_projects import text_project, text_training
from tests.helpers.texts import table

ROWS = [(str(number), f"I was charged {number} times", "a note that is quite a bit longer") for number in range(8)]


@pytest.fixture
def page(session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TryOutPage]:
    """The page with a model that learned from texts."""
    script_worker(tmp_path, monkeypatch, ANSWERS_TABLES)
    session.open_project(text_project(tmp_path / "letters").folder)
    made = TryOutPage(session)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    yield made
    made.close()


@pytest.fixture
def trying(page: TryOutPage) -> TryTable:
    """The part of the page that is about tables."""
    return page.texts.table


def mails(tmp_path: Path, name: str = "mails") -> Path:
    return table(tmp_path / f"{name}.csv", ROWS, "id,message,note")


def shown(page: TryOutPage, qtbot: QtBot, file: Path) -> TableAsking:
    """The first rows of a table that was dropped."""
    trying = page.texts.table
    page.receive([file])
    qtbot.waitUntil(lambda: trying.asking is not None and trying.asking.table == file, timeout=20_000)
    assert trying.asking is not None
    return trying.asking


def came_of_it(trying: TryTable, qtbot: QtBot) -> AnsweredView:
    qtbot.waitUntil(lambda: trying.answered is not None, timeout=20_000)
    assert trying.answered is not None
    return trying.answered


def test_a_dropped_table_shows_its_rows_and_why_a_column_was_guessed(
    page: TryOutPage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = mails(tmp_path)
    assert destination_of([file], "try", page.session).words == "Answer every row of this table"
    assert destination_of([file], "data", page.session).page == "data"
    assert destination_of([file, file], "try", page.session).page == "data"
    asking = shown(page, qtbot, file)
    assert list(asking.preview.boxes) == ["text"]
    assert asking.preview.mapping == {"text": "message"}
    cell = asking.preview.table.item(0, 1)
    assert cell is not None
    assert cell.text() == ROWS[0][1]
    assert asking.why.text() == "The texts are taken from “message”: columns of texts are usually called so."
    assert asking.place == tmp_path / "mails-answers.csv"
    assert asking.start.isEnabled()


def test_another_column_counts_once_a_person_names_it(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    asking = shown(page, qtbot, mails(tmp_path))
    box = asking.preview.boxes["text"]
    box.setCurrentText("note")
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: asking.why.text() == "The texts are taken from “note”, as you say.")
    assert page.texts.table.job is not None
    assert page.texts.table.job.columns == {"text": "note"}
    box.setCurrentIndex(0)
    box.activated.emit(0)
    qtbot.waitUntil(lambda: asking.why.text().startswith("No column looks like one of texts."))
    assert not asking.start.isEnabled()


def test_every_row_is_answered_in_a_new_file(
    page: TryOutPage, trying: TryTable, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(answered_view, "open_folder_of", opened.append)
    monkeypatch.setattr(answered_view, "open_file", opened.append)
    file = mails(tmp_path)
    click(shown(page, qtbot, file).start)
    assert trying.asking is None
    result = came_of_it(trying, qtbot)
    assert result.heading.text() == "7 of 8 rows are answered"
    assert result.rest.text() == "1 row holds no text and keeps an empty answer."
    assert [(bar.name, bar.total) for bar in result.bars.bars] == [("payment", 6), ("praise", 1)]
    out = tmp_path / "mails-answers.csv"
    assert result.place.text() == str(out)
    click(result.folder)
    click(result.table)
    assert opened == [out, out]
    ((folder, job),) = [(run.folder, run.job) for run in page.session.runs.values() if run.job.type == "answer-table"]
    assert isinstance(job, AnswerTableJob)
    assert job.columns == {"text": "message"}
    assert page.session.is_kept(folder)
    result.closed.emit()
    assert trying.answered is None
    assert shown(page, qtbot, file).place == tmp_path / "mails-answers-2.csv"


def test_it_can_be_stopped_and_begun_again(page: TryOutPage, trying: TryTable, qtbot: QtBot, tmp_path: Path) -> None:
    click(shown(page, qtbot, mails(tmp_path, "slow")).start)
    words = trying.progress._words
    qtbot.waitUntil(lambda: words.text() == "1 of 8 rows · 180 a second · about 65 s left", timeout=20_000)
    page.receive([mails(tmp_path)])
    assert page.notice.message.text() == "Another table is being answered."
    assert trying.progress.stop.hasFocus()
    click(trying.progress.stop)
    qtbot.waitUntil(trying.notice.isVisible, timeout=20_000)
    assert trying.notice.message.text() == "Stopped. Nothing was written."
    assert not trying.progress.isVisible()
    qtbot.waitUntil(lambda: trying.asking is not None)


def test_what_cannot_be_answered_is_told(page: TryOutPage, trying: TryTable, qtbot: QtBot, tmp_path: Path) -> None:
    click(shown(page, qtbot, mails(tmp_path, "odd")).start)
    qtbot.waitUntil(trying.notice.isVisible, timeout=20_000)
    assert trying.notice.message.text() == "The table cannot be read."
    qtbot.waitUntil(lambda: trying.asking is not None)


def test_a_file_that_is_no_table_is_told(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"not a workbook")
    page.receive([tmp_path / "broken.xlsx"])
    qtbot.waitUntil(page.notice.isVisible, timeout=20_000)
    assert "is not an Excel file" in page.notice.message.text()


def test_nothing_is_written_over(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    file = mails(tmp_path)
    asking = shown(page, qtbot, file)
    asking.out.setText("mails.csv")
    assert asking.place == file
    click(asking.start)
    assert page.notice.message.text() == f"There is something at “{file}” already."
    assert page.texts.table.asking is asking


def test_the_new_file_is_chosen_in_a_dialog(
    page: TryOutPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = shown(page, qtbot, mails(tmp_path))
    monkeypatch.setattr(table_asking, "choose_new_file", lambda *_: tmp_path / "elsewhere")
    asking._browse()
    assert asking.place == tmp_path / "elsewhere.csv"
    asking.out.clear()
    assert asking.place == tmp_path / "mails-answers.csv"


def test_a_table_is_chosen_by_its_button(
    page: TryOutPage, trying: TryTable, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_try_table, "choose_file", lambda *_: mails(tmp_path))
    click(page.texts.choose_table)
    qtbot.waitUntil(lambda: trying.asking is not None, timeout=20_000)
    page.copy_command()
    command = QGuiApplication.clipboard().text()
    assert command.startswith("ptstudio predict ")
    assert f"--table {tmp_path / 'mails.csv'} --column text=message --out {tmp_path / 'mails-answers.csv'}" in command
    assert trying.asking is not None
    trying.asking.closed.emit()
    assert trying.asking is None
    assert "--table" not in (page.command() or "")


def test_a_model_of_pairs_is_asked_about_two_columns(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.session.open_project(text_project(tmp_path / "pairs", has_pairs=True).folder)
    file = table(tmp_path / "both.csv", [("one text", "another text")], "sentence1,sentence2")
    assert shown(page, qtbot, file).preview.mapping == {"text": "sentence1", "pair": "sentence2"}


def test_another_model_looks_at_the_table_anew(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    asking = shown(page, qtbot, mails(tmp_path))
    assert page.session.project is not None
    other = text_training(page.session.project)
    page.session.refresh()
    page.session.show_run(other)
    assert page.texts.table.asking is asking
    assert page.texts.table.job is not None
    assert page.texts.table.job.run == str(other)


def test_another_project_has_no_table_yet(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    shown(page, qtbot, mails(tmp_path))
    page.session.open_project(text_project(tmp_path / "others").folder)
    assert page.texts.table.asking is None
    assert page.texts.table.job is None


def test_a_model_of_pictures_answers_for_no_table(opened: Session, tmp_path: Path) -> None:
    assert destination_of([mails(tmp_path)], "try", opened).page == "data"
