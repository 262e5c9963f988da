"""How long texts are, as a card of the train page shows it."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ptstudio.app.pages.train import TrainPage
from ptstudio.app.session import Session
from ptstudio.app.theme import DARK, LIGHT, SERIES, theme
from ptstudio.app.widgets.cut_text_view import CutTextView
from ptstudio.app.widgets.lengths_view import LengthsView
from ptstudio.app.widgets.preview_card import PreviewCard
from ptstudio.core.lengths import Lengths
from ptstudio.core.preview import Previewed, Variations
from tests.helpers.hands import click
from tests.helpers.lengths import UNREAD, lengths
from tests.helpers.scripted_worker import ending_worker
from tests.helpers.text_projects import text_project

CUT, WHOLE = lengths(90, 256), lengths(30, 256)


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[PreviewCard]:
    made = PreviewCard(Lengths)
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    yield made
    theme().choose("light")


def view_of(card: PreviewCard) -> LengthsView:
    assert isinstance(card.view, LengthsView)
    return card.view


def test_nothing_is_shown_before_it_is_asked_for(card: PreviewCard, qtbot: QtBot) -> None:
    assert not card.view.isVisible()
    assert "what comes after that is cut off" in card.state.text()
    with qtbot.waitSignal(card.wanted):
        click(card.ask)


def test_what_is_cut_off_is_told_drawn_and_shown(card: PreviewCard) -> None:
    card.show_preview(CUT)
    QApplication.processEvents()
    assert card.state.text().startswith("4 % of the texts are longer than the 256 tokens")
    assert card.state.property("role") == "warning"
    view = view_of(card)
    assert view.advice.isVisible()
    assert "cut off" in view.bars.accessibleDescription()
    examples = view.findChildren(CutTextView)
    assert len(examples) == len(CUT.examples)
    about, text = examples[0].findChildren(QLabel)
    assert about.text() == "delivery: 211 of 467 tokens are cut off"
    assert f'line-through;">{escape(UNREAD)}</span>' in text.text()
    assert f"Not read: {UNREAD}" in text.accessibleName()


def test_what_is_read_whole_needs_no_advice_and_no_examples(card: PreviewCard) -> None:
    card.show_preview(CUT)
    card.show_preview(WHOLE)
    QApplication.processEvents()
    assert card.state.property("role") == "good"
    view = view_of(card)
    assert not view.advice.isVisible()
    assert [each for each in view.findChildren(CutTextView) if each.isVisible()] == []
    assert "cut off" not in view.bars.accessibleDescription()


def test_what_is_of_other_settings_is_dimmed_and_a_failure_takes_it_away(card: PreviewCard) -> None:
    card.show_preview(CUT)
    card.show_busy()
    assert not card.view.isEnabled()
    card.show_preview(WHOLE)
    assert card.view.isEnabled()
    card.show_failure("The tokenizer is missing.", "Get the model again.")
    assert not card.view.isVisible()
    assert card.state.text() == "The tokenizer is missing. Get the model again."


def test_it_is_drawn_in_the_colours_of_the_theme(card: PreviewCard) -> None:
    card.show_preview(CUT)
    theme().choose("dark")
    QApplication.processEvents()
    (_, text) = view_of(card).findChildren(CutTextView)[0].findChildren(QLabel)
    assert DARK.muted in text.text()
    assert colours_of(card) >= {QColor(SERIES[4]).rgb(), QColor(DARK.warning).rgb()}
    theme().choose("light")
    QApplication.processEvents()
    assert LIGHT.muted in text.text()
    assert colours_of(card) >= {QColor(SERIES[0]).rgb()}


def colours_of(card: PreviewCard) -> set[int]:
    """The colours on the foot of the chart's bars."""
    picture = view_of(card).bars.grab().toImage()
    return {picture.pixel(x, y) for x in range(picture.width()) for y in range(20, picture.height())}


def test_a_card_takes_only_what_it_is_for(card: PreviewCard) -> None:
    with pytest.raises(TypeError, match="Lengths"):
        card.show_preview(Variations(is_varied=False, samples=()))
    with pytest.raises(TypeError, match="Variations"):
        PreviewCard(Variations).show_preview(CUT)


def test_the_train_page_shows_lengths_where_a_task_reads(
    session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.open_project(text_project(tmp_path / "project").folder)
    ending_worker(tmp_path, monkeypatch, Previewed(preview=WHOLE).model_dump(mode="json"))
    page = TrainPage(session)
    qtbot.addWidget(page)
    page.show()
    click(page.setup_tab)
    click(page.setup.preview.ask)
    qtbot.waitUntil(lambda: page.setup.preview.state.property("role") == "good", timeout=20_000)
    assert view_of(page.setup.preview).figures.text().startswith("Half of them have at most 29 tokens")
    qtbot.waitUntil(lambda: not session.runs or not session.is_running(), timeout=20_000)
