"""The theme is switched live, and each widget is styled anew only so often as it must be."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from ptstudio.app.theme import DARK, LIGHT, theme


class Counter(QObject):
    """Counts how often what it watches is styled anew."""

    styled = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count, and let everything through."""
        self.styled += event.type() is QEvent.Type.StyleChange
        return False


@pytest.fixture(autouse=True)
def _light() -> Iterator[None]:
    theme().choose("light")
    yield
    theme().choose("light")


def test_a_widget_deep_inside_is_styled_anew_twice_and_not_once_for_every_one_above_it(qtbot: QtBot) -> None:
    outermost = QWidget()
    qtbot.addWidget(outermost)
    inner, words = outermost, QLabel("words")
    for depth in range(12):
        held: QWidget = words if depth == 11 else QWidget()
        layout = QVBoxLayout(inner)
        layout.addWidget(held)
        inner = held
    outermost.show()
    counter = Counter(outermost)
    words.installEventFilter(counter)
    theme().choose("dark")
    assert 1 <= counter.styled <= 2
    assert words.palette().windowText().color().name() == DARK.text
    theme().choose("light")
    assert words.palette().windowText().color().name() == LIGHT.text
