"""Pictures of what is only seen with marked texts: names and terms, answers to questions, data of another task."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ptstudio.app.import_wizard.wizard import ImportWizard
from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages._evaluate_marked import MarkedCard, MatchesCard
from ptstudio.app.pages.data import DataPage
from ptstudio.app.pages.evaluate import EvaluatePage
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.passage import Passage
from ptstudio.app.session import Session
from ptstudio.app.text_names import text_names
from ptstudio.app.widgets.marked_dialog import MarkedDialog
from ptstudio.core.project import Project
from tests.gui.pictures_of.camera import Camera, opened, wait, wait_until
from tests.helpers.answering_worker import ANSWERS
from tests.helpers.marked_projects import ASKED, NAMED, TOWER, named_project, question_project
from tests.helpers.scripted_worker import script_worker
from tests.helpers.texts import table

SAYS = """
from ptstudio.core.prediction import Answers, FoundSpan, Spans
def place(text, words, label, sure):
    start = text.find(words)
    return FoundSpan(start=start, end=start + len(words), label=label, probability=sure, text=words)
def said_of(text, question):
    if question:
        return Answers(places=(place(text, "1889", "answer", 0.83), place(text, "Paris", "answer", 0.06)), none=0.04)
    return Spans(spans=(place(text, "Ada Lovelace", "person", 0.97), place(text, "Charles Babbage", "person", 0.91),
                        place(text, "London", "place", 0.64)))
"""
PLAIN = "prediction=OF_TEXTS"


def picture(camera: Camera, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Take them: of names, of questions, and of a table that is dropped on the wrong project."""
    answers = ANSWERS.replace(PLAIN, 'prediction=said_of(text, typed["pair"])')
    script_worker(folder, patch, answers.replace("def answer_text", SAYS + "def answer_text"))
    for name, make, asked in (
        ("names", named_project, Passage(NAMED[0][0])),
        ("questions", question_project, Passage(TOWER, ASKED[0][0], text_names("question-answering"))),
    ):
        session = Session()
        session.open_project(_made(make, folder / name).folder)
        session.show_run(session.trainings()[-1])
        with camera.window(session, "data") as window:
            _picture_data(camera, window, name)
            _picture_training(camera, window, name)
            _picture_mistakes(camera, window, name)
            _picture_answer(camera, window, name, asked)
        session.close_project()
    _picture_other_task(camera, folder)


def _made(make: Callable[[Path], Project], folder: Path) -> Project:
    folder.mkdir(parents=True)
    return make(folder / "project")


def _picture_data(camera: Camera, window: MainWindow, name: str) -> None:
    page = window.page
    if isinstance(page, DataPage):
        camera.take(window, f"marked-{name}-data")
        page.contents.samples.texts.view.opened.emit(0)
        if page.contents.samples.dialog is not None:
            camera.take(page.contents.samples.dialog, f"marked-{name}-passage")
            page.contents.samples.dialog.close()


def _picture_training(camera: Camera, window: MainWindow, name: str) -> None:
    window.show_page("train")
    wait()
    camera.take(window, f"marked-{name}-train")


def _picture_mistakes(camera: Camera, window: MainWindow, name: str) -> None:
    window.show_page("evaluate")
    page = window.page
    if not isinstance(page, EvaluatePage):
        return
    wait_until(lambda: bool(page.view.cards), 30)
    wait()
    for card in page.view.cards:
        if isinstance(card, MatchesCard):
            page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
            camera.take(window, f"marked-{name}-matches")
    for card in page.view.cards:
        if isinstance(card, MarkedCard):
            page.ensureWidgetVisible(card)
            camera.take(window, f"marked-{name}-mistakes")
            card.gallery.opened.emit(0)
            dialog = opened(card, MarkedDialog)
            camera.take(dialog, f"marked-{name}-mistake")
            dialog.close()


def _picture_answer(camera: Camera, window: MainWindow, name: str, asked: Passage) -> None:
    window.show_page("try")
    page = window.page
    if isinstance(page, TryOutPage):
        page.texts.asking.put(asked)
        wait_until(lambda: page.texts.trying.made is not None, 30)
        camera.take(window, f"marked-{name}-try")


def _picture_other_task(camera: Camera, folder: Path) -> None:
    """A table of texts, where pictures are told apart."""
    session = Session()
    session.open_project(folder / "pictures", is_new=True)
    rows = [(f"letter no. {number}", "good" if number % 2 else "bad") for number in range(8)]
    letters = table(folder / "letters.csv", rows)
    wizard = ImportWizard(session, source=letters)
    wizard.resize(min(camera.size[0], 1100), min(camera.size[1], 760))
    wizard.show()
    wait_until(wizard.found.notice.isVisible, 30)
    camera.take(wizard, "wizard-2-other-task")
    wizard.reject()
    wizard.deleteLater()
    session.close_project()
    wait()
