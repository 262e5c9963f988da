"""Up to four models side by side in a window of its own, the best value of each row marked, and a button for each."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ptstudio.app import formats
from ptstudio.app.model_badges import place_badge
from ptstudio.app.model_browsing import Listed
from ptstudio.app.model_comparison import ComparedFact
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import card, column
from ptstudio.app.widgets.side_by_side_dialog import SideBySideDialog
from ptstudio.app.widgets.text import Button, label

NAMES_WIDTH, MODEL_WIDTH, HEIGHT = 130, 240, 760
_TOP_LEFT = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class ModelComparisonDialog(SideBySideDialog):
    """A best value has the word “best” beside it, not only a colour. `chosen(key)` is emitted to start from a model,
    `wanted(key)` to get one; both close the window.
    """

    chosen = Signal(str)
    wanted = Signal(str)

    def __init__(self, parent: QWidget, models: Sequence[Listed], facts: Sequence[ComparedFact], chosen: str) -> None:
        """`chosen` is the key of the model that a person has chosen, if one has."""
        grid = _grid([listed.model.title for listed in models], facts)
        shown = QWidget()
        shown.setLayout(grid)
        note = label(tr("Published accuracy was measured on other samples than yours; on yours the order may differ."),
                     "muted")  # fmt: skip
        size = NAMES_WIDTH + MODEL_WIDTH * max(len(models), 2), HEIGHT
        super().__init__(parent, tr("Compare models"), column(card(shown), None), size, note)
        for place, listed in enumerate(models, 1):
            grid.addWidget(self._action(listed, is_chosen=listed.key == chosen), 1, place, _TOP_LEFT)

    def _action(self, listed: Listed, *, is_chosen: bool) -> QWidget:
        """The button of a model, or why there is none."""
        if is_chosen:
            return _cell(tr("chosen"), "good")
        if not listed.does_task:
            return _cell(tr("for another task"), "muted")
        if listed.is_here:
            return self._button(tr("Start from it"), "done", self.chosen, listed)
        if listed.arrived is not None:
            return _cell(place_badge(listed).text, "muted")
        return self._button(tr("Get ({size})", size=formats.size(listed.model.size_mb)), "drop", self.wanted, listed)

    def _button(self, words: str, icon_name: str, signal: SignalInstance, listed: Listed) -> Button:
        made = Button(words, "plain", icon_name)
        made.setAccessibleName(tr("{title}: {words}", title=listed.model.title, words=words))
        made.clicked.connect(self.accept)
        made.clicked.connect(partial(signal.emit, listed.key))
        return made


def _grid(titles: Sequence[str], facts: Sequence[ComparedFact]) -> QGridLayout:
    """The facts below the titles, between which a line is left free for the buttons."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(Space.large)
    grid.setVerticalSpacing(Space.medium)
    grid.setColumnMinimumWidth(0, NAMES_WIDTH)
    for place, title in enumerate(titles, 1):
        grid.addWidget(_cell(title, "heading"), 0, place)
        grid.setColumnStretch(place, 1)
    for line, fact in enumerate(facts, 2):
        grid.addWidget(_cell(fact.name, "muted"), line, 0)
        for place, value in enumerate(fact.values):
            is_best = place == fact.best
            text = tr("{value} (best)", value=value) if is_best else value
            grid.addWidget(_cell(text, "good" if is_best else "body"), line, place + 1)
    return grid


def _cell(text: str, role: str) -> QLabel:
    made = label(text, role)
    made.setAlignment(_TOP_LEFT)
    return made
