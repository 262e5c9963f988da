"""A pretrained model to choose: its title, a sentence, its facts, and whether it suits this machine."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from typing_extensions import override

from ptstudio.app.icons import pixmap
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.facts_table import FactsTable
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import label


@dataclass(frozen=True)
class ModelCardText:
    """All that a card says; `role` is good, warning or bad and goes with `verdict`."""

    title: str
    marks: str
    summary: str
    facts: Sequence[tuple[str, str]]
    verdict: str
    reason: str
    role: str


_ICONS = {"good": "done", "warning": "attention", "bad": "failed"}


class ModelCard(QPushButton):
    """Checked while its model is the chosen one; says so in words too."""

    def __init__(self, text: ModelCardText) -> None:
        super().__init__()
        self.setProperty("kind", "tile")
        self.setCheckable(True)
        self._text = text
        self._radio, self._verdict_icon = QLabel(), QLabel()
        self.chosen_words = label(tr("chosen"), "good")
        self.chosen_words.setWordWrap(False)
        title, marks = label(text.title, "heading"), label(text.marks, "small")
        for words in (title, marks):
            words.setWordWrap(False)
        top = row(title, marks, None, self.chosen_words, gap=Space.medium)
        judged = label(text.verdict, text.role)
        judged.setWordWrap(False)
        verdict = row(self._verdict_icon, judged, label(text.reason, "muted"))
        verdict.setStretch(2, 1)
        parts = column(top, label(text.summary), FactsTable(text.facts), verdict, gap=Space.small)
        self._inside = row(self._radio, parts, gap=Space.medium, margin=Space.medium)
        self._inside.setStretch(1, 1)
        self._inside.setAlignment(self._radio, Qt.AlignmentFlag.AlignTop)
        self.setLayout(self._inside)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(self._redraw)
        theme().changed.connect(self._redraw)
        self._redraw()

    @override
    def sizeHint(self) -> QSize:
        """As large as what is on it; a push button would only measure its own text."""
        return self._inside.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        """As small as what is on it allows."""
        return self._inside.minimumSize()

    @override
    def hasHeightForWidth(self) -> bool:
        """Its texts wrap."""
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        """How high it has to be for all texts to show."""
        return self._inside.totalHeightForWidth(width)

    def _redraw(self) -> None:
        is_chosen, text = self.isChecked(), self._text
        self._radio.setPixmap(pixmap("done" if is_chosen else "todo", "accent" if is_chosen else "muted"))
        self._verdict_icon.setPixmap(pixmap(_ICONS[text.role], text.role, 16))
        self.chosen_words.setVisible(is_chosen)
        state = tr("chosen") if is_chosen else tr("not chosen")
        self.setAccessibleName(f"{text.title}, {state}")
        self.setAccessibleDescription(
            ". ".join([text.summary, *(f"{name}: {value}" for name, value in text.facts), text.verdict, text.reason])
        )
