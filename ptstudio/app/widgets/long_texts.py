"""Whether long texts are divided into parts, and of how many words; knows no import."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QSpinBox

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import label
from ptstudio.core.dataset import LEAST_WORDS, USUAL_WORDS

_MOST = 10_000


class LongTexts(QFrame):
    """`changed` is emitted when a person decides otherwise."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.is_wanted = QCheckBox(tr("Divide long texts into parts"))
        self.words = QSpinBox()
        self.words.setRange(LEAST_WORDS, _MOST)
        self.words.setSingleStep(10)
        self.words.setValue(USUAL_WORDS)
        self.words.setSuffix(tr(" words"))
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.words.setFixedWidth(124)
        self.words.setAccessibleName(tr("Most words of a part"))
        why = tr(
            "What a model cannot read for length is cut off. Parts are cut between sentences, and those of one text "
            "stay together. What is true of a text has to be true of its parts."
        )
        self._at_most = label(tr("At most"))
        inside = column(
            label(tr("Long texts"), "heading"),
            self.is_wanted,
            row(self._at_most, self.words, None, gap=Space.small),
            label(why, "small"),
            margin=Space.medium,
        )
        self.setLayout(inside)
        self.is_wanted.toggled.connect(self._decide)
        self.words.valueChanged.connect(self._decide)
        self._update()

    @property
    def most_words(self) -> int | None:
        """How many words a part has at most; None where texts stay whole."""
        return self.words.value() if self.is_wanted.isChecked() else None

    def show_decision(self, most_words: int | None) -> None:
        """Show what is decided already."""
        for part in (self.is_wanted, self.words):
            part.blockSignals(True)
        self.is_wanted.setChecked(most_words is not None)
        self.words.setValue(most_words or self.words.value())
        for part in (self.is_wanted, self.words):
            part.blockSignals(False)
        self._update()

    def _decide(self) -> None:
        self._update()
        self.changed.emit()

    def _update(self) -> None:
        for part in (self._at_most, self.words):
            part.setVisible(self.is_wanted.isChecked())
