"""The cards of a report on things in pictures, and the dialog that compares what is there with what was said."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.background import Background
from ptstudio.app.formats import share
from ptstudio.app.pages._evaluate_cards import section_card
from ptstudio.app.pages._evaluate_found import (
    BoxClassCard,
    BoxErrorCard,
    BoxSizeCard,
    MaskClassCard,
    PixelCard,
    ThresholdCard,
)
from ptstudio.app.pages._evaluate_placed import BoxMistakesCard, MaskMistakesCard
from ptstudio.app.pages._evaluate_sections import Album, SectionCard
from ptstudio.app.pages.evaluate import EvaluatePage
from ptstudio.app.sample_words import PICTURE
from ptstudio.app.session import Session
from ptstudio.app.widgets.compared_dialog import ComparedDialog
from ptstudio.app.widgets.gallery import PICTURE_ROLE, Gallery
from ptstudio.app.widgets.share_table import ShareTable
from ptstudio.app.widgets.threshold_view import ThresholdView, best_precisions
from ptstudio.core.report import BoxMistakes, MaskMistakes, Section, ThresholdCurve, ThresholdPoint, Thresholds
from ptstudio.tasks import _box_sections
from ptstudio.tasks._box_evidence import with_threshold
from ptstudio.tasks._box_metrics import measure
from tests.helpers.found_things import evidence
from tests.helpers.placed_projects import CLASSES, box_project, box_sections, cells, mask_sections


@pytest.fixture
def album(qapp: QApplication, tmp_path: Path) -> Iterator[Album]:
    """With the files of some cells, and no thumbnail of the last."""
    owner = QObject(qapp)
    background = Background(owner)
    for number in (7, 3, 11):
        cells(number).picture.save(tmp_path / f"cell-{number}.png")
    files = {f"cell-{number}": tmp_path / f"cell-{number}.png" for number in (7, 3, 11, 15)}
    yield Album(PICTURE, files.__getitem__, background, files.get, CLASSES)
    background.wait()
    owner.deleteLater()


def cards_of(sections: tuple[Section, ...], album: Album, qtbot: QtBot) -> list[SectionCard]:
    cards = [section_card(section, album) for section in sections]
    for card in cards:
        qtbot.addWidget(card)
        card.resize(1000, 700)
    return cards


def cell(table: ShareTable, line: int, column: int) -> str:
    return str(table.model().index(line, column).data())


def words_of(widget: QWidget) -> str:
    return " ".join(part.text() for part in widget.findChildren(QLabel))


def drawn(gallery: Gallery, place: int) -> QImage:
    image = gallery.model().index(place, 0).data(PICTURE_ROLE)
    assert isinstance(image, QImage)
    return image


def test_each_section_has_its_card(album: Album, qtbot: QtBot) -> None:
    boxes, masks = cards_of(box_sections(), album, qtbot), cards_of(mask_sections(), album, qtbot)
    assert [type(card) for card in boxes] == [BoxClassCard, BoxSizeCard, ThresholdCard, BoxErrorCard, BoxMistakesCard]
    assert [type(card) for card in masks] == [MaskClassCard, PixelCard, MaskMistakesCard]


def test_classes_are_told_in_figures_the_weakest_first(album: Album, qtbot: QtBot) -> None:
    boxes, masks = cards_of(box_sections()[:1], album, qtbot)[0], cards_of(mask_sections()[:1], album, qtbot)[0]
    assert isinstance(boxes, BoxClassCard)
    assert isinstance(masks, MaskClassCard)
    assert [cell(boxes.table, 0, column) for column in range(4)] == ["Platelets", "7 (few)", share(0.31), share(0.56)]
    assert [cell(masks.table, line, 0) for line in range(3)] == ["Platelets", "RBC", "WBC"]
    assert cell(masks.table, 0, 6) == "–", "it has no edges"
    assert "at least 50 % sure" in words_of(boxes)


def test_sizes_and_mistakes_are_told_in_plain_words(album: Album, qtbot: QtBot) -> None:
    _, sizes, _, errors, _ = cards_of(box_sections(), album, qtbot)
    assert isinstance(sizes, BoxSizeCard)
    assert isinstance(errors, BoxErrorCard)
    model = sizes.table.model()
    assert [model.index(0, column).data() for column in range(3)] == ["Small (below 32 × 32 pixels)", "0", "–"]
    assert not model.index(2, 0).data(Qt.ItemDataRole.FontRole), "the last row is no sum"
    names = [bar.name for bar in errors.bars.bars]
    assert names[:3] == ["Found as they are", "Missed", "Nothing there"]
    assert [bar.total for bar in errors.bars.bars] == [201, 28, 17, 14, 9, 6, 2]
    assert "Missed: It is there, and nothing was found at it." in words_of(errors)


def test_the_slider_moves_figures_and_pictures(album: Album, qtbot: QtBot) -> None:
    thresholds, mistakes = cards_of((box_sections()[2], box_sections()[4]), album, qtbot)
    assert isinstance(thresholds, ThresholdCard)
    assert isinstance(mistakes, BoxMistakesCard)
    thresholds.least_chosen.connect(mistakes.show_least)
    before = thresholds.view.figures.text()
    captions = [sample.caption for sample in mistakes.gallery.samples]
    mistakes.gallery.model().index(0, 0).data(PICTURE_ROLE)
    qtbot.waitUntil(lambda: mistakes.gallery.model().index(0, 0).data(PICTURE_ROLE) is not None, timeout=10_000)
    pictured = drawn(mistakes.gallery, 0)
    thresholds.view.slider.slider.setValue(95)
    assert thresholds.view.figures.text() != before
    assert [sample.caption for sample in mistakes.gallery.samples] != captions
    assert drawn(mistakes.gallery, 0) != pictured
    thresholds.view.reset.click()
    assert thresholds.view.figures.text() == before
    assert [sample.caption for sample in mistakes.gallery.samples] == captions
    assert drawn(mistakes.gallery, 0) == pictured
    assert not thresholds.view.reset.isEnabled()


def test_an_untouched_slider_tells_what_was_measured(qtbot: QtBot) -> None:
    made = evidence(np.random.default_rng(5), 60, 2, 8)
    settled = with_threshold(made, 0.557212)
    figures = [f": {share(value)}" for key, value in measure(settled).items() if key in {"f1", "precision", "recall"}]
    section = _box_sections.sections(settled, [str(number) for number in range(60)], ("cat", "dog"))[2]
    assert isinstance(section, Thresholds)
    view = ThresholdView(section)
    qtbot.addWidget(view)
    measured = view.figures.text()
    assert all(figure in measured for figure in figures)
    assert (view.slider.least, view.reset.isEnabled()) == (0.557212, False)
    view.slider.slider.setValue(40)
    assert (view.slider.least, view.reset.isEnabled()) == (0.4, True)
    assert view.figures.text() != measured
    view.slider.slider.setValue(56)
    assert (view.slider.least, view.figures.text()) == (0.557212, measured)
    view.slider.slider.setValue(40)
    with qtbot.waitSignal(view.chosen, check_params_cb=lambda least: least == 0.557212):
        view.reset.click()
    assert (view.slider.least, view.figures.text(), view.reset.isEnabled()) == (0.557212, measured, False)


def test_axes_are_named_in_plain_words_and_as_the_field_calls_them(qtbot: QtBot) -> None:
    section = box_sections()[2]
    assert isinstance(section, Thresholds)
    view = ThresholdView(section)
    qtbot.addWidget(view)
    assert view.chart.title.text() == "Right of all found (precision)"
    assert view.chart.plot.widget.getPlotItem().getAxis("bottom").labelText == "Found of all there are (recall)"
    assert "Right of all found (precision): 80.0 %" in view.figures.text()


def test_figures_are_those_of_the_last_point_that_is_reached() -> None:
    points = tuple(ThresholdPoint(threshold=least, precision=0, recall=0, f1=least) for least in (0.0, 0.3, 0.6))
    assert [ThresholdCurve(points=points).at(least).f1 for least in (0.0, 0.29, 0.3, 0.99)] == [0.0, 0.0, 0.3, 0.6]


def test_curves_tell_the_best_precision_with_at_least_that_recall() -> None:
    points = [
        ThresholdPoint(threshold=least, precision=precision, recall=recall, f1=0)
        for least, precision, recall in ((0.0, 0.2, 0.04), (0.3, 0.5, 0.02), (0.6, 0.4, 0.01), (1.0, 0.0, 0.0))
    ]
    assert best_precisions(points) == ([0.0, 0.01, 0.02, 0.03, 0.04], [0.5, 0.5, 0.5, 0.2, 0.2])
    assert best_precisions(points[-1:]) == ([], [])


def test_which_pixels_are_taken_for_which(album: Album, qtbot: QtBot) -> None:
    (card,) = cards_of(mask_sections()[1:2], album, qtbot)
    assert isinstance(card, PixelCard)
    card.view.choose(1, 0)
    assert card.chosen.text() == f"{share(0.3)} of the pixels of “Platelets” were taken for “background”"
    assert [card.view.model().index(2, said).data() for said in range(4)] == ["12 %", "<1 %", "85 %", "3 %"]


def test_pictures_are_shown_twice_and_without_mistakes_there_are_none(album: Album, qtbot: QtBot) -> None:
    (card,) = cards_of(mask_sections()[2:], album, qtbot)
    assert isinstance(card, MaskMistakesCard)
    qtbot.waitUntil(lambda: card.gallery.model().index(1, 0).data(PICTURE_ROLE) is not None, timeout=10_000)
    pair = drawn(card.gallery, 1)
    assert pair.width() > 2 * pair.height()
    assert pair.pixelColor(pair.width() // 2, 0).alpha() == 0
    assert card.gallery.samples[0].caption == "overlap (IoU): 54.0 %"
    assert card.gallery.samples[0].detail.startswith("really: ")
    none, never = cards_of((BoxMistakes(threshold=0.5, mistakes=()), MaskMistakes(mistakes=())), album, qtbot)
    assert "There are none" in words_of(none)
    assert "There are none" in words_of(never)


@pytest.mark.parametrize("sections", [box_sections()[4:], mask_sections()[2:]])
def test_both_are_compared_large(sections: tuple[Section, ...], album: Album, qtbot: QtBot) -> None:
    (card,) = cards_of(sections, album, qtbot)
    assert isinstance(card, BoxMistakesCard | MaskMistakesCard)
    card.show()
    card.gallery.opened.emit(1)
    (dialog,) = card.findChildren(ComparedDialog)
    assert dialog.sample.id == "cell-3"
    assert dialog.slider.isVisible() == isinstance(card, BoxMistakesCard)
    qtbot.waitUntil(lambda: not dialog.said.layer.image.isNull(), timeout=10_000)
    assert dialog.truth.layer.image.size() == dialog.swipe.other.image.size()
    dialog.truth.go_closer(3)
    assert dialog.said.sector == dialog.swipe.sector == dialog.truth.sector
    said = dialog.said.accessibleName()
    dialog.slider.slider.setValue(99)
    assert dialog.said.least == dialog.swipe.least == 0.99
    assert (dialog.said.accessibleName() != said) == isinstance(card, BoxMistakesCard)
    swipe = dialog.ways.button("swipe")
    assert swipe is not None
    swipe.click()
    assert dialog.swipe.isVisible()
    assert not dialog.truth.isVisible()
    dialog.leafing.next.click()
    assert dialog.sample.id == "cell-11"
    assert dialog.truth.sector.zoom == 1
    dialog.close()


def test_keys_reach_everything_in_the_large_picture(album: Album, qtbot: QtBot) -> None:
    (card,) = cards_of(box_sections()[4:], album, qtbot)
    assert isinstance(card, BoxMistakesCard)
    card.show()
    card.gallery.opened.emit(1)
    (dialog,) = card.findChildren(ComparedDialog)
    qtbot.waitUntil(dialog.isActiveWindow, timeout=10_000)
    QTest.keyClick(dialog, Qt.Key.Key_Right)
    assert dialog.leafing.place == 2
    dialog.slider.slider.setFocus()
    QTest.keyClick(dialog.slider.slider, Qt.Key.Key_Right)
    assert dialog.slider.least == 0.51
    assert dialog.leafing.place == 2, "arrow keys are the slider's"
    QTest.keyClick(dialog.slider.slider, Qt.Key.Key_Plus)
    assert dialog.truth.sector.zoom == pytest.approx(1.25)
    QTest.keyClick(dialog.slider.slider, Qt.Key.Key_0)
    assert dialog.truth.sector.zoom == 1
    beside, swipe = dialog.ways.button("beside"), dialog.ways.button("swipe")
    assert beside is not None
    assert swipe is not None
    beside.setFocus()
    QTest.keyClick(beside, Qt.Key.Key_Right)
    assert dialog.leafing.place == 2
    swipe.click()
    assert dialog.swipe.hasFocus()
    QTest.keyClick(dialog.swipe, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.swipe.divider == pytest.approx(0.55)
    assert dialog.leafing.place == 2
    assert dialog.swipe.accessibleName().startswith("Left what is there")
    assert "Shift and an arrow key" in dialog.swipe.accessibleDescription()
    dialog.close()


def test_the_page_of_a_project_of_boxes(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    session.open_project(box_project(tmp_path / "project").folder)
    session.show_run(session.trainings()[-1])
    page = EvaluatePage(session)
    qtbot.addWidget(page)
    page.resize(1100, 800)
    page.show()
    qtbot.waitUntil(lambda: bool(page.view.cards), timeout=10_000)
    kinds = [type(card) for card in page.view.cards]
    assert kinds == [ThresholdCard, BoxMistakesCard, BoxClassCard, BoxErrorCard, BoxSizeCard]
    thresholds, mistakes = page.view.cards[:2]
    assert isinstance(thresholds, ThresholdCard)
    assert isinstance(mistakes, BoxMistakesCard)
    before = mistakes.gallery.samples[0].caption
    thresholds.view.slider.slider.setValue(99)
    assert mistakes.gallery.samples[0].caption != before
    mistakes.gallery.opened.emit(0)
    (dialog,) = mistakes.findChildren(ComparedDialog)
    assert dialog.slider.least == 0.99
    assert [file.name for file in dialog.sample.files] == ["7.png", "cell-7.jpg"]
    dialog.close()
    page.close()
