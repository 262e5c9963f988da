"""The answers of this session as cards, the newest first, with their pictures loaded in the background.

It shows what it is told of `Tried` pictures and asks no model.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app import formats
from ptstudio.app.background import Background
from ptstudio.app.overlay import Layer, Overlay, load_layer
from ptstudio.app.translation import tr
from ptstudio.app.tried import Tried, overlay_of, seen_words
from ptstudio.app.widgets.answer_card import LARGER_SIDE, LEAST_WIDTH, AnswerCard
from ptstudio.app.widgets.card_grid import CardGrid
from ptstudio.app.widgets.layout import column
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.prediction import HeatMap
from ptstudio.data._corrected import label_of


class _Shown(NamedTuple):
    file: Path
    overlay: Overlay | None


class AnswerList(QWidget):
    """`corrected(entry, label)` and `undo_requested(entry)` when a person finds an answer wrong, or right after all;
    `enlarged(entry)` when they want to see what was found, large.
    """

    corrected = Signal(object, str)
    undo_requested = Signal(object)
    enlarged = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[int, AnswerCard] = {}
        self._shown: dict[int, _Shown] = {}
        self._grid = CardGrid(LEAST_WIDTH)
        self._background = Background(self)
        self.setLayout(column(self._grid))

    def card(self, entry: Tried) -> AnswerCard | None:
        """The card of an entry, if it is shown."""
        return self._cards.get(entry.number)

    def show_entries(self, entries: Sequence[Tried]) -> None:
        """Show these; the pictures of new ones are loaded."""
        cards = {entry.number: self._cards.get(entry.number) or self._new_card(entry) for entry in entries}
        self._shown = {number: shown for number, shown in self._shown.items() if number in cards}
        self._cards = cards
        self._grid.show_cards(list(cards.values()))

    def show_waiting(self, entries: Sequence[Tried], text: str) -> None:
        """These have been asked for; `text` says what they wait for."""
        for card in filter(None, map(self.card, entries)):
            card.show_waiting(text)

    def show_unanswered(self, entries: Sequence[Tried], text: str) -> None:
        """Nobody answers for these any more; `text` says why, or what to do."""
        for card in filter(None, map(self.card, entries)):
            card.show_nothing(text)

    def show_answer(self, entry: Tried, *, has_heat_map: bool) -> None:
        """Show what is known of an entry by now, its heat map in place of its picture where that is wanted."""
        card, made = self.card(entry), entry.made
        if card is None or made is None:
            return
        if made.prediction is None:
            card.show_problem(made.message, made.hint)
            card.picture.show_icon("attention")
            return
        facts = tr("{time} · {model}", time=formats.blink(made.seconds), model=entry.model)
        card.show_answer(overlay_of(entry) or made.prediction, facts, entry.labels, seen_words(made.split))
        if entry.kept is not None:
            self.show_kept(entry)
        self.show_picture(entry, has_heat_map=has_heat_map)

    def show_kept(self, entry: Tried) -> None:
        """Show that an answer was corrected and where its picture lies, or that it is no longer corrected."""
        card = self.card(entry)
        if card is None:
            return
        if entry.kept is not None:
            card.correction.show_kept(label_of(entry.kept.parent.name), is_taken_in=entry.is_taken_in)
        else:
            card.correction.show_taken_back()

    def show_picture(self, entry: Tried, *, has_heat_map: bool) -> None:
        """Show the picture with what was found in it, or where the network looked if that is wanted and known."""
        explanation = entry.made.explanation if entry.made is not None else None
        if has_heat_map and isinstance(explanation, HeatMap):
            self._turn_to(entry, Path(explanation.file), None)
        else:
            self._turn_to(entry, entry.file, overlay_of(entry))

    def show_least(self, entry: Tried, least: float) -> None:
        """Show what is at least so probable."""
        self._keep_least(entry, least)
        card = self.card(entry)
        if card is not None:
            card.show_least(least)

    def wait(self) -> None:
        """Let what is being loaded end."""
        self._background.wait()

    def _new_card(self, entry: Tried) -> AnswerCard:
        card = AnswerCard(entry.file.name, str(entry.file))
        card.correction.corrected.connect(partial(self.corrected.emit, entry))
        card.correction.undo_requested.connect(partial(self.undo_requested.emit, entry))
        card.enlarged.connect(partial(self.enlarged.emit, entry))
        card.least_chosen.connect(partial(self._keep_least, entry))
        self._turn_to(entry, entry.file, None)
        return card

    def _keep_least(self, entry: Tried, least: float) -> None:
        entry.least = least

    def _turn_to(self, entry: Tried, file: Path, overlay: Overlay | None) -> None:
        """Load a picture, unless it is the one that is shown."""
        shown = _Shown(file, overlay)
        if self._shown.get(entry.number) == shown:
            return
        self._shown[entry.number] = shown
        colours = ClassColours(entry.labels)
        load = partial(load_layer, (file,), 2 * LARGER_SIDE, overlay, colours)
        self._background.do(load, partial(self._loaded, entry, shown, colours))

    def _loaded(self, entry: Tried, shown: "_Shown", colours: ClassColours, layer: object) -> None:
        """What is wrong with a picture is said by the model's answer; a heat map may be gone with its worker."""
        card = self.card(entry)
        if card is None or self._shown.get(entry.number) != shown or not isinstance(layer, Layer):
            return
        if not layer.image.isNull():
            card.picture.show_layer(layer, colours)
        elif shown.file != entry.file:
            self.show_picture(entry, has_heat_map=False)
        else:
            card.picture.show_icon("attention")
