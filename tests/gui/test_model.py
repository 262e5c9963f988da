"""The model page: finding, choosing and comparing models, adding by file and by drop."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ptstudio.app.model_browsing import Order
from ptstudio.app.pages.model import ModelPage
from ptstudio.app.preferences import Preferences
from ptstudio.app.session import Session
from ptstudio.app.widgets.licence_dialog import LicenceDialog
from ptstudio.app.widgets.model_comparison_dialog import ModelComparisonDialog
from ptstudio.app.widgets.text_viewer import TextViewer
from ptstudio.app.widgets.token_dialog import TokenDialog
from ptstudio.core.acceptance import accept, accepted_licences, is_accepted
from ptstudio.core.folders import library_folder
from ptstudio.core.offline import is_offline, set_offline
from ptstudio.library.downloading.token import hub_token
from ptstudio.models import all_families
from tests.helpers.downloading_worker import GETS, open_gate
from tests.helpers.hands import click, drop, press, write
from tests.helpers.keyrings import MemoryKeyring, NoKeyring, use_keyring
from tests.helpers.pretrained import model, put_into
from tests.helpers.scripted_worker import script_worker

GATED = "tell(RunFailed(message='Only for some.', hint='Give a token.', is_input_error=True, wants_token=True))"
ADDS = """
from tests.helpers.pretrained import model, put_into
from ptstudio.core.folders import library_folder
tell(StageChanged(stage="add", title="Reading the weights"))
put_into(library_folder(), model())
tell(RunFinished(result={"model": model().model_dump(mode="json"), "is_new": True}))
"""
REFUSES = "tell(RunFailed(message='“a.pth” is empty.', hint='Get the file again.', details='where'))"
WAITS = """
tell(StageChanged(stage="add", title="Reading the weights"))
while not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
tell(RunStopped(message="Stopped."))
"""


@pytest.fixture
def page(opened: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelPage]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    put_into(
        library_folder(),
        model(key="oak", title="Oak"),
        model(key="huge", title="Huge", parameters=10**12, licence="CC-BY-NC-4.0"),
    )
    made = ModelPage(opened)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    qtbot.waitUntil(lambda: bool(made.browser.shown_keys()), timeout=20_000)
    yield made
    made.close()


def said_of(page: ModelPage, key: str) -> str:
    """What a screen reader says of a model in the list."""
    return str(page.browser.rows.place_of(key).data(Qt.ItemDataRole.AccessibleTextRole))


def place_of(page: ModelPage, key: str) -> QPoint:
    """Where in the list of cards the title of a model is."""
    rect = page.browser.cards.visualRect(page.browser.rows.place_of(key))
    return rect.topLeft() + QPoint(60, 20)


def texts_of(page: ModelPage) -> str:
    """All that the details say."""
    QApplication.processEvents()  # new labels are shown with the next layout
    return " | ".join(part.text() for part in page.details.findChildren(QLabel) if part.isVisible())


def test_models_say_whether_they_are_ready_fit_and_may_be_sold(page: ModelPage) -> None:
    keys = page.browser.shown_keys()
    assert "recommended for your data" in said_of(page, keys[0])
    assert said_of(page, "huge") == "Huge, ready, too big for this machine, non-commercial"
    assert said_of(page, "resnet18").startswith("ResNet-18, download 47 MB, ")
    assert said_of(page, "starter").startswith("Starter, chosen, ready, fits")
    assert page.filters.count.text() == f"{len(keys)} of {len(keys)}, 3 ready"


def test_looking_at_a_model_by_click_or_arrow_keys_does_not_choose_it(page: ModelPage, opened: Session) -> None:
    write(page.filters.search, "o")
    click(page.browser.cards.viewport(), place_of(page, "oak"))
    assert page.details.heading.text() == "Oak"
    assert "Licence | MIT: free to use and to sell what you build; name the authors" in texts_of(page)
    press(page.browser.cards, Qt.Key.Key_Up)
    assert page.details.heading.text() != "Oak"
    press(page.browser.cards, Qt.Key.Key_Down)
    assert page.details.heading.text() == "Oak"
    assert opened.model == "starter"
    assert said_of(page, "oak").startswith("Oak, ready")
    assert page.choosing.line.words.whole == "Your training starts from Starter."


def test_a_model_is_chosen_by_the_button_in_its_details(page: ModelPage, opened: Session) -> None:
    page.browser.selected.emit("oak")
    assert page.details.start.isVisible()
    click(page.details.start)
    assert (opened.model, opened.is_model_chosen) == ("oak", True)
    assert said_of(page, "oak").startswith("Oak, chosen")
    assert page.details.chosen_words.text() == "chosen"
    assert not page.details.start.isVisible()
    assert page.choosing.line.words.whole == "Your training starts from Oak."
    assert page.browser.cards.hasFocus()


def test_enter_and_a_double_click_choose_what_is_ready(page: ModelPage, opened: Session) -> None:
    page.browser.selected.emit("oak")
    press(page.browser.cards, Qt.Key.Key_Return)
    assert opened.model == "oak"
    write(page.filters.search, "starter")
    cards, place = page.browser.cards.viewport(), place_of(page, "starter")
    click(cards, place)
    assert opened.model == "oak"
    QTest.mouseDClick(cards, Qt.MouseButton.LeftButton, pos=place)
    assert opened.model == "starter"


def test_where_nobody_has_chosen_what_is_ready_and_suits_best_is_proposed_with_the_reason(
    page: ModelPage, opened: Session
) -> None:
    opened.is_model_chosen = False
    mobilenet, title = "mobilenet_v2", "MobileNet V2"
    known = next(one for family in all_families().values() for one in family.catalogue if one.key == mobilenet)
    put_into(library_folder(), known)
    opened.library_changed()
    assert (opened.model, opened.is_model_chosen) == (mobilenet, False)
    said = f"{title} was chosen automatically: of what is ready, it is recommended for your data."
    assert page.choosing.line.words.whole == said
    assert "With 64 training samples" in page.choosing.line.words.toolTip()
    page.browser.selected.emit(mobilenet)
    assert page.details.chosen_words.text() == "chosen automatically"
    click(page.details.start)
    assert opened.is_model_chosen


def test_a_choice_that_the_filters_hide_is_named_and_shown_on_demand(page: ModelPage, opened: Session) -> None:
    opened.choose_model("huge")
    page.filters.licences.box.setCurrentIndex(1)
    page.filters.licences.box.activated.emit(1)
    assert "huge" not in page.browser.shown_keys()
    assert page.choosing.line.hidden.isVisible()
    assert page.details.heading.text() != "Huge"
    click(page.choosing.line.show_it)
    assert page.details.heading.text() == "Huge"
    assert not page.choosing.line.hidden.isVisible()
    assert not page.choosing.line.show_it.isVisible()


def test_what_another_page_chooses_is_marked_here(page: ModelPage, opened: Session) -> None:
    opened.choose_model("oak")
    assert said_of(page, "oak").startswith("Oak, chosen")
    assert page.details.heading.text() == "Oak"
    assert page.details.chosen_words.isVisible()


def test_a_model_that_is_not_here_is_shown_but_neither_chosen_nor_fetched_unasked(
    page: ModelPage, opened: Session
) -> None:
    write(page.filters.search, "resnet-18")
    click(page.browser.cards.viewport(), place_of(page, "resnet18"))
    assert opened.model == "starter"
    assert not page.details.start.isVisible()
    assert "PTStudio is offline, and asks before it uses the network" in page.details.absent.text()
    assert page.details.get.text() == "Get (47 MB)"
    assert opened.downloads.all == ()
    click(page.details.copy)
    assert QGuiApplication.clipboard().text() == "https://download.pytorch.org/models/resnet18-f37072fd.pth"
    assert "add it here" in page.notice.hint.text()


def test_the_search_narrows_the_list_and_keeps_the_choice(page: ModelPage, opened: Session) -> None:
    write(page.filters.search, "oak")
    assert page.browser.shown_keys() == ["oak"]
    page.filters.search.clear()
    assert opened.model == "starter"
    assert page.details.heading.text() == "Starter"
    rows = [index.row() for index in page.browser.cards.selectedIndexes()]
    assert rows == [page.browser.shown_keys().index("starter")]


def test_where_nothing_is_found_it_is_said_which_filter_to_loosen(page: ModelPage) -> None:
    write(page.filters.search, "swin")
    known = len(page.browser.shown_keys())
    click(page.filters.boxes["is_here"])
    assert page.browser.shown_keys() == []
    assert not page.details.isVisible()
    buttons = {button.text(): button for button in page.browser.none_found.findChildren(QPushButton)}
    asking = buttons.pop("Search the Hub for “swin”")
    loosening = f"Show {known} models without “on this machine”"
    assert list(buttons) == [loosening, "Show 3 models without “swin”", "Clear the search and all filters"]
    click(asking)
    assert page.hub_search.dialog is not None
    assert page.hub_search.dialog.words.text() == "swin"
    page.hub_search.close()
    click(buttons[loosening])
    assert len(page.browser.shown_keys()) == known
    assert not page.filters.boxes["is_here"].isChecked()
    assert page.browser.cards.isVisible()


def test_filters_leave_out_what_they_say(page: ModelPage) -> None:
    click(page.filters.boxes["is_here"])
    page.filters.licences.box.setCurrentIndex(1)
    page.filters.licences.box.activated.emit(1)
    assert set(page.browser.shown_keys()) == {"starter", "oak"}
    assert page.filters.tasks.isVisible()
    page.filters.sizes.box.setCurrentIndex(1)
    page.filters.sizes.box.activated.emit(1)
    assert set(page.browser.shown_keys()) == {"starter", "oak"}
    page.filters.loosen("")
    assert len(page.browser.shown_keys()) > 40


def test_the_table_is_remembered_and_sorted_by_a_click_on_a_column(page: ModelPage) -> None:
    table = page.filters.looks.button("table")
    assert table is not None
    click(table)
    assert page.browser.table.isVisible()
    assert Preferences().model_look == "table"
    header = page.browser.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(3) + 5, header.height() // 2)
    click(header.viewport(), place)
    assert page.filters.order is Order.ACCURACY
    assert page.browser.shown_keys()[0] == "efficientnet_v2_l"
    assert page.filters.sorting.box.currentText() == "accuracy, best first"


def test_sorting_shows_the_top_of_the_list(page: ModelPage) -> None:
    page.browser.selected.emit("huge")
    page.browser.select("huge")
    page.browser.reveal()
    bar = page.browser.cards.verticalScrollBar()
    assert bar.value() > 0
    page.filters.choose_order(Order.ACCURACY)
    assert bar.value() == 0
    assert page.browser.shown_keys()[0] == "efficientnet_v2_l"
    assert page.details.heading.text() == "Huge"


def test_a_recommendation_gives_its_reason(page: ModelPage) -> None:
    recommended = [key for key in page.browser.shown_keys() if "recommended for your data" in said_of(page, key)]
    assert 1 < len(recommended) <= 4
    page.browser.selected.emit(recommended[-1])
    assert "With 64 training samples" in texts_of(page)


def test_models_are_ticked_and_compared_without_choosing_them(page: ModelPage, opened: Session) -> None:
    cards = page.browser.cards
    click(page.filters.boxes["is_here"])
    for key in ("oak", "starter"):
        rect = cards.visualRect(page.browser.rows.place_of(key))
        click(cards.viewport(), rect.topRight() + QPoint(-30, 22))
    assert opened.model == "starter"
    assert page.comparing.line.words.whole == "2 of up to 4 ticked: Oak, Starter"
    assert page.details.compare.isChecked()
    click(page.comparing.line.compare)
    dialog = page.findChild(ModelComparisonDialog)
    assert dialog is not None
    texts = [part.text() for part in dialog.findChildren(QLabel)]
    assert "3.1 MB (best)" in texts
    assert texts.count("chosen") == 1
    click(next(button for button in dialog.findChildren(QPushButton) if button.text() == "Start from it"))
    assert opened.model == "oak"
    assert not dialog.isVisible()
    click(page.comparing.line.clear)
    assert not page.comparing.line.isVisible()
    assert not page.details.compare.isChecked()


def test_space_ticks_and_a_fifth_model_is_refused(page: ModelPage) -> None:
    for key in page.browser.shown_keys()[:5]:
        page.browser.select(key)
        press(page.browser.cards, Qt.Key.Key_Space)
    assert page.browser.rows.to_compare == page.browser.shown_keys()[:4]
    assert "At most 4" in page.notice.message.text()
    page.browser.selected.emit(page.browser.shown_keys()[0])
    click(page.details.compare)
    assert len(page.browser.rows.to_compare) == 3


def test_the_primary_button_leads_to_training(page: ModelPage, opened: Session, qtbot: QtBot) -> None:
    assert page.primary is not None
    with qtbot.waitSignal(page.leave_for) as left:
        click(page.primary)
    assert left.args == ["train"]
    opened.choose_model("gone")
    assert not page.primary.isEnabled()


def test_added_weights_are_shown_and_offered_but_do_not_replace_a_choice(
    page: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, ADDS)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "net.pth")], ""))
    before = set(opened.runs)
    page.ask_for_file()
    assert page.adding.isVisible()
    assert "net.pth" in page.adding.title.text()
    qtbot.waitUntil(page.notice.isVisible, timeout=20_000)
    assert opened.model == "starter"
    assert page.details.heading.text() == "Leaf net"
    assert page.notice.message.text() == "“leaf-net” is ready."
    assert page.notice.hint.text() == "Your training still starts from Starter."
    click(offer_in(page))
    assert said_of(page, "leaf-net").startswith("Leaf net, chosen")
    assert not page.notice.isVisible()
    assert not page.adding.isVisible()
    assert set(opened.runs) == before


def test_weights_may_be_dropped_anywhere_on_the_page(
    page: ModelPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, REFUSES)
    drop(page.browser, str(tmp_path / "a.pth"))
    qtbot.waitUntil(page.notice.isVisible, timeout=20_000)
    assert page.notice.message.text() == "“a.pth” is empty."
    assert page.notice.hint.text() == "Get the file again."
    assert not page.adder.is_busy


def test_adding_can_be_stopped(
    page: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, WAITS)
    page.add(tmp_path / "net.pth")
    qtbot.waitUntil(lambda: page.adding.stage.text() == "Reading the weights", timeout=20_000)
    click(page.adding.stop)
    qtbot.waitUntil(lambda: not page.adder.is_busy, timeout=20_000)
    assert not page.adding.isVisible()
    assert opened.model == "starter"


def test_closing_the_project_leaves_what_is_being_added(
    page: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, WAITS)
    page.add(tmp_path / "net.pth")
    qtbot.waitUntil(lambda: bool(page.adding.stage.text()), timeout=20_000)
    opened.close_project()
    assert page.adder.is_busy
    page.adder.stop()
    qtbot.waitUntil(lambda: not page.adder.is_busy, timeout=20_000)
    assert not page.adding.isVisible()


def offer_in(page: ModelPage) -> QPushButton:
    """The button that offers to start from what has just come."""
    return next(button for button in page.notice.findChildren(QPushButton) if button.text() == "Start from it")


# ---------------------------------------------------------------------- getting


def ask_for(page: ModelPage, key: str) -> LicenceDialog:
    """Click Get for a model, and give the question that comes."""
    page.browser.selected.emit(key)
    click(page.details.get)
    return dialog_of(page)


def dialog_of(page: ModelPage) -> LicenceDialog:
    dialog = page.findChild(LicenceDialog)
    assert dialog is not None
    return dialog


def said_in(dialog: LicenceDialog) -> str:
    QApplication.processEvents()
    return " | ".join(part.text() for part in dialog.findChildren(QLabel) if part.isVisible())


@pytest.fixture
def getting(page: ModelPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelPage:
    """The page with a worker that gets what it is asked for, where nobody has chosen a model."""
    script_worker(tmp_path, monkeypatch, GETS)
    page.session.is_model_chosen = False
    return page


def test_a_model_is_got_after_its_licence_was_accepted_and_is_chosen_when_it_is_here(
    getting: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = ask_for(getting, "resnet18")
    said = said_in(dialog)
    assert "Licence: BSD-3-Clause" in said
    assert "Name the authors when you pass on what you build" in said
    assert "From | https://download.pytorch.org/models/resnet18-f37072fd.pth | Size | 47 MB" in said
    assert "PTStudio is offline now" in said
    assert dialog.agree.text() == "Accept, allow the network and get it"
    click(dialog.agree)
    assert not is_offline()
    assert is_accepted("resnet18", "BSD-3-Clause")
    qtbot.waitUntil(lambda: "getting 27 %" in said_of(getting, "resnet18"), timeout=20_000)
    assert not getting.details.get.isEnabled()
    assert getting.downloads.isVisible()
    open_gate(tmp_path)
    qtbot.waitUntil(lambda: opened.model == "resnet18", timeout=20_000)
    assert said_of(getting, "resnet18").startswith("Got resnet18, chosen, ready")
    assert getting.notice.message.text().endswith(" is ready.")
    assert getting.notice.hint.text() == "Your training starts from it."
    assert not getting.downloads.isVisible()
    assert getting.primary is not None
    assert getting.primary.isEnabled()


def test_saying_no_changes_nothing(getting: ModelPage, opened: Session) -> None:
    click(ask_for(getting, "resnet18").stay)
    assert is_offline()
    assert accepted_licences() == ()
    assert opened.downloads.all == ()


def test_only_what_is_not_settled_is_asked(getting: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path) -> None:
    accept("resnet18", "BSD-3-Clause")
    dialog = ask_for(getting, "resnet18")
    assert dialog.agree.text() == "Allow the network and get it"
    assert "You have accepted this licence before" in said_in(dialog)
    click(dialog.stay)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    set_offline(False)
    opened.preferences_changed()
    assert "PTStudio fetches and verifies it" in getting.details.absent.text()
    dialog = ask_for(getting, "resnet34")
    assert dialog.agree.text() == "Accept and get it"
    assert "offline" not in said_in(dialog)
    click(dialog.stay)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    getting.browser.selected.emit("resnet18")
    click(getting.details.get)
    assert getting.findChild(LicenceDialog) is None
    open_gate(tmp_path)
    qtbot.waitUntil(lambda: opened.model == "resnet18", timeout=20_000)


def test_where_the_network_stays_forbidden_it_is_said(getting: ModelPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTSTUDIO_OFFLINE", "1")
    dialog = ask_for(getting, "resnet18")
    assert "PTSTUDIO_OFFLINE=1" in said_in(dialog)
    assert not dialog.agree.isVisible()
    click(dialog.stay)


def test_the_text_of_a_licence_can_be_read(getting: ModelPage) -> None:
    dialog = ask_for(getting, "resnet18")
    click(dialog.read)
    viewer = dialog.findChild(TextViewer)
    assert viewer is not None
    assert "Redistribution and use in source and binary forms" in viewer.browser.toPlainText()
    viewer.close()
    dialog.close()


def test_enter_in_the_list_asks_for_a_model_that_is_not_here(getting: ModelPage) -> None:
    getting.browser.select("resnet18")
    press(getting.browser.cards, Qt.Key.Key_Return)
    dialog_of(getting).close()
    getting.browser.select("oak")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    press(getting.browser.cards, Qt.Key.Key_Return)
    assert getting.findChild(LicenceDialog) is None
    assert getting.session.model == "oak"


def test_what_was_stopped_asks_for_the_network_again_before_it_goes_on(
    getting: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    click(ask_for(getting, "resnet18").agree)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    line = getting.downloads.lines["resnet18"]
    qtbot.waitUntil(line.turn.isVisible, timeout=20_000)
    click(line.stop)
    qtbot.waitUntil(line.close_button.isVisible, timeout=20_000)
    assert getting.details.get.text() == "Go on getting it"
    set_offline(True)
    click(line.turn)
    open_gate(tmp_path)
    click(dialog_of(getting).agree)
    qtbot.waitUntil(lambda: opened.model == "resnet18", timeout=20_000)


def test_the_command_gets_what_is_not_here(getting: ModelPage) -> None:
    assert getting.command() == "ptstudio models"
    getting.browser.selected.emit("resnet18")
    assert getting.command() == "ptstudio models get resnet18"


def test_what_a_person_has_chosen_meanwhile_stays_chosen(
    getting: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    click(ask_for(getting, "resnet18").agree)
    opened.choose_model("oak")
    write(getting.filters.search, "resnet")
    open_gate(tmp_path)
    qtbot.waitUntil(lambda: opened.downloads.all == (), timeout=20_000)
    assert opened.model == "oak"
    assert getting.filters.search.text() == "resnet"
    assert getting.notice.message.text().endswith(" is ready.")
    assert getting.notice.hint.text() == "Your training still starts from Oak."
    click(offer_in(getting))
    assert opened.model == "resnet18"


def test_a_gated_model_asks_for_a_token_and_is_tried_again(
    getting: ModelPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_keyring(monkeypatch, MemoryKeyring())
    script_worker(tmp_path, monkeypatch, GATED)
    click(ask_for(getting, "resnet18").agree)
    qtbot.waitUntil(getting.downloads.lines["resnet18"].token.isVisible, timeout=20_000)
    script_worker(tmp_path, monkeypatch, GETS)
    open_gate(tmp_path)
    click(getting.downloads.lines["resnet18"].token)
    dialog = getting.findChild(TokenDialog)
    assert dialog is not None
    assert not dialog.keep.isEnabled()
    write(dialog.field, "secret")
    click(dialog.keep)
    qtbot.waitUntil(lambda: opened.model == "resnet18", timeout=20_000)
    assert hub_token() == "secret"


def test_a_system_without_a_keyring_says_so(qtbot: QtBot, getting: ModelPage, monkeypatch: pytest.MonkeyPatch) -> None:
    use_keyring(monkeypatch, NoKeyring())
    dialog = TokenDialog(getting, "Oak", "https://example.org/oak")
    dialog.open()
    write(dialog.field, "secret")
    click(dialog.keep)
    qtbot.waitUntil(dialog.failure.isVisible, timeout=20_000)
    assert "no keyring that works" in dialog.failure.text()
    assert "secret" not in dialog.failure.text()
    assert dialog.keep.text() == "Use it until PTStudio is closed"
    monkeypatch.setenv("HF_TOKEN", "")
    click(dialog.keep)
    assert hub_token() is not None, "without a keyring it is in nothing but this process"
