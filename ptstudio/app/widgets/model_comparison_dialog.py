"""Up to four models side by side in a window of its own, the best value of each row marked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ptstudio.app.model_comparison import ComparedFact
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import card, column
from ptstudio.app.widgets.side_by_side_dialog import SideBySideDialog
from ptstudio.app.widgets.text import label

NAMES_WIDTH = 130


class ModelComparisonDialog(SideBySideDialog):
    """A best value has the word “best” beside it, not only a colour."""

    def __init__(self, parent: QWidget, titles: Sequence[str], facts: Sequence[ComparedFact]) -> None:
        shown = QWidget()
        shown.setLayout(_grid(titles, facts))
        note = label(tr("Published accuracy was measured on other pictures than yours; on yours the order may differ."),
                     "muted")  # fmt: skip
        super().__init__(parent, tr("Compare models"), column(card(shown), None), note)
        self.resize(min(1100, 320 + 210 * len(titles)), 640)


def _grid(titles: Sequence[str], facts: Sequence[ComparedFact]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(Space.large)
    grid.setVerticalSpacing(Space.medium)
    grid.setColumnMinimumWidth(0, NAMES_WIDTH)
    for place, title in enumerate(titles, 1):
        grid.addWidget(_cell(title, "heading"), 0, place)
        grid.setColumnStretch(place, 1)
    for line, fact in enumerate(facts, 1):
        grid.addWidget(_cell(fact.name, "muted"), line, 0)
        for place, value in enumerate(fact.values):
            is_best = place in fact.best
            text = tr("{value} (best)", value=value) if is_best else value
            grid.addWidget(_cell(text, "good" if is_best else "body"), line, place + 1)
    return grid


def _cell(text: str, role: str) -> QLabel:
    made = label(text, role)
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return made
