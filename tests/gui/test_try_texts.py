"""Trying a model on texts: typed ones are answered meanwhile, those of files in a list."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ptstudio.app.dropped import destination_of
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.passage import Passage
from ptstudio.app.session import Session
from ptstudio.app.widgets.text_asking import TextAsking
from ptstudio.core.events import PredictionMade
from ptstudio.tasks.text_classification import TextClassification
from tests.helpers.answering_worker import ANSWERS
from tests.helpers.hands import click
from tests.helpers.scripted_worker import script_worker
from tests.helpers.text_projects import text_project


@pytest.fixture
def page(session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TryOutPage]:
    """The page with a model that learned from texts, and a worker that says “payment” of everything."""
    script_worker(tmp_path, monkeypatch, ANSWERS)
    session.open_project(text_project(tmp_path / "letters").folder)
    made = TryOutPage(session)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    yield made
    QGuiApplication.clipboard().clear()
    made.close()


def answered(page: TryOutPage, qtbot: QtBot) -> PredictionMade:
    qtbot.waitUntil(lambda: page.texts.trying.made is not None, timeout=20_000)
    made = page.texts.trying.made
    assert made is not None
    return made


def test_a_text_is_answered_while_it_is_typed(page: TryOutPage, qtbot: QtBot) -> None:
    assert not page.pictures.isVisible()
    assert not page.heat_maps.isVisible()
    assert not page.texts.asking.pair.isVisible()
    QTest.keyClicks(page.texts.asking.text, "charged twice")
    assert answered(page, qtbot).typed == {"text": "charged twice", "pair": ""}
    assert "payment: 80.0 %" in page.texts.answer.accessibleName()
    assert not page.texts.answer.state.isVisible()
    assert page.texts.answer.facts.text().startswith("20 ms · ")
    QTest.keyClicks(page.texts.asking.text, " again")
    qtbot.waitUntil(lambda: page.texts.trying.passage == Passage("charged twice again"))
    assert answered(page, qtbot).typed["text"] == "charged twice again"


def test_a_long_text_is_said_to_be_read_in_parts(page: TryOutPage, qtbot: QtBot) -> None:
    page.texts.asking.put(Passage("I paid twice. " * 90))
    qtbot.waitUntil(lambda: not page.texts.answer.caution.isHidden(), timeout=20_000)
    assert "it was read in 3 parts that overlap" in page.texts.answer.caution.text()


def test_whoever_types_fast_is_answered_for_the_last_text_only(page: TryOutPage, qtbot: QtBot) -> None:
    told: list[str] = []
    page.texts.trying.answered.connect(lambda made: told.append(made.typed["text"]))
    for text in ("one", "one two", "one two three"):
        page.texts.asking.put(Passage(text))
    qtbot.waitUntil(lambda: told != [], timeout=20_000)
    assert told == ["one two three"]


def test_the_words_that_decided_are_coloured_on_request(page: TryOutPage, qtbot: QtBot) -> None:
    page.texts.asking.put(Passage("gut 🎉 but dear"))
    answered(page, qtbot)
    assert not page.texts.answer.words.isVisible()
    click(page.words)
    qtbot.waitUntil(page.texts.answer.words.isVisible, timeout=20_000)
    (box,) = page.texts.answer.words.boxes
    assert [selection.cursor.selectedText() for selection in box.extraSelections()] == ["gut", "dear"]
    assert page.texts.answer.legend.isVisible()
    click(page.words)
    assert not page.texts.answer.words.isVisible()


def test_a_problem_is_told_in_place_of_an_answer(page: TryOutPage, qtbot: QtBot) -> None:
    page.texts.asking.put(Passage("hopeless"))
    answered(page, qtbot)
    assert page.texts.answer.state.text() == "The text is empty. Write something."
    page.texts.asking.text.clear()
    qtbot.waitUntil(lambda: page.texts.answer.state.text() == "The answer appears here while you type.")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (None, "The answer appears here while you type."),
        (("Text", "Question"), "Fill in both, “Text” and “Question”: the answer appears here while you type."),
    ],
)
def test_it_is_said_what_has_to_be_typed(qtbot: QtBot, names: tuple[str, str] | None, said: str) -> None:
    asking = TextAsking()
    qtbot.addWidget(asking)
    asking.ask_for(names)
    assert asking.invitation == said


def test_one_file_takes_the_place_of_what_was_typed(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text("from a file", encoding="utf-8")
    assert destination_of([file], "try", page.session).words == "Try the text in this file"
    page.receive([file])
    assert answered_text(page, qtbot) == "from a file"
    assert page.texts.asking.text.toPlainText() == "from a file"
    assert not page.texts.files.isVisible()


def answered_text(page: TryOutPage, qtbot: QtBot) -> str:
    return answered(page, qtbot).typed["text"]


def test_several_files_are_answered_in_a_list(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.txt" for name in ("a", "empty", "hopeless")]
    for file, text in zip(files, ("first", "", "hopeless"), strict=True):
        file.write_text(text, encoding="utf-8")
    page.receive(files)
    shown = page.texts.files

    def captions() -> list[str]:
        return [row.caption for place in range(3) if (row := shown.row(place))]

    qtbot.waitUntil(lambda: captions() == ["payment, 80 %", "", "The text is empty."], timeout=20_000)
    assert page.texts._heading.text() == "3 texts"
    shown.opened.emit(0)
    assert page.texts.asking.text.toPlainText() == "first"


def test_a_text_is_pasted_from_the_clipboard(page: TryOutPage, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("pasted")
    page.paste()
    assert answered_text(page, qtbot) == "pasted"


def test_a_model_of_pairs_asks_for_a_second_text(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.session.open_project(text_project(tmp_path / "pairs", has_pairs=True).folder)
    assert page.texts.asking.pair.isVisible()
    assert page.texts.asking.text.toPlainText() == ""
    QTest.keyClicks(page.texts.asking.text, "one")
    QTest.keyClick(page.texts.asking.text, Qt.Key.Key_Tab)
    QTest.keyClicks(page.texts.asking.pair, "two")
    qtbot.waitUntil(lambda: page.texts.trying.passage == Passage("one", "two"))
    assert answered(page, qtbot).typed == {"text": "one", "pair": "two"}


def test_what_stands_beside_a_text_stays_when_another_text_comes(
    page: TryOutPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.session.open_project(text_project(tmp_path / "pairs", has_pairs=True).folder)
    asking = page.texts.asking
    page.texts.asking.put(Passage("one", "why?"))
    assert answered(page, qtbot).typed == {"text": "one", "pair": "why?"}
    QGuiApplication.clipboard().setText("pasted")
    page.paste()
    assert answered(page, qtbot).typed == {"text": "pasted", "pair": "why?"}
    (tmp_path / "one.txt").write_text("from a file", encoding="utf-8")
    page.receive([tmp_path / "one.txt"])
    qtbot.waitUntil(lambda: page.texts.trying.passage == Passage("from a file", "why?"), timeout=20_000)
    assert asking.pair.toPlainText() == "why?"
    asking.put(Passage("two", "its own"))
    assert asking.pair.toPlainText() == "its own"
    page.session.open_project(text_project(tmp_path / "others", has_pairs=True).folder)
    assert asking.pair.toPlainText() == "", "another project asks other things"


def test_every_file_is_asked_what_stands_beside_the_text(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.session.open_project(text_project(tmp_path / "pairs", has_pairs=True).folder)
    files = [tmp_path / f"{name}.txt" for name in ("a", "b")]
    for file in files:
        file.write_text(file.stem, encoding="utf-8")
    page.texts.asking.put(Passage("one", "why?"))
    page.receive(files)

    def asked() -> set[tuple[str, str]]:
        return {(made.typed["text"], made.typed["pair"]) for made in page.texts._said.values()}

    qtbot.waitUntil(lambda: asked() == {("a", "why?"), ("b", "why?")}, timeout=20_000)
    page.texts.asking.pair.setPlainText("who?")
    qtbot.waitUntil(lambda: asked() == {("a", "who?"), ("b", "who?")}, timeout=20_000)
    shown = page.texts.files.row(1)
    assert shown is not None
    assert shown.passage == Passage("b", "who?")


def test_after_a_worker_has_died_another_text_is_answered_by_a_new_one(page: TryOutPage, qtbot: QtBot) -> None:
    page.texts.asking.put(Passage("die"))
    qtbot.waitUntil(lambda: page.texts.answer.state.text() == "No answer. Try again above.", timeout=20_000)
    assert page.notice.isVisible()
    page.texts.asking.put(Passage("two"))
    assert answered_text(page, qtbot) == "two"


@pytest.mark.usefixtures("project")
def test_a_picture_project_shows_the_pictures_again(page: TryOutPage, session: Session) -> None:
    assert session.project is not None
    session.open_project(session.project.folder.parent / "project")
    assert page.pictures.isVisible()
    assert not page.texts.isVisible()
    assert page.primary is not None
    assert page.primary.text() == "Choose pictures…"


# ------------------------------------------------------------------ what is wrong


def inbox_of(page: TryOutPage) -> dict[str, str]:
    """What lies in the inbox, by class and name."""
    assert page.session.project is not None
    folder = page.session.project.inbox_folder()
    return {str(file.relative_to(folder)): file.read_text("utf-8-sig") for file in folder.glob("*/*.txt")}


def say(page: TryOutPage, name: str) -> None:
    """Choose from the menu of what is right."""
    menu = page.texts.answer.correction.menu
    next(action for action in menu.actions() if action.text() == name).trigger()


def test_a_wrong_answer_is_put_right_and_taken_back(page: TryOutPage, qtbot: QtBot) -> None:
    correction = page.texts.answer.correction
    assert not correction.isVisible()
    page.texts.asking.put(Passage("my parcel\nis late"))
    answered(page, qtbot)
    choices = [action.text() for action in correction.menu.actions() if action.text()]
    assert choices == ["delivery", "praise", "return", "Another class…"], "all but what it said"
    say(page, "delivery")
    qtbot.waitUntil(correction.kept.isVisible, timeout=10_000)
    assert correction.kept_words.text() == "In the inbox as “delivery”"
    assert inbox_of(page) == {"delivery/text-my-parcel-is-late.txt": "my parcel\nis late"}
    assert page.inbox_line.words.text().startswith("1 corrected text waits")
    assert page.inbox_line.isVisible()
    click(correction.undo)
    qtbot.waitUntil(correction.wrong.isVisible, timeout=10_000)
    assert inbox_of(page) == {}
    assert not page.inbox_line.isVisible()


def test_a_class_can_be_typed_while_words_are_looked_for(page: TryOutPage, qtbot: QtBot) -> None:
    page.texts.asking.put(Passage("gut but dear"))
    answered(page, qtbot)
    correction = page.texts.answer.correction
    say(page, "Another class…")
    QTest.keyClicks(correction.asking.field, "x/y")
    click(page.words)
    qtbot.waitUntil(page.texts.answer.words.isVisible, timeout=20_000)
    assert correction.asking.field.text() == "x/y", "what is typed stays"
    QTest.keyClick(correction.asking.field, Qt.Key.Key_Return)
    qtbot.waitUntil(correction.kept.isVisible, timeout=10_000)
    assert list(inbox_of(page)) == ["x%2Fy/text-gut-but-dear.txt"]


def test_what_was_put_right_is_known_again(page: TryOutPage, qtbot: QtBot) -> None:
    correction = page.texts.answer.correction
    for text, label in (("one", "praise"), ("two", "delivery")):
        page.texts.asking.put(Passage(text))
        answered(page, qtbot)
        assert correction.wrong.isVisible()
        say(page, label)
        qtbot.waitUntil(correction.kept.isVisible, timeout=10_000)
    page.texts.asking.put(Passage("one"))
    answered(page, qtbot)
    assert correction.kept_words.text() == "In the inbox as “praise”"
    (first,) = [entry for entry in page.texts.corrected if entry.passage.text == "one"]
    assert first.kept is not None
    project = page.session.project
    assert project is not None
    home = project.corrected_folder("letters") / "0002" / "praise"
    home.mkdir(parents=True)
    first.kept.rename(home / "text-one-0123abcd.txt")
    page.session.choose_revision("letters/0001")
    assert correction.kept_words.text() == "In your data as “praise”"
    assert not correction.undo.isVisible()


def test_the_task_says_what_two_texts_are_called(page: TryOutPage) -> None:
    asking = page.texts.asking
    asking.ask_for(("Text", "Question"))
    assert asking.pair.isVisible()
    assert [title.text() for title in asking._titles] == ["Text", "Question"]
    assert asking.pair.accessibleName() == "Question"
    assert asking.passage.names == ("Text", "Question")
    asking.ask_for(None)
    assert not asking.pair.isVisible()
    assert asking.text.accessibleName() == "Text"


def test_a_pair_is_kept_in_two_parts(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.session.open_project(text_project(tmp_path / "pairs", has_pairs=True).folder)
    page.texts.asking.put(Passage("one", "two"))
    answered(page, qtbot)
    say(page, "praise")
    qtbot.waitUntil(page.texts.answer.correction.kept.isVisible, timeout=10_000)
    assert inbox_of(page) == {"praise/pair-one.txt": "one\n==========\ntwo"}


def test_a_file_among_others_is_put_right_to_the_letter(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.txt" for name in ("a", "b")]
    for file in files:
        file.write_bytes(f"zwei\r\nZeilen\u00a0{file.stem}".encode())
    page.receive(files)
    shown = page.texts.files
    qtbot.waitUntil(lambda: (row := shown.row(1)) is not None and row.caption == "payment, 80 %", timeout=20_000)
    shown.opened.emit(1)
    answered(page, qtbot)
    say(page, "return")
    corrected = "payment, 80 %; corrected to “return”"
    qtbot.waitUntil(lambda: (row := shown.row(1)) is not None and row.caption == corrected, timeout=10_000)
    assert page.session.project is not None
    (kept,) = page.session.project.inbox_folder().glob("return/*.txt")
    assert kept.read_bytes().decode("utf-8-sig") == "zwei\r\nZeilen\u00a0b"


def test_a_second_window_cannot_write_to_the_inbox(page: TryOutPage, qtbot: QtBot) -> None:
    page.session.is_read_only = True
    page.texts.asking.put(Passage("one"))
    answered(page, qtbot)
    say(page, "praise")
    assert page.notice.isVisible()
    assert inbox_of(page) == {}


def test_what_has_no_answer_cannot_be_wrong(page: TryOutPage, qtbot: QtBot) -> None:
    page.texts.asking.put(Passage("one"))
    answered(page, qtbot)
    assert page.texts.answer.correction.isVisible()
    page.texts.asking.put(Passage("hopeless"))
    answered(page, qtbot)
    assert not page.texts.answer.correction.isVisible()


def test_where_a_class_alone_puts_nothing_right_none_is_asked_for(
    page: TryOutPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.texts.asking.put(Passage("one"))
    answered(page, qtbot)
    assert page.texts.answer.correction.isVisible()
    monkeypatch.setattr(TextClassification, "files", lambda _: None)
    page.texts.asking.put(Passage("two"))
    answered(page, qtbot)
    assert not page.texts.answer.correction.isVisible()
