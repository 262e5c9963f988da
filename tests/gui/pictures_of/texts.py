"""A project of texts with a model that answers for them, and pictures of what is only seen with texts."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ptstudio.app.import_wizard.wizard import ImportWizard
from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages._evaluate_sections import MistakesCard
from ptstudio.app.pages.data import DataPage
from ptstudio.app.pages.evaluate import EvaluatePage
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.passage import Passage
from ptstudio.app.revision_texts import RevisionTexts
from ptstudio.app.session import Session
from ptstudio.core import worker
from ptstudio.core.dataset import Sample
from tests.gui.pictures_of.camera import Camera, wait, wait_until
from tests.helpers.answering_worker import ANSWERS
from tests.helpers.scripted_worker import scripted
from tests.helpers.text_projects import text_project

TYPED = (
    "I was charged twice for one order 👩🏽‍💻, and nobody answers the telephone. Thank you for nothing!\r\n"
    "Zwölf Wörter später: العميل غير راض عن الخدمة, so please give me the money back."
)
EVERY_WORD = """
import re
def every(text):
    found = list(re.finditer(r"\\w+", text))
    weights = [((7 * number) % 21 - 10) / 10 for number in range(len(found))]
    return tuple(WordWeight(start=one.start(), end=one.end(), weight=weight) for one, weight in zip(found, weights))
"""
TWO_WORDS = "words=(WordWeight(start=0, end=len(words[0]), weight=1.0), last)"


@contextmanager
def text_state(folder: Path) -> Iterator[Session]:
    """A project of texts, with a worker that weighs every word."""
    folder.mkdir(parents=True)
    program = folder / "worker.py"
    script = ANSWERS.replace(TWO_WORDS, "words=every(text)").replace("def answer_text", EVERY_WORD + "def answer_text")
    program.write_text(scripted(script), encoding="utf-8")
    before, worker.PROGRAM = worker.PROGRAM, (sys.executable, str(program))
    session = Session()
    session.open_project(text_project(folder / "project").folder)
    yield session
    session.close_project()
    worker.PROGRAM = before


def try_texts(window: MainWindow) -> None:
    """Type a text, and have its words coloured; drop some files."""
    page = window.pages["try"]
    if not isinstance(page, TryOutPage) or window.session.project is None:
        return
    page.words.setChecked(True)
    files = [window.session.project.folder.parent / f"letter-{number}.txt" for number in range(4)]
    for number, file in enumerate(files):
        file.write_text(f"{TYPED[10 * number :]} " * (number + 1) if number < 3 else "", encoding="utf-8")
    page.take_dropped(files)
    page.texts.asking.put(Passage(TYPED))
    wait_until(lambda: not page.texts.answer.words.isHidden(), 30)


def put_right(window: MainWindow) -> None:
    """Say of the text that was typed that the answer is wrong, and what is right."""
    page = window.pages["try"]
    if isinstance(page, TryOutPage):
        correction = page.texts.answer.correction
        next(action for action in correction.menu.actions() if action.text() == "praise").trigger()
        wait_until(lambda: not correction.kept.isHidden(), 30)


def picture_texts(camera: Camera, window: MainWindow) -> None:
    """Take the dialogs in which a text is read, and the wizard's look at texts."""
    if window.page is not None and window.page.key == "try":
        put_right(window)
        camera.take(window, "try-corrected-text")
    for key in ("evaluate", "data"):
        window.show_page(key)
    data, evaluate = window.pages["data"], window.pages["evaluate"]
    if not isinstance(data, DataPage) or not isinstance(evaluate, EvaluatePage):
        return
    wait()
    data.contents.samples.texts.view.opened.emit(3)
    if data.contents.samples.dialog is not None:
        camera.take(data.contents.samples.dialog, "dialog-passage")
        data.contents.samples.dialog.close()
    window.show_page("evaluate")
    wait()
    card = next(card for card in evaluate.view.cards if isinstance(card, MistakesCard))
    evaluate.ensureWidgetVisible(card)
    camera.take(window, "evaluate-mistakes-text")
    card.gallery.opened.emit(0)
    dialog = evaluate.view.dialog
    if dialog is not None:
        wait_until(dialog.looked.isEnabled, 30)
        dialog.looked.setChecked(True)
        camera.take(dialog, "dialog-text-sample")
        dialog.close()
    _picture_look(camera, window.session)


def _picture_look(camera: Camera, session: Session) -> None:
    """The wizard's look at texts, which are those of the revision."""
    if session.project is None or session.revision is None:
        return
    wizard = ImportWizard(session)
    wizard.resize(min(camera.size[0], 1100), min(camera.size[1], 760))
    rows = RevisionTexts(session.project, session.revision)
    found = [rows.row(place) for place in range(len(rows))]
    wizard.bench.draft.samples.take(
        [Sample(Path("letters.csv"), {"text": row.passage.text, "label": row.caption}) for row in found]
    )
    wizard.bench.reader.is_done = True
    wizard.show()
    wizard.setStartId(2)
    wizard.restart()
    camera.take(wizard, "wizard-3-look-text")
    wizard.reject()
    wizard.deleteLater()
    wait()
