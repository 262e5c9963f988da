"""The Try it page: pictures go in, answers come out, and what is wrong goes to the inbox."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from ptstudio.app.change import Change, Topic
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.session import Session
from ptstudio.app.tried import Tried
from ptstudio.app.widgets.answer_card import AnswerCard
from ptstudio.core.project import Project
from tests.helpers.answering_worker import ANSWERS
from tests.helpers.scripted_worker import script_worker


@pytest.fixture
def page(opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TryOutPage]:
    """The page, shown, with a worker that says “glass” of everything."""
    script_worker(tmp_path, monkeypatch, ANSWERS)
    made = TryOutPage(opened)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    yield made
    QGuiApplication.clipboard().clear()
    made.close()


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    files = [tmp_path / "new" / f"{name}.png" for name in ("one", "two")]
    for file in files:
        file.parent.mkdir(exist_ok=True)
        Image.new("RGB", (60, 40), (90, 160, 140)).save(file)
    return files


def answered(page: TryOutPage, qtbot: QtBot, number: int) -> list[Tried]:
    def are_there() -> bool:
        entries = page.trying.history.entries
        return len(entries) == number and not page.trying.history.unanswered

    qtbot.waitUntil(are_there, timeout=20_000)
    return page.trying.history.entries


def card_of(page: TryOutPage, entry: Tried) -> AnswerCard:
    card = page.answers.card(entry)
    assert card is not None
    return card


def texts(card: AnswerCard) -> list[str]:
    return [part.text() for part in card.findChildren(QLabel) if part.isVisibleTo(card)]


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(card: AnswerCard, name: str) -> None:
    next(action for action in card.correction.menu.actions() if action.text() == name).trigger()


def test_without_a_model_it_says_what_to_do(session: Session, qtbot: QtBot) -> None:
    page = TryOutPage(session)
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible()
    assert not page.filled.isVisible()
    assert page.primary is not None
    assert not page.primary.isEnabled()
    page.paste()
    assert page.trying.history.entries == []
    assert page.command() == "ptstudio predict RUN picture.jpg"


def test_showing_the_page_loads_the_model(page: TryOutPage, qtbot: QtBot) -> None:
    assert page.warm.words.text() == "Loading the model…"
    qtbot.waitUntil(lambda: page.trying.is_ready, timeout=20_000)
    assert page.warm.words.text() == "Ready: answers come at once"


def test_dropped_pictures_are_answered(page: TryOutPage, qtbot: QtBot, pictures: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in pictures])
    where, button, none = QPointF(QPoint(5, 5)), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.drop.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, mime, button, none))
    entries = answered(page, qtbot, 2)
    card = card_of(page, entries[0])
    assert card.accessibleName() == "one.png. Answer with probabilities: glass: 90.0 %, metal: 10.0 %"
    assert card.facts.text() == "84 ms · starter"
    assert page.heading.text() == "2 answers"
    qtbot.waitUntil(lambda: card.picture.is_filled, timeout=10_000)


def test_pasted_files_and_pictures_are_answered(page: TryOutPage, qtbot: QtBot, pictures: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(pictures[0]))])
    QGuiApplication.clipboard().setMimeData(mime)
    page.activateWindow()
    QTest.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    answered(page, qtbot, 1)
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    pasted = answered(page, qtbot, 2)[0].file
    assert pasted.name == "pasted-1.png"
    assert QImage(str(pasted)).size() == image.size()
    page.close()
    assert not pasted.exists()


def test_an_empty_clipboard_is_explained(page: TryOutPage) -> None:
    QGuiApplication.clipboard().clear()
    page.paste()
    assert page.notice.message.text() == "There is no picture on the clipboard."


def test_a_file_that_cannot_be_read_says_so_on_its_card(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"")
    page.take_dropped([tmp_path / "broken.jpg"])
    (entry,) = answered(page, qtbot, 1)
    card = card_of(page, entry)
    qtbot.waitUntil(lambda: "The file is empty." in texts(card), timeout=5000)
    assert "Copy the file again." in texts(card)
    assert not card.correction.wrong.isVisible()
    assert not page.heading.isVisible(), "it is no answer"


def test_heat_maps_are_asked_for_only_when_they_are_on(page: TryOutPage, qtbot: QtBot, pictures: list[Path]) -> None:
    page.take_dropped(pictures[:1])
    (entry,) = answered(page, qtbot, 1)
    assert entry.lacks_heat_map
    card = card_of(page, entry)
    qtbot.waitUntil(lambda: colour(card) == (90, 160, 140), timeout=10_000)
    click(page.heat_maps)
    qtbot.waitUntil(lambda: colour(card) == (230, 60, 20), timeout=10_000)
    page.take_dropped(pictures[1:])
    assert not answered(page, qtbot, 2)[0].lacks_heat_map
    click(page.heat_maps)
    qtbot.waitUntil(lambda: colour(card) == (90, 160, 140), timeout=10_000)
    command = page.command()
    assert command is not None
    assert "--heat-maps" not in command
    assert command.endswith(f"{pictures[0]} {pictures[1]}")


def colour(card: AnswerCard) -> tuple[int, int, int]:
    middle = card.picture.grab().toImage().pixelColor(card.picture.rect().center())
    return middle.red(), middle.green(), middle.blue()


def test_this_is_wrong_keeps_the_picture_under_its_right_label_and_can_be_undone(
    page: TryOutPage, opened: Session, qtbot: QtBot, pictures: list[Path]
) -> None:
    page.take_dropped(pictures[:1])
    (entry,) = answered(page, qtbot, 1)
    card = card_of(page, entry)
    assert [action.text() for action in card.correction.menu.actions() if action.text()] == [
        "cardboard", "metal", "paper", "Another class…"
    ]  # fmt: skip
    choose(card, "metal")
    assert opened.project is not None
    copy = opened.project.folder / "inbox" / "metal" / "one.png"
    qtbot.waitUntil(card.correction.kept.isVisible, timeout=10_000)
    assert copy.read_bytes() == pictures[0].read_bytes()
    assert "1 corrected picture waits" in page.inbox_line.words.text()
    assert page.inbox_line.isVisible()
    click(card.correction.undo)
    qtbot.waitUntil(card.correction.wrong.isVisible, timeout=10_000)
    assert not copy.exists()
    assert not page.inbox_line.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list of completions, where there is no screen
def test_another_class_is_typed_in_place(page: TryOutPage, opened: Session, qtbot: QtBot, pictures: list[Path]) -> None:
    page.take_dropped(pictures[:1])
    (entry,) = answered(page, qtbot, 1)
    card = card_of(page, entry)
    choose(card, "Another class…")
    assert not card.correction.asking.confirm.isEnabled()
    QTest.keyClicks(card.correction.asking.field, 'clay "a" & co?')
    click(card.correction.asking.confirm)
    qtbot.waitUntil(card.correction.kept.isVisible, timeout=10_000)
    assert opened.project is not None
    assert (opened.project.folder / "inbox" / "clay %22a%22 & co%3F" / "one.png").is_file()
    assert 'clay "a" & co?' in card.correction.kept_words.text()


def test_escape_leaves_the_question_for_another_class(page: TryOutPage, qtbot: QtBot, pictures: list[Path]) -> None:
    page.take_dropped(pictures[:1])
    (entry,) = answered(page, qtbot, 1)
    card = card_of(page, entry)
    choose(card, "Another class…")
    QTest.keyClick(card.correction.asking.field, Qt.Key.Key_Escape)
    assert card.correction.wrong.isVisible()
    assert not card.correction.asking.isVisible()


def test_the_next_revision_is_imported_from_where_the_last_one_was(
    page: TryOutPage, opened: Session, qtbot: QtBot, pictures: list[Path]
) -> None:
    page.take_dropped(pictures[:1])
    (entry,) = answered(page, qtbot, 1)
    choose(card_of(page, entry), "paper")
    qtbot.waitUntil(page.inbox_line.isVisible, timeout=10_000)
    with qtbot.waitSignal(page.leave_for, timeout=1000) as blocker:
        click(page.inbox_line.use)
    assert blocker.args == ["data"]
    assert opened.revision is not None
    assert opened.offered == Path(opened.revision.source)


def test_what_an_import_has_taken_in_is_said_to_be_part_of_the_data(
    page: TryOutPage, opened: Session, project: Project, qtbot: QtBot, pictures: list[Path]
) -> None:
    page.take_dropped(pictures)
    entries = answered(page, qtbot, 2)
    for entry in entries:
        choose(card_of(page, entry), "paper")
        qtbot.waitUntil(card_of(page, entry).correction.kept.isVisible, timeout=10_000)
    first, second = entries
    assert first.kept is not None
    assert second.kept is not None
    taken_in = project.corrected_folder("rubbish") / "0003" / "paper" / f"{first.kept.stem}-0123abcd.png"
    taken_in.parent.mkdir(parents=True)
    first.kept.rename(taken_in)
    second.kept.unlink()
    opened.choose_revision("rubbish/0002")
    assert "In your data as “paper”" in texts(card_of(page, first))
    assert not card_of(page, first).correction.undo.isVisible()
    assert card_of(page, second).correction.wrong.isVisible()
    assert second.kept is None
    assert not page.inbox_line.isVisible()
    click(page.clear)
    click(page.bring_back)
    assert "In your data as “paper”" in texts(card_of(page, first))


def test_what_was_taken_in_meanwhile_is_not_taken_back(
    page: TryOutPage, project: Project, qtbot: QtBot, pictures: list[Path]
) -> None:
    page.take_dropped(pictures[:1])
    (entry,) = answered(page, qtbot, 1)
    card = card_of(page, entry)
    choose(card, "paper")
    qtbot.waitUntil(card.correction.kept.isVisible, timeout=10_000)
    assert entry.kept is not None
    taken_in = project.corrected_folder("rubbish") / "0003" / "paper" / "one-0123abcd.png"
    taken_in.parent.mkdir(parents=True)
    entry.kept.rename(taken_in)
    click(card.correction.undo)
    assert "In your data as “paper”" in texts(card)
    assert taken_in.is_file()


def test_a_second_window_cannot_write_to_the_inbox(
    page: TryOutPage, opened: Session, qtbot: QtBot, pictures: list[Path]
) -> None:
    page.take_dropped(pictures[:1])
    (entry,) = answered(page, qtbot, 1)
    opened.is_read_only = True
    choose(card_of(page, entry), "paper")
    assert "only be looked at" in page.notice.message.text()
    assert not page.inbox_line.isVisible()
    opened.is_read_only = False


def test_clearing_can_be_undone(page: TryOutPage, qtbot: QtBot, pictures: list[Path]) -> None:
    page.take_dropped(pictures)
    answered(page, qtbot, 2)
    click(page.clear)
    assert page.heading.text() == "2 answers cleared"
    assert page.trying.history.entries == []
    click(page.bring_back)
    entries = page.trying.history.entries
    assert page.heading.text() == "2 answers"
    assert card_of(page, entries[1]).accessibleName().startswith("two.png. Answer")
    assert card_of(page, entries[1]).correction.wrong.isVisible()


def test_a_worker_that_dies_is_told_and_asked_again(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    deadly = tmp_path / "die.jpg"
    deadly.write_bytes(b"x")
    page.take_dropped([deadly])
    qtbot.waitUntil(page.notice.isVisible, timeout=20_000)
    assert "ended unexpectedly" in page.notice.message.text()
    (entry,) = page.trying.history.entries
    qtbot.waitUntil(lambda: "No answer. Try again above." in texts(card_of(page, entry)), timeout=5000)
    entry.file = tmp_path / "harmless.jpg"
    again = next(button for button in page.notice.findChildren(QAbstractButton) if button.text() == "Try again")
    click(again)
    answered(page, qtbot, 1)
    assert not page.notice.isVisible()


def test_too_many_pictures_are_not_all_tried(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(70):
        (folder / f"{number}.png").write_bytes(b"x")
    page.take_dropped([folder])
    answered(page, qtbot, 60)
    assert page.notice.message.text() == "Only the first 60 pictures are tried here."


def test_a_folder_without_pictures_is_explained(page: TryOutPage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    page.take_dropped([tmp_path / "none"])
    qtbot.waitUntil(page.notice.isVisible, timeout=10_000)
    assert page.notice.message.text() == "There are no pictures in there."


def test_another_training_answers_when_it_is_chosen(page: TryOutPage, opened: Session, qtbot: QtBot) -> None:
    assert page.model.box.count() == 2
    other = opened.trainings()[0]
    page.model.box.setFocus()
    QTest.keyClick(page.model.box, Qt.Key.Key_Down)
    assert opened.shown == other
    qtbot.waitUntil(lambda: opened.predictor.is_ready(other), timeout=20_000)
    assert page.warm.words.text() == "Ready: answers come at once"


def test_closing_the_project_forgets_the_answers(
    page: TryOutPage, opened: Session, qtbot: QtBot, pictures: list[Path]
) -> None:
    page.take_dropped(pictures)
    answered(page, qtbot, 2)
    opened.close_project()
    assert page.trying.history.entries == []
    assert page.empty.isVisible()


def test_news_of_other_runs_does_not_start_anything(page: TryOutPage, opened: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.trying.is_ready, timeout=20_000)
    opened.predictor.end()
    opened.changed.emit(Change(Topic.RUN, opened.trainings()[0].parent / "other"))
    assert not page.trying.is_loading
