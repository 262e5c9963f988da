"""Reports are read at once where that takes a blink, and in the background where it takes longer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ptstudio.app import report_reader
from ptstudio.app.report_reader import ReportReader
from tests.helpers import reports


@pytest.fixture
def reader(qapp: QApplication) -> Iterator[ReportReader]:
    owner = QObject(qapp)
    made = ReportReader(owner)
    yield made
    made.end()
    owner.deleteLater()


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "report.json").write_text(reports.report(("cat", "dog")).to_text())
    return tmp_path


def test_a_small_report_is_there_at_once(reader: ReportReader, run: Path) -> None:
    reader.turn_to(run)
    assert reader.report is not None
    assert reader.report.classes == ("cat", "dog")
    reader.turn_to(None)
    assert reader.report is None


def test_a_large_report_comes_later_and_the_last_one_asked_for_wins(
    reader: ReportReader, run: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_reader, "AT_ONCE_BYTES", 0)
    other = run / "other"
    other.mkdir()
    (other / "report.json").write_text(reports.report(("owl", "bee", "ant")).to_text())
    reader.turn_to(run)
    assert reader.is_reading
    with qtbot.waitSignal(reader.changed, timeout=10_000):
        reader.turn_to(other)
    assert not reader.is_reading
    assert reader.report is not None
    assert reader.report.classes == ("owl", "bee", "ant")


@pytest.mark.parametrize("at_once", [0, 1_000_000])
def test_a_damaged_report_is_refused_and_tried_again(
    reader: ReportReader, run: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(report_reader, "AT_ONCE_BYTES", at_once)
    (run / "report.json").write_text('{"task": 1}')
    for _ in range(2):
        with qtbot.waitSignal(reader.refused, timeout=10_000) as refused:
            reader.turn_to(run)
        assert refused.args[0].message == "The report of this run cannot be read."
        assert (reader.report, reader.is_reading) == (None, False)
