"""Everything about one model: why it suits or not, its facts, and its model card; it fetches nothing."""

import re

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QTextBrowser, QWidget

from ptstudio.app.model_badges import Badge, badges
from ptstudio.app.model_browsing import Listed
from ptstudio.app.model_facts import card_text, details_of
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.facts_table import FactsTable
from ptstudio.app.widgets.layout import clear, column, row
from ptstudio.app.widgets.text import Button, Sign, label

CARD_HEIGHT = 220


class ModelDetails(QFrame):
    """`copied(address)` for the address of weights that are not here, `compared(bool)` when the box is ticked."""

    copied = Signal(str)
    compared = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._source = ""
        self.heading = label("", "heading")
        self.chosen_words = label(tr("chosen"), "good")
        self.chosen_words.setWordWrap(False)
        self.summary = label("")
        self._reasons, self._facts = column(gap=Space.small), column()
        self.absent = label("", "muted")
        self.copy = Button(tr("Copy the address"), "plain", "copy")
        self.copy.clicked.connect(lambda: self.copied.emit(self._source))
        self.compare = QCheckBox(tr("Compare"))
        self.compare.toggled.connect(self.compared)
        self.card = QTextBrowser()
        self.card.setAccessibleName(tr("Model card"))
        self.card.setOpenLinks(False)
        self.card.setTabChangesFocus(True)
        self.card.setMinimumHeight(CARD_HEIGHT)
        top = row(self.heading, self.chosen_words, gap=Space.medium)
        top.setStretch(0, 1)
        top.setAlignment(self.chosen_words, Qt.AlignmentFlag.AlignTop)
        self.buttons = row(self.copy, self.compare, None, gap=Space.medium)
        inside = QWidget()
        inside.setObjectName("details")
        inside.setLayout(
            column(top, self.summary, self._reasons, self.absent, self.buttons, self._facts, self.card,
                   gap=Space.medium, margin=Space.medium)
        )  # fmt: skip
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(tr("Details of the selected model"))
        scroll.setStyleSheet("QScrollArea, QWidget#details { background: transparent; }")
        scroll.setWidget(inside)
        self.setLayout(column(scroll, margin=1))

    def show_model(self, listed: Listed, advice: str, *, is_chosen: bool, is_offline: bool) -> None:
        """Show this model; `advice` says why it is recommended, if it is."""
        model = listed.model
        self._source = model.source
        self.heading.setText(model.title)
        self.chosen_words.setVisible(is_chosen)
        self.summary.setText(tr(model.summary) if model.summary else tr("Added from {source}.", source=model.source))
        clear(self._reasons)
        for badge in badges(listed, advice):
            self._reasons.addLayout(_reason(badge))
        self.copy.setVisible(not listed.is_here)
        self.absent.setVisible(not listed.is_here)
        self.absent.setText(_absent_words(is_offline=is_offline))
        clear(self._facts)
        self._facts.addWidget(FactsTable(details_of(listed), columns=1))
        self.card.setMarkdown(_with_small_headings(card_text(listed)))

    def show_compared(self, is_compared: bool) -> None:
        """Say whether the model is among those to be compared."""
        with QSignalBlocker(self.compare):
            self.compare.setChecked(is_compared)


def _with_small_headings(markdown: str) -> str:
    """A card's own headings are made for a page of their own."""
    return re.sub(r"^#{1,3} ", "#### ", markdown, flags=re.MULTILINE)


def _reason(badge: Badge) -> QHBoxLayout:
    """A badge with its reason below."""
    sign = Sign(badge.icon_name, badge.colour, 18)
    sign.setAlignment(Qt.AlignmentFlag.AlignTop)
    role = badge.colour if badge.colour in ("good", "warning", "bad") else "body"
    words = column(label(badge.text, role), label(badge.tip, "muted"), gap=0)
    made = row(sign, words)
    made.setStretch(1, 1)
    return made


def _absent_words(*, is_offline: bool) -> str:
    way = tr("Fetch its file with a browser, here or on another computer, and add it below as a file; a folder in "
             "Hugging Face format does as well. A model pack from another computer brings it too, by the command "
             "“ptstudio models unpack FILE”.")  # fmt: skip
    return tr("PTStudio is offline and fetches nothing. {way}", way=way) if is_offline else way
