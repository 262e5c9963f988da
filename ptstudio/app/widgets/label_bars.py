"""The labels that are given to a sample, and how probable these and others are."""

from PySide6.QtWidgets import QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.probability_bars import Bar, ProbabilityBars
from ptstudio.app.widgets.text import label
from ptstudio.core.prediction import Labels


class LabelBars(QWidget):
    """The labels in words, with a bar for each of the most probable ones and a line from where on it is given."""

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        self.said = label(labels.said if labels.given else tr("None of the labels."), "heading")
        self.bars = ProbabilityBars(
            [Bar(each.label, each.probability, each.is_given, each.threshold) for each in labels.labels]
        )
        self.bars.setToolTip(f"{self.bars.toolTip()}\n{tr('A label is given where its bar reaches the line.')}")
        self.setAccessibleName(tr("Labels: {list}", list=self.said.text()))
        self.setLayout(column(self.said, self.bars, gap=Space.small))
