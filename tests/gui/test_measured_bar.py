"""A bar shows its share, also where Qt cannot count so far."""

import pytest
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from ptstudio.app.widgets.measured_bar import show_share


@pytest.mark.parametrize(("done", "total"), [(1, 4), (2**31, 2**33), (10**12, 4 * 10**12)])
def test_a_quarter_is_a_quarter(qtbot: QtBot, done: int, total: int) -> None:
    bar = QProgressBar()
    qtbot.addWidget(bar)
    show_share(bar, done, total)
    assert bar.value() / bar.maximum() == pytest.approx(0.25, abs=1e-6)


def test_an_unknown_end_makes_it_move_to_and_fro(qtbot: QtBot) -> None:
    bar = QProgressBar()
    qtbot.addWidget(bar)
    show_share(bar, 7, None)
    assert (bar.minimum(), bar.maximum()) == (0, 0)
