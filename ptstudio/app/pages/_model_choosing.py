"""Choosing on the Model page: what the next training starts from, and the few ways in which a person changes that."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject

from ptstudio.app.model_advice import Advice, proposed
from ptstudio.app.model_choice import Choice
from ptstudio.app.model_stock import ModelStock
from ptstudio.app.pages._page import Page
from ptstudio.app.translation import tr
from ptstudio.app.widgets.model_chosen_line import ChosenLine
from ptstudio.app.widgets.text import Button


class ModelChoosing(QObject):
    """Looking at a model chooses nothing; `line`, which is to be laid out on the page, says what is chosen, `advised`
    what is said of some models.
    """

    def __init__(self, page: Page, stock: ModelStock) -> None:
        super().__init__(page)
        self._page, self._stock = page, stock
        self.advised: Mapping[str, Advice] = {}
        self.line = ChosenLine()

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        key, session = self._page.session.model, self._page.session
        return Choice(key, self._stock.find(key), session.is_model_chosen, self.advised.get(key))

    def propose(self) -> None:
        """Start from what is recommended and ready, as long as a person has chosen nothing."""
        chosen = self._stock.find(self._page.session.model)
        is_of_another_task = chosen is not None and not chosen.does_task
        if (key := proposed(self._stock.all, self.advised)) or is_of_another_task:
            self._page.session.propose_model(key)

    def choose(self, key: str) -> None:
        """Start from a model, as a person wants it, if it is ready."""
        if self._stock.can_start(key):
            self._page.session.choose_model(key)

    def take_new(self, key: str, name: str, *, is_waited_for: bool) -> None:
        """Say that a model has come; start from it where a person waits for it and chose no other, else offer it."""
        notice = self._page.notice
        words = tr("{name} is ready.", name=name)
        if not self._stock.can_start(key):
            notice.show_message("info", words, tr("It is made for another task than this one."))
            return
        if is_waited_for and not self._page.session.is_model_chosen:
            self.choose(key)
        if key == self._page.session.model:
            notice.show_message("good", words, tr("Your training starts from it."))
            return
        start = Button(tr("Start from it"), "plain", "done")
        start.clicked.connect(partial(self._accept, key))
        chosen = self.choice.listed
        kept = tr("Your training still starts from {title}.", title=chosen.model.title) if chosen is not None else ""
        notice.show_message("good", words, kept, actions=(start,))

    def show_line(self, *, is_hidden: bool) -> None:
        """Say what is chosen, and whether the filters hide it."""
        choice = self.choice
        self.line.setVisible(bool(self._stock.all))
        self.line.show_choice(choice, is_hidden=is_hidden and choice.listed is not None,
                              is_selected=self._stock.selected == choice.key)  # fmt: skip

    def _accept(self, key: str) -> None:
        self._page.notice.hide()
        self.choose(key)
