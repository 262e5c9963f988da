"""The drawer at the right that explains a page's words to a beginner, and steps aside."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ptstudio.app.help_texts import Topic
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.help_drawing import HelpDrawing
from ptstudio.app.widgets.layout import clear, column, row
from ptstudio.app.widgets.text import IconButton, label


class HelpDrawer(QFrame):
    """`closed` is emitted when a person closes it."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "drawer")
        self.setFixedWidth(Space.drawer)
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
