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
from ptstudio.app.widgets.chart_plot import Scale
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
        QTest.keyClick(chart.plot.widget, key)
        assert chart.place.text() == place


def test_a_curve_without_a_point_yet_is_drawn_as_nothing(chart: LineChart) -> None:
    chart.show_series([Series("To come", (), ())])
    QApplication.processEvents()
    assert not chart.grab().isNull()
    assert chart.legend.accessibleName().strip() == "To come"


def test_places_of_the_x_axis_can_be_called_otherwise(qtbot: QtBot) -> None:
    made = LineChart("Loss", "Rate", height=200, x_words=lambda x: f"10^{x:g}")
    qtbot.addWidget(made)
    made.show_series([TRAINING])
    made.point(2)
    assert made.place.text() == "Rate 10^2"


def hover(chart: LineChart, x: float) -> None:
    """Have the mouse move over a place of the x axis."""
    chart.plot.widget.scene().sigMouseMoved.emit(
        chart.plot.widget.getPlotItem().getViewBox().mapViewToScene(QPointF(x, 0.5))
    )


def test_the_mouse_finds_the_nearest_epoch(chart: LineChart) -> None:
    hover(chart, 2.8)
    assert chart.place.text() == "Epoch 3"
    hover(chart, 40)
    assert chart.place.text() == "Epoch 3"


def test_between_the_epochs_the_mouse_reads_single_steps(chart: LineChart) -> None:
    steps = Series("Each step", (0.5, 1.0, 1.5, 2.0), (0.9, 0.8, 0.6, 0.4), is_fine=True)
    chart.show_series([TRAINING, steps])
    hover(chart, 1.52)
    assert chart.place.text() == "Epoch 1.5"
    assert chart.legend.accessibleName() == "Training –; Each step 0.600"
    hover(chart, 1.02)
    assert chart.legend.accessibleName() == "Training 0.800; Each step 0.800"
    chart.show_series([steps])
    QTest.keyClick(chart.plot.widget, Qt.Key.Key_Left)
    assert chart.place.text() == "Epoch 0.5"


def test_zooming_in_and_back(chart: LineChart) -> None:
    before = chart.plot.range
    QTest.keyClick(chart.plot.widget, Qt.Key.Key_Plus)
    closer = chart.plot.range
    assert closer[1] - closer[0] < before[1] - before[0]
    QTest.keyClick(chart.plot.widget, Qt.Key.Key_0)
    QApplication.processEvents()
    assert chart.plot.range == pytest.approx(before)


def test_who_is_told_of_a_stretch_can_show_the_same(chart: LineChart, qtbot: QtBot) -> None:
    other = LineChart("Rate", "Epoch", height=200)
    qtbot.addWidget(other)
    other.show_series([TRAINING], end=12)
    chart.stretched.connect(other.show_stretch)
    chart.zoom(2)
    assert other.plot.range == pytest.approx(chart.plot.range)
    other.show_series([Series("Training", range(1, 9), range(1, 9))], end=20)
    assert other.plot.range == pytest.approx(chart.plot.range)
    chart.show_all()
    assert other.plot.range == pytest.approx((-0.4, 20.4))


def test_the_axis_of_values_fits_what_is_in_view(chart: LineChart) -> None:
    chart.show_series([Series("Training", (1, 2, 3, 4), (90.0, 3.0, 2.0, 1.0))])
    assert values_of(chart)[1] > 90
    chart.show_stretch((1.5, 4))
    low, high = values_of(chart)
    assert 0 <= low < 1
    assert 3 < high < 4


def values_of(chart: LineChart) -> tuple[float, float]:
    low, high = chart.plot.widget.getPlotItem().viewRange()[1]
    return float(low), float(high)


def test_of_many_points_no_extreme_is_lost(chart: LineChart) -> None:
    y = np.zeros(100_000)
    y[54_321] = 7
    chart.show_series([Series("Each step", np.linspace(0, 10, 100_000), y, is_fine=True)])
    QApplication.processEvents()
    xs, ys = chart.plot._curves[0]._seen()
    assert len(xs) == len(ys) < 3000
    assert ys.max() == 7
    assert np.all(np.diff(xs) >= 0)


def test_other_values_come_with_another_title(chart: LineChart) -> None:
    chart.set_scale("Accuracy", Scale(100, "%", ".1f", 100), "higher is better")
    chart.show_series([Series("Accuracy", (1, 2), (0.5, 1.0))])
    assert chart.legend.accessibleName() == "Accuracy 100.0 %"
    assert chart.place.text() == "higher is better"
    assert chart.plot.widget.accessibleName() == "Accuracy. higher is better"
    assert 100 < values_of(chart)[1] < 105
    assert chart.plot.curves[0][1] == [50, 100]


def test_a_logarithmic_scale_bears_zero(chart: LineChart) -> None:
    chart.show_series([Series("Training", (1, 2, 3), (1.0, 0.0, 0.1))], [Mark("baseline", 0.0, "level")])
    chart.set_log(True)
    QApplication.processEvents()
    assert np.isfinite(chart.plot.curves[0][1]).all()
    assert chart.legend.accessibleName() == "Training 0.100"
    chart.set_log(False)
    assert chart.plot.curves[0][1] == [1.0, 0.0, 0.1]


def test_a_mark_that_moves_is_no_new_line(chart: LineChart) -> None:
    before = list(chart.plot._lines)
    chart.show_series([TRAINING], [Mark("best: 4", 4, "best"), Mark("baseline", 1.0, "level")])
    assert chart.plot._lines == before
    assert before[0].value() == 4
    assert before[0].label.toPlainText() == "best: 4"


def test_curves_come_and_go(chart: LineChart) -> None:
    chart.show_series([TRAINING])
    assert len(chart.plot.curves) == 1
    assert chart.plot._lines == []
    chart.show_series([])
    assert chart.legend.accessibleName() == ""


def test_no_curve_is_told_from_another_by_its_colour_alone() -> None:
    steps = Series("Each step", (1, 2), (0.5, 0.4), is_fine=True)
    looks = {(pen_of(one).style(), pen_of(one).widthF()) for one in (TRAINING, VALIDATION, BESIDE, steps)}
    assert len(looks) == 4


def test_the_wheel_scrolls_the_page_unless_ctrl_is_held(chart: LineChart) -> None:
    before = chart.plot.range
    assert not _turn(chart, Qt.KeyboardModifier.NoModifier)
    assert chart.plot.range == before
    _turn(chart, Qt.KeyboardModifier.ControlModifier)
    assert chart.plot.range != before


def test_it_follows_the_theme_while_it_is_shown(chart: LineChart) -> None:
    theme().choose("dark")
    try:
        assert chart.plot.widget.backgroundBrush().color() == theme().colour("surface")
        chart.show_series([VALIDATION])
        QApplication.processEvents()
    finally:
        theme().choose("light")


def _turn(chart: LineChart, held: Qt.KeyboardModifier) -> bool:
    """Turn the wheel over the middle of the plot; tells whether the chart took it."""
    viewport = chart.plot.widget.viewport()
    middle = QPointF(viewport.rect().center())
    event = QWheelEvent(
        middle, QPointF(viewport.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)
    return event.isAccepted()
