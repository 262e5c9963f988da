"""Everything about one model: why it suits or not, how to get it, its facts, and its model card."""

import re

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QWidget

from ptstudio.app import formats
from ptstudio.app.model_advice import Advice
from ptstudio.app.model_badges import Badge, badges
from ptstudio.app.model_browsing import Listed
from ptstudio.app.model_choice import Choice
from ptstudio.app.model_facts import card_text, details_of
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.facts_table import FactsTable
from ptstudio.app.widgets.layout import clear, column, row
from ptstudio.app.widgets.tall_text import TallText
from ptstudio.app.widgets.text import Button, IconButton, Sign, label, line


class ModelDetails(QFrame):
    """`chosen(key)` asks to start from it. Of a model that is not here, `wanted(key)` asks for its weights, and
    `copied(address)` for their address; `compared(bool)` is emitted when the box is ticked.
    """

    chosen = Signal(str)
    wanted = Signal(str)
    copied = Signal(str)
    compared = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._key = self._source = self._size = ""
        self._advice: Advice | None = None
        self._is_here = False
        self.heading = label("", "heading")
        self.chosen_words = label("", "good")
        self.chosen_words.setWordWrap(False)
        self.summary = label("")
        self._reasons, self._facts = column(gap=Space.small), column()
        self.absent = label("", "muted")
        self.start = Button(tr("Start from this model"), "primary", "done")
        self.start.clicked.connect(lambda: self.chosen.emit(self._key))
        self.get = Button(tr("Get"), "primary", "drop")
        self.get.clicked.connect(lambda: self.wanted.emit(self._key))
        self.copy = IconButton("copy", tr("Copy the address of its weights"))
        self.copy.clicked.connect(lambda: self.copied.emit(self._source))
        self.compare = QCheckBox(tr("Compare"))
        self.compare.toggled.connect(self.compared)
        self.card = TallText(tr("Model card"))
        top = row(self.heading, self.chosen_words, gap=Space.medium)
        top.setStretch(0, 1)
        top.setAlignment(self.chosen_words, Qt.AlignmentFlag.AlignTop)
        self.buttons = row(self.start, self.get, self.copy, self.compare, None, gap=Space.medium)
        inside = QWidget()
        inside.setObjectName("details")
        inside.setLayout(
            column(top, self.summary, self.buttons, self._reasons, self.absent, self._facts, line(), self.card, None,
                   gap=Space.medium, margin=Space.medium)
        )  # fmt: skip
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(tr("Details of the selected model"))
        scroll.setStyleSheet("QScrollArea, QWidget#details { background: transparent; }")
        scroll.setWidget(inside)
        self.setLayout(column(scroll, margin=1))

    def show_model(self, listed: Listed, advice: Advice | None, choice: Choice, *, is_offline: bool) -> None:
        """Show this model, which may be that of the `choice`."""
        model = listed.model
        self._key, self._source, self._size = model.key, model.source, formats.size(model.size_mb)
        self.heading.setText(model.title)
        is_chosen = listed.key == choice.key
        self.chosen_words.setText(choice.mark if is_chosen else "")
        self.chosen_words.setVisible(is_chosen)
        self.start.setVisible(listed.can_start and not (is_chosen and choice.is_by_person))
        self.summary.setText(tr(model.summary) if model.summary else tr("Added from {source}.", source=model.source))
        self._advice = advice
        self.renew(listed)
        for part in (self.get, self.copy):
            part.setVisible(not listed.is_here)
        self._is_here = listed.is_here
        self.absent.setVisible(not listed.is_here)
        self.absent.setText(_absent_words(is_offline=is_offline))
        clear(self._facts)
        self._facts.addWidget(FactsTable(details_of(listed), columns=1))
        self.card.setMarkdown(_with_small_headings(card_text(listed)))

    def renew(self, listed: Listed) -> None:
        """Say anew how the model that is shown stands here."""
        clear(self._reasons)
        for badge in badges(listed, self._advice):
            self._reasons.addLayout(_reason(badge))

    def show_getting(self, *, is_under_way: bool, is_begun: bool) -> None:
        """Say whether its weights are on their way, or have been and are partly here."""
        words = tr("Go on getting it") if is_begun else tr("Get ({size})", size=self._size)
        self.get.setText(tr("On its way…") if is_under_way else words)
        self.get.setEnabled(not is_under_way)
        self.absent.setVisible(not (self._is_here or is_under_way))

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
    way = tr("You can also fetch its file by a browser, here or on another computer, and add it below.")
    if is_offline:
        return tr("PTStudio is offline, and asks before it uses the network. {way}", way=way)
    return tr("PTStudio fetches and verifies it. {way}", way=way)
