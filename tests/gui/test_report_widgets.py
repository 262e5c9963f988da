"""The parts that a report is drawn with: gallery, class table, bars, charts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ptstudio.app.background import Background
from ptstudio.app.metric_figure import figures
from ptstudio.app.widgets.calibration_view import CalibrationView
from ptstudio.app.widgets.class_table import ClassTable
from ptstudio.app.widgets.gallery import PICTURE_ROLE, Gallery, GallerySample
from ptstudio.app.widgets.metric_card import IntervalBar, MetricCard
from ptstudio.app.widgets.prediction_view import prediction_view
from ptstudio.app.widgets.probability_bars import ProbabilityBars
from ptstudio.app.widgets.segments import Segments
from ptstudio.core.prediction import Classes, ClassProbability, LabelProbability, Labels
from ptstudio.core.report import Calibration, CalibrationBin, ClassRow
from tests.helpers import reports

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    owner = QObject(qapp)
    made = Background(owner)
    yield made
    made.wait()
    owner.deleteLater()


@pytest.fixture
def gallery(qtbot: QtBot, background: Background, tmp_path: Path) -> Gallery:
    made = Gallery("Samples", background)
    qtbot.addWidget(made)
    made.resize(440, made.height())
    files = [tmp_path / f"{number}.jpg" for number in range(40)]
    for file in files:
        file.write_bytes(reports.thumbnail(file.name))
    made.show()
    made.show_samples([GallerySample(file.stem, file, f"sample {file.stem}", "detail") for file in files])
    return made


def test_only_samples_in_view_are_loaded(gallery: Gallery, qtbot: QtBot) -> None:
    held = gallery._model._images
    qtbot.waitUntil(lambda: len(held) >= 6, timeout=10_000)
    assert len(held) < 20
    image = gallery.model().index(0, 0).data(PICTURE_ROLE)
    assert (image.width(), image.height()) == (160, 120)


def test_a_file_that_is_gone_leaves_an_icon(gallery: Gallery, tmp_path: Path) -> None:
    gallery.show_samples([GallerySample("gone", tmp_path / "gone.jpg", "gone")])
    gallery.repaint()
    assert gallery.model().index(0, 0).data(PICTURE_ROLE) is None
    assert gallery.samples[0].caption == "gone"


def test_click_and_enter_open_a_sample(gallery: Gallery) -> None:
    opened: list[int] = []
    gallery.opened.connect(opened.append)
    second = gallery.visualRect(gallery.model().index(1, 0)).center()
    QTest.mouseClick(gallery.viewport(), LEFT, pos=second)
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    QTest.keyClick(gallery, Qt.Key.Key_Return)
    assert opened == [1, 2]


def test_a_gallery_is_as_high_as_its_samples_need(gallery: Gallery) -> None:
    two_rows = gallery.height()
    gallery.show_samples(gallery.samples[:2])
    assert gallery.height() < two_rows


def test_the_weakest_class_comes_first_and_a_head_sorts_anew(qtbot: QtBot) -> None:
    rows = [
        ClassRow(label="cat", precision=0.9, recall=0.8, f1=0.85, support=100),
        ClassRow(label="dog", precision=0.5, recall=0.9, f1=0.64, support=9),
        ClassRow(label="ant", precision=0.7, recall=0.1, f1=0.18, support=1000),
    ]
    table = ClassTable(rows)
    qtbot.addWidget(table)
    table.resize(700, table.height())
    table.show()
    assert _column(table, 0) == ["ant", "cat", "dog"]
    header = table.horizontalHeader()
    middle = header.sectionViewportPosition(1) + header.sectionSize(1) // 2
    QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(middle, 8))
    assert sorted(_column(table, 1), key=len) == ["100", "1,000", "9 (few)"]
    assert _column(table, 1) in (["9 (few)", "100", "1,000"], ["1,000", "100", "9 (few)"])


def test_a_chosen_class_stays_chosen_in_another_order(qtbot: QtBot) -> None:
    rows = [
        ClassRow(label=name, precision=at / 3, recall=1 - at / 3, f1=0.5, support=9) for at, name in enumerate("abc")
    ]
    table = ClassTable(rows)
    qtbot.addWidget(table)
    table.selectRow(_column(table, 0).index("b"))
    for column in (4, 0, 2):
        table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
        (chosen,) = table.selectionModel().selectedRows()
        assert chosen.data() == "b"


def test_a_long_name_has_the_room_that_the_figures_leave_and_is_told_in_full(qtbot: QtBot) -> None:
    name = "A photograph of a damaged circuit board of the second revision"
    table = ClassTable([ClassRow(label=name, precision=0.5, recall=0.5, f1=0.5, support=40)])
    qtbot.addWidget(table)
    table.resize(900, table.height())
    table.show()
    assert table.columnWidth(0) > 1.5 * table.columnWidth(2)
    assert table.horizontalScrollBar().maximum() == 0
    assert table.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == name


def test_a_class_without_samples_has_no_recall_to_speak_of(qtbot: QtBot) -> None:
    table = ClassTable([ClassRow(label="cat", precision=0, recall=0, f1=0, support=0)])
    qtbot.addWidget(table)
    assert _column(table, 2) == ["–"]
    assert _column(table, 3) == ["0 % to 100 %"]


def test_a_prediction_is_drawn_by_its_type_and_says_itself(qtbot: QtBot) -> None:
    named = (ClassProbability(label="cat", probability=0.75), ClassProbability(label="dog", probability=0.25))
    view = prediction_view(Classes(classes=named))
    qtbot.addWidget(view)
    assert isinstance(view, ProbabilityBars)
    assert view.accessibleName() == "Answer with probabilities: cat: 75.0 %, dog: 25.0 %"
    assert not view.grab().isNull()


def test_labels_say_which_are_given_and_from_where_on(qtbot: QtBot) -> None:
    both = (
        LabelProbability(label="price", probability=0.4, threshold=0.3, is_given=True),
        LabelProbability(label="praise", probability=0.35, threshold=0.6, is_given=False),
    )
    given, none = prediction_view(Labels(labels=both)), prediction_view(Labels(labels=both[1:]))
    for view, words in ((given, "price"), (none, "None of the labels.")):
        qtbot.addWidget(view)
        assert view.accessibleName() == f"Labels: {words}"
        assert not view.grab().isNull()
    (bars,) = given.findChildren(ProbabilityBars)
    assert bars.accessibleName().endswith("price: 40.0 %, praise: 35.0 %")


def test_thresholds_have_a_column_where_they_were_chosen(qtbot: QtBot) -> None:
    rows = [ClassRow(label="cat", precision=1, recall=1, f1=1, support=20, threshold=0.35)]
    table = ClassTable(rows)
    qtbot.addWidget(table)
    assert _column(table, 6) == ["35 %"]


def test_figures_say_themselves_on_their_bars(qtbot: QtBot) -> None:
    shown = figures(reports.report(("cat", "dog")).splits["test"], reports.METRICS)
    card = MetricCard(shown[0], is_headline=True)
    qtbot.addWidget(card)
    assert [each.accessibleName() for each in card.findChildren(IntervalBar)] == [shown[0].spoken]
    assert not card.grab().isNull()


def test_the_calibration_chart_says_its_bars(qtbot: QtBot) -> None:
    bins = (CalibrationBin(low=0.8, high=0.9, count=40, confidence=0.86, accuracy=0.75),)
    view = CalibrationView(Calibration(bins=bins))
    qtbot.addWidget(view)
    assert view.accessibleDescription() == "80 % to 90 % sure: right in 75 % of 40 samples"
    assert not view.grab().isNull()


def test_segments_tell_of_a_persons_choice_alone(qtbot: QtBot) -> None:
    segments = Segments("Unit", [("a", "Counts"), ("b", "Per cent")])
    qtbot.addWidget(segments)
    segments.show()
    heard: list[str] = []
    segments.chosen.connect(heard.append)
    segments.choose("b")
    assert (segments.choice, heard) == ("b", [])
    button = segments.button("a")
    assert button is not None
    QTest.mouseClick(button, LEFT)
    assert (segments.choice, heard) == ("a", ["a"])


def _column(table: ClassTable, column: int) -> list[str]:
    model = table.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]
