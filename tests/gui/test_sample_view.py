"""Samples in the widget for what they are."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ptstudio.app.passage import Passage
from ptstudio.app.source_samples import FoundSamples, SourceTexts, SourceTiles
from ptstudio.app.widgets.sample_view import SampleView
from ptstudio.core.dataset import Sample
from tests.helpers.pictures import save


@pytest.fixture
def view(qtbot: QtBot) -> SampleView:
    made = SampleView()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def texts(count: int) -> FoundSamples:
    found = FoundSamples()
    found.take([Sample(Path("t.csv"), {"text": f"text {number}", "label": "a"}) for number in range(count)])
    return found


def test_pictures_stand_in_a_grid_and_texts_in_a_list(view: SampleView, tmp_path: Path) -> None:
    pictures = FoundSamples()
    pictures.take([Sample(save(tmp_path / "a.jpg"), {"label": "a"})])
    view.set_samples(SourceTiles(pictures))
    assert view.currentWidget() is view.grid
    assert view.grid.model.rowCount() == 1
    view.set_samples(SourceTexts(texts(3)))
    assert view.currentWidget() is view.texts
    assert view.texts.view.model().rowCount() == 3
    view.set_samples(None)
    assert view.texts.view.model().rowCount() == view.grid.model.rowCount() == 0
    view.end()


def test_filters_move_to_what_is_shown_as_they_are(view: SampleView) -> None:
    seen, hidden = QPushButton("seen"), QPushButton("hidden")
    for each in (seen, hidden):
        view.add_filter(each)
    hidden.hide()
    view.show_kind("text")
    assert (seen.isVisible(), hidden.isVisible()) == (True, False)
    assert view.texts.isAncestorOf(seen)
    view.show_kind("picture")
    assert view.grid.isAncestorOf(hidden)


def test_texts_that_are_still_found_are_added(view: SampleView) -> None:
    found = texts(2)
    view.set_samples(SourceTexts(found))
    found.take([Sample(Path("t.csv"), {"text": "one more", "label": "a"})])
    view.grow()
    row = view.texts.view.row(2)
    assert row is not None
    assert row.passage == Passage("one more")
    assert view.texts._words.whole == "3 texts"


def test_only_one_text_is_open_at_a_time(view: SampleView, qtbot: QtBot) -> None:
    view.set_samples(SourceTexts(texts(3)))
    view.texts.view.opened.emit(0)
    first = view.dialog
    assert first is not None
    view.texts.view.opened.emit(2)
    assert view.dialog is not None
    assert view.dialog is not first
    assert view.dialog.view.passage == Passage("text 2")
    view.end()
    qtbot.waitUntil(lambda: view.dialog is None)
