"""The licences that a person has to accept before models of a pack are taken in; remembers nothing."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout

from ptstudio.app import pack_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import clear, column, row
from ptstudio.app.widgets.licence_button import LicenceButton
from ptstudio.app.widgets.text import label
from ptstudio.core.licence import Licence
from ptstudio.core.pretrained import PretrainedModel


class PackLicences(QFrame):
    """`changed` is emitted when a person accepts, or takes that back; other licences are to be accepted anew.

    The box `accept` is to be laid out where it is always in view.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._asked: list[tuple[Licence, str]] = []
        self._each = QVBoxLayout()
        self._each.setSpacing(Space.small)
        self.accept = QCheckBox(tr("I have read the licences and accept them"))
        self.accept.toggled.connect(lambda _: self.changed.emit())
        self.setLayout(column(label(tr("Licences"), "heading"), self._each, gap=Space.small, margin=Space.medium))
        for part in (self, self.accept):
            part.hide()

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to accept, or it is accepted."""
        return not self._asked or self.accept.isChecked()

    def ask_for(self, models: Iterable[PretrainedModel]) -> None:
        """Ask for the licences of these models."""
        asked = pack_words.by_licence(models)
        if asked != self._asked:
            self._asked = asked
            self.accept.setChecked(False)
            clear(self._each)
            for licence, titles in asked:
                self._add(licence, titles)
        for part in (self, self.accept):
            part.setVisible(bool(asked))

    def _add(self, licence: Licence, titles: str) -> None:
        words = label(pack_words.of_licence(titles, licence))
        line = row(words, LicenceButton(licence, self), gap=Space.medium)
        line.setStretch(0, 1)
        self._each.addLayout(line)
        if licence.address and not licence.text:
            self._each.addWidget(label(tr("Its text: {address}", address=licence.address), "small", is_selectable=True))
