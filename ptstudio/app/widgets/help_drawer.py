"""The drawer beside or below the page that explains its words to a beginner, and steps aside."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ptstudio.app.help_texts import Topic
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.help_drawing import HelpDrawing
from ptstudio.app.widgets.layout import clear, column, row
from ptstudio.app.widgets.text import IconButton, label, restyle

LOW = 230
QWIDGETSIZE_MAX = 2**24 - 1
"""Qt's own name for no limit, which PySide6 does not know."""


class HelpDrawer(QFrame):
    """`closed` is emitted when a person closes it."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "drawer")
        self.setAccessibleName(tr("Help"))
        close = IconButton("close", tr("Close the help"))
        close.clicked.connect(self.closed)
        self._topics = QVBoxLayout()
        self._topics.setSpacing(Space.small)
        inside = QWidget()
        inside.setLayout(column(self._topics, None, margin=Space.tight))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setAccessibleName(tr("Explanations"))
        top = row(label(tr("What the words mean"), "heading"), close)
        self.setLayout(column(top, scroll, gap=Space.small, margin=Space.medium))
        self.stand(is_beside=True)

    def stand(self, *, is_beside: bool) -> None:
        """Stand at the right of the page, or below it where the window is narrow."""
        if is_beside:
            self.setFixedWidth(Space.drawer)
            self.setMaximumHeight(QWIDGETSIZE_MAX)
        else:
            self.setMinimumWidth(0)
            self.setMaximumWidth(QWIDGETSIZE_MAX)
            self.setMaximumHeight(LOW)
        self.setProperty("isBelow", not is_beside)
        restyle(self)

    def show_topics(self, topics: Sequence[Topic]) -> None:
        """Explain these words."""
        clear(self._topics)
        for topic in topics:
            self._topics.addWidget(label(topic.word, "heading"))
            if topic.drawing:
                self._topics.addWidget(HelpDrawing(topic.drawing, topic.word))
            self._topics.addWidget(label(topic.text))
            self._topics.addSpacing(Space.medium)
        if not topics:
            self._topics.addWidget(label(tr("There is nothing to explain on this page."), "muted"))
