"""The start page: everything on it leads to an open project, or says why not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.pages.start import StartPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.text import Button, IconButton
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from ptstudio.core.queue import Hold, new_entry
from ptstudio.core.queue_file import QueueFile, now
from ptstudio.core.samples import SAMPLES, BuiltInSample
from tests.helpers.hands import click, drop
from tests.helpers.projects import coloured_folders
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import CLASSES, filled_project


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[StartPage]:
    made = StartPage(session)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    yield made
    made.close()


def left_for(page: StartPage) -> list[str]:
    """The pages that are asked for from now on."""
    heard: list[str] = []
    page.leave_for.connect(heard.append)
    return heard


def button(page: StartPage, text: str) -> Button:
    return next(one for one in page.findChildren(Button) if one.text() == text or one.accessibleName() == text)


def test_a_dropped_folder_begins_a_project_and_is_offered_for_import(
    page: StartPage, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    photographs = coloured_folders(tmp_path / "my birds")
    before = sorted(photographs.rglob("*"))
    heard = left_for(page)
    drop(page.drop, str(photographs))
    qtbot.waitUntil(lambda: session.project is not None)
    assert session.project is not None
    assert session.project.folder == tmp_path / "user" / "PTStudio" / "my-birds"
    assert session.offered == photographs
    assert heard == ["data"]
    assert sorted(photographs.rglob("*")) == before


def test_a_folder_with_nothing_to_learn_from_makes_no_project(
    page: StartPage, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.docx").write_text("dear")
    drop(page.drop, str(tmp_path / "letters"))
    qtbot.waitUntil(page.notice.isVisible)
    assert session.project is None
    assert not (tmp_path / "user" / "PTStudio").exists()
    assert session.preferences.recent_projects == []


def test_words_without_tags_are_refused_as_what_they_look_like(
    page: StartPage, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "notags.conll").write_text("Ada\nlived\n\nBob\nran\n")
    drop(page.drop, str(tmp_path / "notags.conll"))
    qtbot.waitUntil(page.notice.isVisible)
    assert session.project is None
    assert "are no words with their tags" in page.notice.message.text()
    assert "a word and its tag on each line" in page.notice.hint.text()
    assert "picture" not in page.notice.hint.text()


def test_a_job_that_went_on_without_the_window_is_told_of(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    project = filled_project(tmp_path / "project")
    session.preferences.left_running = [tmp_path / "gone", project.runs()[-1]]
    page = StartPage(session)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.notice.isVisible)
    assert page.notice.hint.text() == "Training in “project”: finished."
    heard = left_for(page)
    click(button(page, "Open the project"))
    assert session.project == project
    assert heard == ["data"]
    assert session.preferences.left_running == []
    assert not page.notice.isVisible()


def test_a_dropped_project_is_opened_as_it_is(page: StartPage, session: Session, tmp_path: Path) -> None:
    project = filled_project(tmp_path / "project")
    drop(page.drop, str(project.folder))
    assert session.project == project
    assert session.offered is None


def test_a_second_project_of_a_name_gets_a_folder_of_its_own(
    page: StartPage, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    birds = coloured_folders(tmp_path / "birds")
    names = []
    for _ in range(2):
        drop(page.drop, str(birds))
        with qtbot.waitSignal(page.leave_for):
            pass
        names.append(session.project.folder.name if session.project else "")
    assert names == ["birds", "birds-2"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)
def test_a_sample_is_imported_at_once(
    page: StartPage,
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sample: BuiltInSample,
) -> None:
    script_worker(tmp_path, monkeypatch, "tell(RunFailed(message='Enough.', hint='.'))")
    heard = left_for(page)
    click(page.samples[sample.key])
    assert heard == ["data"]
    [folder] = session.runs
    assert sample.file_name in (folder / "job.json").read_text()
    assert session.task == sample.task
    qtbot.waitUntil(lambda: not session.is_followed(folder), timeout=20_000)


def test_a_task_begins_a_project_where_a_person_wants_it(
    page: StartPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "moths"), ""))
    heard = left_for(page)
    click(button(page, "Tell pictures apart"))
    assert session.project is not None
    assert session.project.name == "moths"
    assert heard == ["data"]


def test_a_folder_that_cannot_be_a_project_keeps_one_here_with_the_reason(
    page: StartPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "full"), ""))
    heard = left_for(page)
    click(button(page, "Tell pictures apart"))
    assert session.project is None
    assert heard == []
    assert page.notice.isVisible()
    assert "not empty" in page.notice.message.text()


def test_cancelling_a_dialog_changes_nothing(
    page: StartPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    heard = left_for(page)
    click(button(page, "Tell pictures apart"))
    click(button(page, "Choose a folder…"))
    assert (session.project, heard) == (None, [])


def test_a_recent_project_is_opened_or_forgotten(page: StartPage, session: Session, tmp_path: Path) -> None:
    project = filled_project(tmp_path / "project")
    session.open_project(project.folder)
    session.close_project()
    heard = left_for(page)
    click(button(page, "project"))
    assert session.project == project
    assert session.revision is not None
    assert session.revision.classes == CLASSES
    assert heard == ["data"]
    forget = next(one for one in page.findChildren(IconButton) if "off this list" in one.accessibleName())
    click(forget)
    assert session.preferences.recent_projects == []
    assert (project.folder / "project.json").is_file()


def test_a_recent_project_that_is_damaged_leaves_the_open_one_alone(
    page: StartPage, session: Session, tmp_path: Path
) -> None:
    damaged = Project.create(tmp_path / "damaged")
    session.open_project(damaged.folder)
    good = filled_project(tmp_path / "good")
    session.open_project(good.folder)
    (damaged.folder / "project.json").write_text("{", encoding="utf-8")
    heard = left_for(page)
    click(button(page, "damaged"))
    assert session.project == good
    assert heard == []
    assert "damaged" in page.notice.message.text()


def test_runs_that_wait_in_a_project_are_told_at_the_next_start(
    session: Session, qtbot: QtBot, project: Project
) -> None:
    job = TrainJob(task="image-classification", dataset="rubbish/0001", model="starter", preset="quick")
    QueueFile(project).change(lambda queue: queue.with_entry(new_entry(job, now())).held(Hold.ASKED))
    session.preferences.remember_project(project.folder)
    page = StartPage(session)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.notice.isVisible, timeout=5000)
    assert page.notice.message.text() == "1 run waits in “project”"
    assert page.notice.hint.text() == "The queue is on hold."
    page.close()


def task_card(page: StartPage, task: str) -> QWidget:
    return page.tasks[task]


def test_a_project_without_data_is_opened_again_for_its_task(
    page: StartPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures, letters = tmp_path / "moths", tmp_path / "letters"
    for folder, task in ((pictures, "image-classification"), (letters, "text-classification")):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, folder=folder: (str(folder), ""))
        click(task_card(page, task))
        assert session.task == task
    session.open_project(pictures)
    assert session.task == "image-classification"
    session.open_project(letters)
    assert session.task == "text-classification"


def test_a_task_that_leads_to_no_project_changes_nothing(
    page: StartPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("kept")
    session.open_project(filled_project(tmp_path / "project").folder)
    for answer in ("", str(tmp_path / "full")):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, answer=answer: (answer, ""))
        click(task_card(page, "text-classification"))
        assert session.task == "image-classification"
