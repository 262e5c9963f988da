"""From which model the next training starts, in a line above the list of models; decides nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ptstudio.app.model_choice import Choice
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button, Sign, label


class ChosenLine(QFrame):
    """`show_wanted` is emitted when a person wants to see the chosen model in the list."""

    show_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self._sign = Sign("done", "good")
        self.words = ElidedLabel("")
        self.hidden = label(tr("Hidden by search or filters."), "warning")
        self.hidden.setWordWrap(False)
        self.show_it = Button(tr("Show it"), "quiet", "look", tr("Select the chosen model in the list"))
        self.show_it.clicked.connect(self.show_wanted)
        kept = self.show_it.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the line is as high without it
        self.show_it.setSizePolicy(kept)
        inside = row(self._sign, self.words, self.hidden, self.show_it, gap=Space.small)
        inside.setContentsMargins(Space.small, Space.tight, Space.small, Space.tight)
        inside.setStretch(1, 1)
        self.setLayout(inside)

    def show_choice(self, choice: Choice, *, is_hidden: bool, is_selected: bool) -> None:
        """Say what is chosen, whether the filters hide it, and offer to show it unless it is selected."""
        self.words.show_text(choice.words, choice.tip)
        is_stopgap = choice.advice is not None and choice.advice.is_stopgap and not choice.is_by_person
        if not choice.can_start:
            self._sign.show_icon("attention", "warning")
        else:
            self._sign.show_icon(*(("info", "warning") if is_stopgap else ("done", "good")))
        self.hidden.setVisible(is_hidden)
        self.show_it.setVisible(choice.listed is not None and not is_selected)
