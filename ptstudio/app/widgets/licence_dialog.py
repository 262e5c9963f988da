"""What to know before a model is fetched: licence, size, source, room on the disk, and leave to use the network."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ptstudio.app import formats, licence_words
from ptstudio.app.download_state import Wanted
from ptstudio.app.network_words import forbidden, leave_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.facts_table import FactsTable
from ptstudio.app.widgets.layout import boxed, card, row
from ptstudio.app.widgets.licence_button import LicenceButton
from ptstudio.app.widgets.text import Button, Sign, label
from ptstudio.app.widgets.titled_dialog import TitledDialog
from ptstudio.core.amount import MB
from ptstudio.core.folders import library_folder
from ptstudio.core.licence import Licence, Obligation, licence_of
from ptstudio.core.offline import is_always_offline, is_offline
from ptstudio.core.room import free_bytes

COPIES = 2
"""Weights lie on the disk twice for a moment: as they have arrived, and as they are taken into the library."""


class LicenceDialog(TitledDialog):
    """`accepted` means that the licence is accepted and the network may be used. It does neither by itself."""

    def __init__(self, parent: QWidget, wanted: Wanted, *, is_accepted: bool) -> None:
        super().__init__(parent, tr("Get {title}?", title=wanted.title))
        self._wanted = wanted
        self._licence = licence_of(wanted.licence, is_gated=wanted.is_gated)
        self.is_forbidden = is_always_offline()
        self.stay = Button(tr("Close") if self.is_forbidden else tr("Cancel"))
        self.agree = Button(_agreeing(is_accepted=is_accepted), "primary", "drop")
        if self.is_forbidden:
            self.agree.hide()
        for button, action in ((self.stay, self.reject), (self.agree, self.accept)):
            button.setAutoDefault(True)
            button.clicked.connect(action)
        network = [] if not is_offline() else [_network(is_forbidden=self.is_forbidden)]
        self.lay_out(FactsTable(facts(wanted), columns=1), self._terms(is_accepted=is_accepted), *network, None,
                     buttons=row(None, self.stay, self.agree))  # fmt: skip
        (self.stay if self.is_forbidden else self.agree).setFocus()

    def _terms(self, *, is_accepted: bool) -> QFrame:
        """The licence: its name, its duties, and its text or where to read it."""
        name = tr("Licence: {name}", name=licence_words.name_of(self._licence))
        parts = [_duty(*duty) for duty in licence_words.duties(self._licence)]
        known = [label(tr("You have accepted this licence before."), "muted")] if is_accepted else []
        self.read = LicenceButton(self._licence, self)
        where = label(_where_to_read(self._licence, self._wanted.source), "small", is_selectable=True)
        if self._licence.text:
            where.hide()
        return card(label(name, "heading"), *parts, *known, row(self.read, None), where)


def facts(wanted: Wanted) -> list[tuple[str, str]]:
    """Where it comes from, how large it is, and how much room there is."""
    return [
        (tr("From"), wanted.source),
        (tr("Size"), formats.size(wanted.size_mb) if wanted.size_mb else tr("not known before it is looked up")),
        (tr("Free disk space"), _room(wanted.size_mb or 0)),
    ]


def _room(size_mb: float) -> str:
    free_mb = free_bytes(library_folder()) / MB
    if COPIES * size_mb > free_mb:
        return tr("{free}: too little, {needed} are needed for a moment",
                  free=formats.size(free_mb), needed=formats.size(COPIES * size_mb))  # fmt: skip
    return formats.size(free_mb)


def _duty(duty: Obligation | None, words: str) -> QHBoxLayout:
    if duty in licence_words.GRAVE:
        return _marked("attention", "warning", words)
    return _marked("done", "good", words) if duty is None else _marked("info", "accent", words)


def _marked(icon_name: str, colour: str, words: str) -> QHBoxLayout:
    sign = Sign(icon_name, colour, 18)
    sign.setAlignment(Qt.AlignmentFlag.AlignTop)
    made = row(sign, label(words))
    made.setStretch(1, 1)
    return made


def _network(*, is_forbidden: bool) -> QFrame:
    words = " ".join(forbidden()) if is_forbidden else leave_words()
    inside = _marked("offline", "bad" if is_forbidden else "text", words)
    inside.setContentsMargins(Space.medium, Space.medium, Space.medium, Space.medium)
    return boxed(inside, "notice")


def _agreeing(*, is_accepted: bool) -> str:
    if is_offline():
        return tr("Allow the network and get it") if is_accepted else tr("Accept, allow the network and get it")
    return tr("Get it") if is_accepted else tr("Accept and get it")


def _where_to_read(licence: Licence, source: str) -> str:
    if licence.address:
        return tr("Its text: {address}", address=licence.address)
    return tr("Read what its publisher says: {address}", address=source)
