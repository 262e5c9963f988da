"""What stands where no model is shown: which filter hides how many, a button to loosen each, and the way to the Hub."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import clear, column, row
from ptstudio.app.widgets.text import Button, Sign, label


class NoneFound(QFrame):
    """`loosened(name)` is emitted when a person wants a filter taken away, with no name for all of them;
    `hub_wanted(words)` when the words are to be looked for on the Hub.
    """

    loosened = Signal(str)
    hub_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        heading, self.text = label(tr("No model is like this"), "heading"), label("", "muted")
        for words in (heading, self.text):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = column()
        middle = row(None, self._buttons, None)
        self.setLayout(column(None, Sign("search", "accent", 40), heading, self.text, middle, None, margin=Space.large))

    def offer(self, loosening: Sequence[tuple[str, str, int]], searched: str) -> None:
        """Offer to loosen these filters: the name of each, its words, and how many models it hides; and to look for
        what was `searched` elsewhere.
        """
        clear(self._buttons)
        if searched:
            asking = Button(tr("Search the Hub for “{words}”", words=searched), "primary", "search")
            asking.clicked.connect(partial(self.hub_wanted.emit, searched))
            self._buttons.addWidget(asking)
        for name, words, count in loosening:
            said = tr("Show 1 model") if count == 1 else tr("Show {count} models", count=count)
            self._add(tr("{said} without “{filter}”", said=said, filter=words), name)
        self._add(tr("Clear the search and all filters"), "")
        if loosening:
            self.text.setText(tr("One filter less would be enough."))
        else:
            self.text.setText(tr("No single filter less would show something."))

    def _add(self, text: str, name: str) -> None:
        button = Button(text)
        button.clicked.connect(partial(self.loosened.emit, name))
        self._buttons.addWidget(button)
