"""The parts of the data page that know no page: findings, counts, bars, a table's columns."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from ptstudio.app.sample_words import PICTURE
from ptstudio.app.widgets.class_bars import ClassBars, bars_of
from ptstudio.app.widgets.counts_table import CountsTable
from ptstudio.app.widgets.findings_table import FindingsTable
from ptstudio.app.widgets.format_examples import FormatExamples
from ptstudio.app.widgets.job_progress import JobProgress
from ptstudio.app.widgets.numbers_table import NumbersTable
from ptstudio.app.widgets.table_preview import TablePreview
from ptstudio.core.dataset import Counts, Finding, Split
from ptstudio.data import all_formats
from ptstudio.tasks import all_tasks

BROKEN = Finding(kind="truncated", severity="error", path="/a/cat/1.jpg", reason="Too short.", remedy="Copy it.")
SMALL = Finding(kind="tiny-class", severity="warning", path="/a", reason="Only two hens.", remedy="Add some.")


@pytest.fixture
def findings(qtbot: QtBot) -> FindingsTable:
    made = FindingsTable()
    qtbot.addWidget(made)
    made.show()
    made.show_findings([BROKEN, SMALL])
    return made


def test_findings_are_filtered_by_what_a_person_types_and_picks(findings: FindingsTable) -> None:
    QTest.keyClicks(findings.words, "hens")
    assert findings.shown == [SMALL]
    findings.words.clear()
    findings.severity.setCurrentIndex(findings.severity.findData("error"))
    assert findings.shown == [BROKEN]
    findings.severity.setCurrentIndex(0)
    findings.kind.setCurrentIndex(findings.kind.findData("tiny-class"))
    assert findings.shown == [SMALL]


def test_the_chosen_finding_is_shown_whole_and_in_its_folder(findings: FindingsTable, qtbot: QtBot) -> None:
    assert not findings.open.isEnabled()
    findings.table.selectRow(0)
    assert findings._detail.text() == "Too short. Copy it."
    with qtbot.waitSignal(findings.folder_requested) as asked:
        QTest.mouseClick(findings.open, Qt.MouseButton.LeftButton)
    assert asked.args == [Path("/a/cat/1.jpg")]


def test_what_is_shown_is_exported(
    findings: FindingsTable, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out.csv"), ""))
    QTest.keyClicks(findings.words, "hens")
    with qtbot.waitSignal(findings.export_requested) as asked:
        QTest.mouseClick(findings.export, Qt.MouseButton.LeftButton)
    assert asked.args == [tmp_path / "out.csv", [SMALL]]


def test_without_findings_there_is_a_sentence_and_no_empty_table(findings: FindingsTable) -> None:
    findings.show_findings(())
    assert not findings.table.isVisible()
    assert "Nothing to mend" in findings._summary.text()


def test_counts_are_shown_by_class_and_split_with_their_sums(qtbot: QtBot) -> None:
    table = CountsTable("Counts")
    qtbot.addWidget(table)
    by_split = {Split.TRAIN: {"cat": 1200, "dog": 3}, Split.TEST: {"cat": 5, "dog": 0}}
    table.show_counts(Counts(by_split=by_split), PICTURE)
    assert table.title.isHidden()
    assert table.empty.isHidden()
    assert rows_of(table.table) == [
        ["cat", "1,200", "0", "5", "1,205"],
        ["dog", "3", "0", "0", "3"],
        ["All", "1,203", "0", "5", "1,208"],
    ]


def test_what_is_marked_is_counted_beside_the_samples_that_hold_it(qtbot: QtBot) -> None:
    table = CountsTable("Counts")
    qtbot.addWidget(table)
    table.show_counts(
        Counts(
            by_split={Split.TRAIN: {"cell": 7}, Split.VALIDATION: {"cell": 2}},
            samples={Split.TRAIN: 9, Split.VALIDATION: 2},
            marked={Split.TRAIN: {"cell": 4000}, Split.VALIDATION: {"cell": 30}},
            empty={Split.TRAIN: 2},
        ),
        PICTURE,
    )
    numbers = ["4,000 in 7", "30 in 2", "0 in 0", "4,030 in 9"]
    assert rows_of(table.table) == [["cell", *numbers], ["All", *numbers]]
    assert not table.title.isHidden()
    assert table.empty.text() == "2 pictures hold none of them: they teach what is not to be found."
    table.show_counts(None, PICTURE)
    assert rows_of(table.table) == []


def rows_of(table: NumbersTable) -> list[list[str]]:
    model = table.model()
    return [[model.index(line, place).data() for place in range(5)] for line in range(model.rowCount())]


def test_bars_tell_their_numbers_without_colours_and_draw_any_number_of_classes(qtbot: QtBot) -> None:
    bars = ClassBars("Samples of each class")
    qtbot.addWidget(bars)
    bars.resize(400, 200)
    many = [{f"class {number:04d}": 10_000 - number for number in range(3000)}, {"class 0000": 5}]
    bars.show_bars(bars_of(many), ("Training", "Test"))
    bars.show()
    bars.verticalScrollBar().setValue(bars.verticalScrollBar().maximum())
    QApplication.processEvents()
    assert bars.bars[0].total == 10_005
    assert bars.accessibleDescription().startswith("class 0000: 10,005, class 0001: 9,999")
    bars.show_bars([])
    assert not bars.grab().isNull()


def test_a_column_is_mapped_by_its_combo_box(qtbot: QtBot) -> None:
    preview = TablePreview()
    qtbot.addWidget(preview)
    fields = ("image", "label", "split", "group")
    rows = (("1.jpg", "cat", "x"),)
    preview.show_table(fields, ("file", "animal", "note"), rows, {"image": "file", "label": "animal"})
    assert preview.mapping == {"image": "file", "label": "animal", "split": "", "group": ""}
    header = preview.table.horizontalHeaderItem(1)
    assert header is not None
    assert header.text() == "animal · Class"
    preview.show()
    box = preview.boxes["label"]
    box.setFocus()
    with qtbot.waitSignal(preview.mapped) as mapped:
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert mapped.args is not None
    assert mapped.args[0]["label"] == "note"


def test_the_boxes_are_those_of_the_fields_that_the_format_knows(qtbot: QtBot) -> None:
    preview = TablePreview()
    qtbot.addWidget(preview)
    preview.show_table(("image", "label"), ("a", "b"), (), {"image": "a"})
    preview.show_table(("text", "pair", "label", "language"), ("a", "b"), (("x", "y"),), {"text": "a", "label": "b"})
    assert preview.mapping == {"text": "a", "pair": "", "label": "b", "language": ""}
    assert [box.accessibleName() for box in preview.boxes.values()] == [
        "Column that holds: Text", "Column that holds: Second text", "Column that holds: Class",
        "Column that holds: Language",
    ]  # fmt: skip
    box = preview.boxes["text"]
    preview.show_table(("text", "pair", "label", "language"), ("a", "b"), (), {"text": "b"})
    assert preview.boxes["text"] is box
    assert box.currentData() == "b"


def test_progress_is_stopped_once(qtbot: QtBot) -> None:
    progress = JobProgress("Stop it")
    qtbot.addWidget(progress)
    progress.show_progress("Reading", "5 of 9", 5, 9)
    with qtbot.waitSignal(progress.stopped):
        QTest.mouseClick(progress.stop, Qt.MouseButton.LeftButton)
    assert not progress.stop.isEnabled()
    progress.hide()
    progress.show_progress("Reading", "", 0, None)
    assert progress.stop.isEnabled()


def test_every_format_of_every_task_has_an_example(qtbot: QtBot) -> None:
    for task in all_tasks().values():
        examples = FormatExamples()
        qtbot.addWidget(examples)
        examples.show_formats([all_formats()[key] for key in task.formats])
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        shown = [part for part in examples.findChildren(QLabel) if part.font().family() == fixed]
        assert len(shown) == len(task.formats)
        assert all(part.text() for part in shown)
