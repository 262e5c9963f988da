"""The smaller parts of the train page, each by itself."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from ptstudio.app.passage import Passage
from ptstudio.app.throttle import Throttle
from ptstudio.app.turns import Turns
from ptstudio.app.widgets.log_view import LogView
from ptstudio.app.widgets.plan_view import PlanView
from ptstudio.app.widgets.preset_picker import PresetPicker
from ptstudio.app.widgets.preview_card import PreviewCard
from ptstudio.app.widgets.timings_view import TimingsView
from ptstudio.app.widgets.varied_samples import VariedSamples
from ptstudio.app.widgets.watch_cell import SIDE, Answer
from ptstudio.app.widgets.watch_grid import WatchGrid
from ptstudio.core.machine import Choice, Timing
from ptstudio.core.preview import Variations, VariedSample
from ptstudio.tasks import all_tasks
from tests.helpers.pictures import save
from tests.helpers.windows import PLAN


def test_many_askings_are_one_redrawing(qtbot: QtBot) -> None:
    widget = LogView()
    qtbot.addWidget(widget)
    throttle = Throttle(widget, 30)
    drawn: list[bool] = []
    throttle.due.connect(lambda: drawn.append(True))
    for _ in range(50):
        throttle.ask()
    qtbot.waitUntil(lambda: bool(drawn), timeout=2000)
    qtbot.wait(60)
    assert len(drawn) == 1
    throttle.ask()
    throttle.drop()
    qtbot.wait(60)
    assert len(drawn) == 1


def test_presets_are_chosen_by_keys_too(qtbot: QtBot) -> None:
    picker = PresetPicker(all_tasks()["image-classification"].presets)
    qtbot.addWidget(picker)
    picker.show()
    picker.choose("balanced")
    assert picker.tiles["balanced"].isChecked()
    with qtbot.waitSignal(picker.chosen) as chosen:
        QTest.keyClick(picker.tiles["quick"], Qt.Key.Key_Space)
    assert chosen.args == ["quick"]
    assert not picker.tiles["balanced"].isChecked()
    assert picker.tiles["quick"].accessibleDescription().startswith("Trains only a new last layer")


def test_a_plan_shows_time_memory_and_reasons(qtbot: QtBot) -> None:
    view = PlanView()
    qtbot.addWidget(view)
    view.show()
    view.show_plan(PLAN)
    QApplication.processEvents()
    texts = view.texts()
    assert "About 2 min and 900 MB of memory; it may stop sooner." in texts
    assert "Adjusting the last third of the network" in texts
    assert "80 s" in texts
    assert "Batch size: 32" in texts
    assert "8 adjustments in each pass over 252 training samples." in texts
    view.show_failure("The memory ran out.", "Choose smaller.")
    assert "80 s" not in view.texts()


def test_what_was_tried_for_a_choice_opens_by_a_key(qtbot: QtBot) -> None:
    timings = (Timing(way="float32, channels last", samples_per_s=101), Timing(way="bfloat16", samples_per_s=1214.4))
    tried = Choice(name="way_of_looking", value="bfloat16", reason="The best of 2.", timings=timings)
    view = PlanView()
    qtbot.addWidget(view)
    view.show()
    view.show_plan(PLAN.model_copy(update={"choices": (*PLAN.choices, tried)}))
    QApplication.processEvents()
    (table,) = view.findChildren(TimingsView)
    assert table.button.accessibleName() == "What was tried for “Way of looking”"
    assert not table.table.isVisible()
    table.button.setFocus()
    QTest.keyClick(table.button, Qt.Key.Key_Space)
    assert table.table.isVisible()
    said = [shown.text() for shown in table.findChildren(QLabel)]
    assert said == ["bfloat16 (chosen)", "1,214 a second", "float32, channels last", "101 a second"]


def test_a_plan_that_needs_more_memory_than_there_is_says_so(qtbot: QtBot) -> None:
    view = PlanView()
    qtbot.addWidget(view)
    view.show()
    view.show_plan(PLAN.model_copy(update={"free_memory_mb": 2 * PLAN.memory_mb}))
    QApplication.processEvents()
    assert not any("may not fit" in text for text in view.texts())
    view.show_plan(PLAN.model_copy(update={"free_memory_mb": PLAN.memory_mb / 2}))
    QApplication.processEvents()
    assert any("Only 450 MB of memory can be had" in text for text in view.texts())


def test_samples_that_do_not_vary_are_said_to_be_shown_as_they_are(qtbot: QtBot, tmp_path: Path) -> None:
    file = str(save(tmp_path / "one.png"))
    samples = (VariedSample(sample="a", truth="cat", plain=file, varied=(file, file)),)
    card = PreviewCard(Variations)
    qtbot.addWidget(card)
    card.resize(600, 300)
    assert isinstance(card.view, VariedSamples)
    card.show_preview(Variations(is_varied=False, samples=samples))
    assert card.view.names() == ["cat"]
    assert "as it is" in card.state.text()
    card.show_preview(Variations(is_varied=True, samples=samples))
    assert card.view.names() == ["cat", "cat, varied 1", "cat, varied 2"]


def test_answers_are_marked_in_words_and_pictures_asked_for_once(qtbot: QtBot) -> None:
    grid = WatchGrid()
    qtbot.addWidget(grid)
    grid.resize(950, 200)
    grid.show()
    answers = [Answer("a", "cat", "cat", 0.9), Answer("b", "dog", "cat", 0.6)]
    assert grid.show_answers(answers) == ["a", "b"]
    assert grid.show_answers(answers) == []
    right, wrong = grid.cells
    assert (right.verdict, wrong.verdict) == ("Right", "Wrong")
    assert wrong.accessibleName() == "Wrong. cat, 60 %. It is: dog"
    red = QImage(8, 4, QImage.Format.Format_RGB888)
    red.fill("red")
    grid.show_picture("b", red)
    grid.show_picture("no longer here", red)
    centre = QPoint(SIDE // 2, SIDE // 2)
    assert wrong.grab().toImage().pixelColor(centre) == QColor("red")
    assert right.grab().toImage().pixelColor(centre) != QColor("red")
    grid.show_answers(answers[:1])
    assert len(grid.cells) == 1


def test_a_dozen_samples_stand_in_even_rows_and_only_changed_ones_are_painted(qtbot: QtBot) -> None:
    grid = WatchGrid()
    qtbot.addWidget(grid)
    answers = [Answer(str(number), "cat", "dog", 0.5) for number in range(12)]
    for width, rows in ((1160, 2), (730, 3), (300, 6)):
        grid.resize(width, 400)
        grid.show_answers(answers)
        grid.show()
        QApplication.processEvents()
        assert len({cell.y() for cell in grid.cells}) == rows
        assert max(cell.geometry().right() for cell in grid.cells) < width
    painted: list[int] = []
    for number, cell in enumerate(grid.cells):
        cell.installEventFilter(Paintings(cell, number, painted))
    grid.show_answers([*answers[:3], Answer("3", "cat", "cat", 0.7), *answers[4:]])
    QApplication.processEvents()
    assert painted == [3]


class Paintings(QObject):
    """Notes that a widget was painted."""

    def __init__(self, widget: QWidget, number: int, painted: list[int]) -> None:
        super().__init__(widget)
        self._number, self._painted = number, painted

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._painted.append(self._number)
        return False


def test_pieces_take_turns_and_one_that_waits_is_done_once(qtbot: QtBot) -> None:
    owner = QObject()
    turns = Turns(owner)
    done: list[str] = []
    first, second = partial(done.append, "first"), partial(done.append, "second")
    turns.ask(first, second)
    turns.ask(first)
    assert done == []
    qtbot.waitUntil(lambda: done == ["first", "second"], timeout=2000)
    turns.ask(first, second)
    turns.drop()
    qtbot.wait(60)
    assert len(done) == 2
    turns.ask(second)
    turns.finish()
    assert done[2:] == ["second"]


def test_the_log_switches_between_words_and_what_was_printed(qtbot: QtBot) -> None:
    log = LogView()
    qtbot.addWidget(log)
    log.show()
    log.add_lines(["12:00  Started.", "12:01  Getting ready"])
    assert log.words.toPlainText().splitlines()[1] == "12:01  Getting ready"
    with qtbot.waitSignal(log.printed_wanted):
        QTest.mouseClick(log.switch, Qt.MouseButton.LeftButton)
    log.show_printed("")
    assert log.printed.isVisible()
    assert log.printed.toPlainText() == "Nothing was printed."
    log.start_anew()
    assert log.words.toPlainText() == ""


def test_a_text_is_watched_by_how_it_begins(qtbot: QtBot) -> None:
    grid = WatchGrid()
    qtbot.addWidget(grid)
    grid.resize(860, 300)
    grid.show()
    answers = [Answer(str(number), "cat", "cat", 0.9) for number in range(12)]
    for sample in grid.show_answers(answers):
        grid.show_passage(sample, Passage(f"text\n{sample}"))
    QApplication.processEvents()
    assert len({cell.y() for cell in grid.cells}) == 4
    assert grid.cells[3].accessibleName() == "Right. cat, 90 %. It is: cat. text 3"
    assert not grid.cells[3].grab().isNull()
    grid.show_answers([Answer("other", "dog", "cat", 0.5)])
    assert grid.cells[0].passage is None
