"""Searching the Hub from the Model page: a worker asks, and what is wanted goes to the downloads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.download_box import DownloadBox
from ptstudio.app.download_state import Stand, Wanted
from ptstudio.app.hub_search import HubSearch
from ptstudio.app.pages.model import ModelPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.hub_search_dialog import HubSearchDialog
from ptstudio.app.widgets.licence_dialog import LicenceDialog
from ptstudio.app.widgets.own_weights import OwnWeights
from ptstudio.app.widgets.token_dialog import TokenDialog
from ptstudio.core.folders import library_folder
from ptstudio.core.jobs import DownloadJob, SearchJob
from ptstudio.core.model_names import HUB
from ptstudio.core.offline import OFFLINE_VARIABLE, is_offline, set_offline
from ptstudio.core.project import Project
from ptstudio.library.downloading.found_model import FoundModel
from tests.gui.test_everyone import Marked, controls, name_of, untranslated
from tests.helpers.hands import click, press, write
from tests.helpers.hub_found import VIT
from tests.helpers.pretrained import model, put_into
from tests.helpers.scripted_worker import script_worker

OAK = VIT.model_copy(update={"name": "leaf/oak", "downloads": 12, "licence": "CC-BY-NC-4.0", "is_gated": True})
TIMEOUT_MS = 20_000
WAIT = "while not (folder / 'requests.jsonl').exists(): time.sleep(0.02)\ntell(RunStopped(message='Stopped.'))"


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[QWidget]:
    """What the dialog belongs to; the network is allowed."""
    set_offline(False)
    made = QWidget()
    qtbot.addWidget(made)
    yield made
    session.end_all()


@pytest.fixture
def search(session: Session, window: QWidget) -> Iterator[HubSearch]:
    made = HubSearch(session, window)
    yield made
    made.close()


def opened(search: HubSearch) -> HubSearchDialog:
    search.open()
    assert search.dialog is not None
    return search.dialog


def answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *models: FoundModel) -> None:
    """Have every search find these."""
    found = [one.model_dump(mode="json") for one in models]
    script_worker(tmp_path, monkeypatch, f"tell(RunFinished(result={{'hub': '{HUB}', 'models': {found!r}}}))")


def searched(search: HubSearch, qtbot: QtBot, words: str = "vit") -> HubSearchDialog:
    """The dialog once these words were searched for, by keyboard."""
    dialog = opened(search)
    write(dialog.words, words)
    press(dialog.words, Qt.Key.Key_Return)
    assert dialog.stop.isVisible()
    qtbot.waitUntil(dialog.search.isVisible, timeout=TIMEOUT_MS)
    return dialog


def test_what_is_found_is_listed_with_licence_downloads_and_how_it_stands(
    search: HubSearch, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_into(library_folder(), model(key="leaf-vit", source=f"{HUB}/leaf/vit", revision="a" * 40))
    answer(tmp_path, monkeypatch, VIT, OAK)
    dialog = searched(search, qtbot)
    assert dialog.table.shown_keys() == [VIT.asked, OAK.asked]
    assert dialog.table.texts(VIT.asked) == [
        "leaf/vit", "MIT: may be sold", "4,312", "330 MB", "2026-05-01", "on this machine",
    ]  # fmt: skip
    assert dialog.table.texts(OAK.asked)[-1] == "wants your agreement"
    assert dialog.details.choose.isVisible()
    assert not dialog.details.get.isVisible()
    click(dialog.details.choose)
    assert session.model == "leaf-vit"
    dialog.table.select([OAK.asked])
    assert dialog.details.get.isVisible()
    assert "not for commercial use" in dialog.details.licence.text()


def test_the_job_holds_the_words_and_the_task(
    search: HubSearch, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, WAIT)
    dialog = opened(search)
    write(dialog.words, " vit ")
    click(dialog.search)
    (run,) = session.runs.values()
    assert run.job == SearchJob(task=session.task, words="vit")
    assert session.running() == [], "it keeps no window from closing"
    click(dialog.stop)
    assert not dialog.stop.isEnabled()
    qtbot.waitUntil(lambda: not session.runs, timeout=TIMEOUT_MS)
    assert dialog.search.isVisible()
    assert dialog.words.text() == " vit "


def test_what_is_wanted_goes_to_the_downloads_under_its_revision(
    search: HubSearch, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(tmp_path, monkeypatch, VIT)
    dialog = searched(search, qtbot)
    script_worker(tmp_path, monkeypatch, "tell(StepEnded(stage='download', done=3, total=10))\n" + WAIT)
    click(dialog.details.get)
    (licence,) = dialog.findChildren(LicenceDialog)
    click(licence.agree)
    download = session.downloads.find(VIT.asked)
    assert download is not None
    assert (download.wanted.title, download.wanted.licence) == ("leaf/vit", "MIT")
    assert download.wanted.source == f"{HUB}/leaf/vit"
    (run,) = session.runs.values()
    assert run.job == DownloadJob(models=(f"leaf/vit@{'a' * 40}",))
    qtbot.waitUntil(lambda: dialog.table.texts(VIT.asked)[-1] == "30 % have arrived", timeout=TIMEOUT_MS)
    assert not dialog.details.get.isEnabled()
    session.downloads.stop(VIT.asked)
    qtbot.waitUntil(lambda: download.stand is Stand.STOPPED, timeout=TIMEOUT_MS)
    assert dialog.table.texts(VIT.asked)[-1] == ""
    put_into(library_folder(), model(key="leaf-vit", source=f"{HUB}/leaf/vit", revision="a" * 40))
    session.library_changed()
    assert dialog.table.texts(VIT.asked)[-1] == "on this machine"


def test_nothing_found_and_a_failure_say_what_helps(
    search: HubSearch, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(tmp_path, monkeypatch)
    dialog = searched(search, qtbot, "oakk")
    assert "has “oakk” in its name" in dialog.nothing.heading.text()
    assert dialog.nothing.isVisible()
    script_worker(tmp_path, monkeypatch, "tell(RunFailed(message='The Hub is busy.', hint='Try again later.'))")
    click(dialog.search)
    qtbot.waitUntil(dialog.failed.isVisible, timeout=TIMEOUT_MS)
    assert (dialog.failed.heading.text(), dialog.failed.text.text()) == ("The Hub is busy.", "Try again later.")
    assert dialog.search.isEnabled()


def test_offline_it_asks_for_leave_and_asks_nobody(search: HubSearch, session: Session) -> None:
    set_offline(True)
    dialog = opened(search)
    assert dialog.offline.isVisible()
    assert "it may use the network from here on" in dialog.offline.text.text()
    press(dialog.words, Qt.Key.Key_Return)
    assert session.runs == {}
    click(dialog.allow)
    assert not is_offline()
    assert dialog.ready.isVisible()
    set_offline(True)
    session.preferences_changed()
    assert dialog.offline.isVisible(), "the switch was turned elsewhere"


def test_a_window_that_must_stay_offline_offers_nothing(search: HubSearch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OFFLINE_VARIABLE, "1")
    dialog = opened(search)
    assert "stays forbidden" in dialog.offline.text.text()
    assert not dialog.allow.isVisible()


def test_switched_off_in_the_middle_it_says_so(
    search: HubSearch, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(
        tmp_path, monkeypatch, "time.sleep(0.3)\ntell(RunFailed(message='The network was switched off.', hint=''))"
    )
    dialog = opened(search)
    click(dialog.search)
    set_offline(True)
    session.preferences_changed()
    assert dialog.stop.isVisible()
    qtbot.waitUntil(lambda: not session.runs, timeout=TIMEOUT_MS)
    assert dialog.offline.isVisible()


def test_closing_takes_the_question_back_and_the_next_one_waits_for_that(
    search: HubSearch, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, WAIT)
    click(opened(search).search)
    search.close()
    assert search.dialog is None
    answer(tmp_path, monkeypatch, VIT)
    dialog = opened(search)
    assert dialog.ready.isVisible()
    click(dialog.search)
    qtbot.waitUntil(dialog.table.isVisible, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: not session.runs, timeout=TIMEOUT_MS)
    assert dialog.table.shown_keys() == [VIT.asked]


def test_the_model_page_opens_one_dialog_beside_which_it_stays_usable(session: Session, qtbot: QtBot) -> None:
    page = ModelPage(session)
    qtbot.addWidget(page)
    page.show()
    button = page.findChildren(OwnWeights)[0].hub
    click(button)
    dialog = page.hub_search.dialog
    assert dialog is not None
    assert not dialog.isModal()
    click(button)
    assert page.hub_search.dialog is dialog
    page.close()
    assert page.hub_search.dialog is None


@pytest.mark.parametrize("state", ["ready", "found", "nothing", "failed", "offline"])
def test_every_control_has_a_name_and_every_text_can_be_translated(
    state: str,
    search: HubSearch,
    session: Session,
    project: Project,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session.open_project(project.folder)
    translator = Marked()
    QCoreApplication.installTranslator(translator)
    try:
        if state == "offline":
            set_offline(True)
        if state == "failed":
            script_worker(tmp_path, monkeypatch, "tell(RunFailed(message='Failed.', hint='Again.'))")
        else:
            answer(tmp_path, monkeypatch, *([OAK] if state == "found" else []))
        dialog = opened(search) if state in ("ready", "offline") else searched(search, qtbot)
        missed = [text for text in untranslated(dialog, session) if not _is_told_by_the_hub(text)]
    finally:
        QCoreApplication.removeTranslator(translator)
    assert missed == []
    assert [control for control in controls(dialog) if not name_of(control).strip()] == []


def _is_told_by_the_hub(text: str) -> bool:
    return text in OAK.to_text()


def test_how_it_goes_on_is_seen_in_the_dialog_where_it_was_asked_for(
    search: HubSearch, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(tmp_path, monkeypatch, OAK)
    dialog = searched(search, qtbot)
    script_worker(tmp_path, monkeypatch, "tell(RunFailed(message='Refused.', hint='', wants_token=True))")
    session.downloads.get(Wanted(OAK.asked, OAK.name, OAK.licence, f"{HUB}/{OAK.name}"))
    session.downloads.get(Wanted("resnet18", "ResNet-18", "MIT", "https://example.org"))
    (shown,) = dialog.findChildren(DownloadBox)
    qtbot.waitUntil(lambda: OAK.asked in shown.lines and shown.lines[OAK.asked].token.isVisible(), timeout=TIMEOUT_MS)
    assert list(shown.lines) == [OAK.asked], "what the catalogue holds is shown on the page"
    click(shown.lines[OAK.asked].token)
    assert dialog.findChildren(TokenDialog)[0].isVisible()
    dialog.findChildren(TokenDialog)[0].reject()
