"""The chart: what it draws, what its legend reads at the crosshair, zoom, scales, and where the wheel goes."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ptstudio.app.chart_series import Series
from ptstudio.app.theme import theme
from ptstudio.app.widgets.chart_pens import Mark, pen_of
from ptstudio.app.widgets.line_chart import LineChart

TRAINING = Series("Training", (1, 2, 3, 4), (0.8, 0.4, 0.2, 0.1))
VALIDATION = Series("Validation", (1, 2, 3, 4), (0.9, 0.5, 0.4, 0.6), 1)
BESIDE = Series("Validation, from scratch", (1, 2), (1.4, 1.2), 1, is_beside=True)


@pytest.fixture
def chart(qtbot: QtBot) -> LineChart:
    made = LineChart("Loss", "Epoch", height=200)
    qtbot.addWidget(made)
    made.pointed.connect(made.point)
    made.show_series([TRAINING, VALIDATION, BESIDE], [Mark("best", 3, "best"), Mark("baseline", 1.0, "level")])
    made.resize(500, 320)
    made.show()
    qtbot.waitExposed(made)
    return made


def shown_range(chart: LineChart) -> tuple[float, float]:
    low, high = chart._plot.getPlotItem().viewRange()[0]
    return float(low), float(high)


def test_the_legend_reads_the_newest_values_until_there_is_a_crosshair(chart: LineChart) -> None:
    assert chart.legend.accessibleName() == "Training 0.100; Validation 0.600; Validation, from scratch 1.200"
    chart.point(2)
    assert chart.legend.accessibleName() == "Training 0.400; Validation 0.500; Validation, from scratch 1.200"
    assert chart.place.text() == "Epoch 2"
    chart.point(3)
    assert chart.legend.accessibleName().endswith("from scratch –")
    chart.point(None)
    assert chart.place.text() == ""


def test_keys_move_the_crosshair_and_stay_on_the_curves(chart: LineChart) -> None:
    for key, place in (
        (Qt.Key.Key_Left, "Epoch 4"),
        (Qt.Key.Key_Left, "Epoch 3"),
        (Qt.Key.Key_Right, "Epoch 4"),
        (Qt.Key.Key_Right, "Epoch 4"),
    ):
        QTest.keyClick(chart._plot, key)
        assert chart.place.text() == place


def test_the_mouse_finds_the_nearest_epoch(chart: LineChart, qtbot: QtBot) -> None:
    view = chart._plot.getPlotItem().getViewBox()
    qtbot.waitUntil(lambda: shown_range(chart)[1] > 3.5, timeout=5000)
    chart._move(view.mapViewToScene(QPointF(2.8, 0.5)))
    assert chart.place.text() == "Epoch 3"


def test_zooming_in_and_back(chart: LineChart) -> None:
    before = shown_range(chart)
    QTest.keyClick(chart._plot, Qt.Key.Key_Plus)
    closer = shown_range(chart)
    assert closer[1] - closer[0] < before[1] - before[0]
    QTest.keyClick(chart._plot, Qt.Key.Key_0)
    QApplication.processEvents()
    assert shown_range(chart) == pytest.approx(before)


def test_linked_charts_show_the_same_epochs(chart: LineChart, qtbot: QtBot) -> None:
    other = LineChart("Rate", "Epoch", height=200)
    qtbot.addWidget(other)
    other.show_series([TRAINING])
    other.link_to(chart)
    other.resize(chart.size())
    other.show()
    qtbot.waitExposed(other)
    chart.zoom(2)
    QApplication.processEvents()
    assert shown_range(other) == pytest.approx(shown_range(chart), abs=0.3)


def test_a_logarithmic_scale_bears_zero(chart: LineChart) -> None:
    chart.show_series([Series("Training", (1, 2, 3), (1.0, 0.0, 0.1))], [Mark("baseline", 0.0, "level")])
    chart.set_log(True)
    QApplication.processEvents()
    _, y = chart._curves[0].getData()
    assert np.isfinite(y).all()
    assert chart.legend.accessibleName() == "Training 0.100"
    chart.set_log(False)
    assert chart._curves[0].getData()[1].tolist() == [1.0, 0.0, 0.1]


def test_curves_come_and_go(chart: LineChart) -> None:
    chart.show_series([TRAINING])
    assert len(chart._curves) == 1
    assert chart._lines == []
    chart.show_series([])
    assert chart.legend.accessibleName() == ""


def test_no_curve_is_told_from_another_by_its_colour_alone() -> None:
    looks = {(pen_of(one).style(), pen_of(one).widthF()) for one in (TRAINING, VALIDATION, BESIDE)}
    assert len(looks) == 3


def test_the_wheel_scrolls_the_page_unless_ctrl_is_held(chart: LineChart) -> None:
    before = shown_range(chart)
    assert not _turn(chart, Qt.KeyboardModifier.NoModifier)
    assert shown_range(chart) == before
    _turn(chart, Qt.KeyboardModifier.ControlModifier)
    assert shown_range(chart) != before


def test_it_follows_the_theme_while_it_is_shown(chart: LineChart) -> None:
    theme().choose("dark")
    try:
        assert chart._plot.backgroundBrush().color() == theme().colour("surface")
        chart.show_series([VALIDATION])
        QApplication.processEvents()
    finally:
        theme().choose("light")


def _turn(chart: LineChart, held: Qt.KeyboardModifier) -> bool:
    """Turn the wheel over the middle of the plot; tells whether the chart took it."""
    viewport = chart._plot.viewport()
    middle = QPointF(viewport.rect().center())
    event = QWheelEvent(
        middle, QPointF(viewport.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)
    return event.isAccepted()
