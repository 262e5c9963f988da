"""The stages of the wizard at its side: where one is, what is done, what is still to come."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel

from ptstudio.app.icons import pixmap
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import label, restyle

_WIDTH = 168


class StageList(QFrame):
    """Shows; what leads from stage to stage are the wizard's buttons."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("kind", "sidebar")
        self.setFixedWidth(_WIDTH)
        self._names = tuple(names)
        self._here = 0
        self._marks = [QLabel() for _ in names]
        self._words = [label(name) for name in names]
        rows = [row(mark, words, None, gap=Space.small) for mark, words in zip(self._marks, self._words, strict=True)]
        inside = column(*rows, None, gap=Space.large, margin=Space.large)
        inside.setContentsMargins(Space.medium, Space.large, Space.small, Space.large)
        self.setLayout(inside)
        theme().changed.connect(self._redraw)
        self._redraw()

    def show_stage(self, place: int) -> None:
        """The stage at this place is shown."""
        self._here = place
        self._redraw()

    def _redraw(self) -> None:
        for place, (mark, words) in enumerate(zip(self._marks, self._words, strict=True)):
            name, colour, role = ("done", "good", "body") if place < self._here else ("todo", "muted", "muted")
            if place == self._here:
                name, colour, role = "ready", "accent", "heading"
            mark.setPixmap(pixmap(name, colour))
            mark.setAlignment(Qt.AlignmentFlag.AlignTop)
            words.setProperty("role", role)
            words.setWordWrap(False)
            restyle(words)
        here = self._names[self._here]
        self.setAccessibleName(
            tr("Stage {number} of {count}: {name}", number=self._here + 1, count=len(self._names), name=here)
        )
