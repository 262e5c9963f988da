"""Cards for what was found in pictures, in figures: classes, sizes, thresholds, kinds of mistakes; knows no task."""

from PySide6.QtWidgets import QWidget

from ptstudio.app.confusion_order import pixel_matrix
from ptstudio.app.formats import count, share
from ptstudio.app.pages._evaluate_sections import SectionCard
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.beside import Beside
from ptstudio.app.widgets.class_bars import ClassBar, ClassBars
from ptstudio.app.widgets.confusion_view import ConfusionView
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.numbers_table import NumbersTable
from ptstudio.app.widgets.placed_tables import BoxTable, MaskTable
from ptstudio.app.widgets.text import label
from ptstudio.app.widgets.threshold_view import ThresholdView
from ptstudio.core.box_words import ABOUT_ERRORS, ABOUT_SIZES, AVERAGE_PRECISION, error_rows, size_rows
from ptstudio.core.report import BoxClasses, BoxErrors, BoxSizes, MaskClasses, PixelConfusion, Thresholds


class BoxClassCard(SectionCard):
    """The classes one by one."""

    def __init__(self, section: BoxClasses) -> None:
        words = tr(
            "The weakest class first; click a column’s head to sort by it. What is at least {share} sure counts as "
            "found in the last two columns.",
            share=share(section.threshold, 0),
        )
        super().__init__(tr("Class by class"), words)
        self.table = BoxTable(section.rows)
        self.parts.addWidget(self.table)


class BoxSizeCard(SectionCard):
    """How well small, medium and large things are found."""

    is_narrow = True

    def __init__(self, section: BoxSizes) -> None:
        super().__init__(tr("By size"), tr(ABOUT_SIZES))
        heads = (tr("Size in your pictures"), tr("Things"), tr(AVERAGE_PRECISION))
        self.table = NumbersTable(tr("By size"), heads, is_whole=True, has_sum=False)
        rows = [
            (tr(title), count(number), "–" if precision is None else share(precision))
            for title, precision, number in size_rows(section)
        ]
        self.table.show_rows(rows)
        self.parts.addWidget(self.table)
        self.parts.addStretch(1)


class ThresholdCard(SectionCard):
    """What another probability would give; other cards draw what is found from there on."""

    def __init__(self, section: Thresholds) -> None:
        words = tr(
            "The surer it must be, the less it finds, and the less of that is wrong. A thing counts as found where its "
            "class is right and its box overlaps with the true one by at least half. Move the slider: the pictures "
            "below show what would be found."
        )
        super().__init__(tr("How sure must it be?"), words)
        self.view = ThresholdView(section)
        self.view.chosen.connect(self.least_chosen)
        self.parts.addWidget(self.view)


class BoxErrorCard(SectionCard):
    """What goes wrong, most often first, in plain words."""

    def __init__(self, section: BoxErrors) -> None:
        super().__init__(tr("What goes wrong"), tr(ABOUT_ERRORS))
        right, *wrong = error_rows(section)
        ordered = [right, *sorted(wrong, key=lambda row: -row[2])]
        self.bars = ClassBars(tr("What goes wrong"))
        self.bars.show_bars([ClassBar(tr(title), (number,)) for title, _, number in ordered])
        self.bars.setFixedHeight(self.bars.height_for(len(ordered)))
        said = [tr("{title}: {meaning}", title=tr(title), meaning=tr(meaning)) for title, meaning, _ in ordered[1:]]
        meanings = QWidget()
        meanings.setLayout(column(*(label(words, "small") for words in said), None, gap=Space.tight))
        bars = QWidget()
        bars.setLayout(column(self.bars, None))
        self.parts.addWidget(Beside(bars, meanings))


class MaskClassCard(SectionCard):
    """The classes one by one."""

    def __init__(self, section: MaskClasses) -> None:
        super().__init__(tr("Class by class"), tr("The weakest class first; click a column’s head to sort by it."))
        self.table = MaskTable(section.rows)
        self.parts.addWidget(self.table)


class PixelCard(SectionCard):
    """Which pixels are taken for which."""

    def __init__(self, section: PixelConfusion) -> None:
        words = tr("Each row is a class as it really is, each column what the network said of its pixels.")
        super().__init__(tr("What it mixes up"), words)
        self.view = ConfusionView(pixel_matrix(section))
        self.chosen = label("", "muted")
        self.view.chosen.connect(lambda truth, said: self.chosen.setText(self.view.matrix.words(truth, said)))
        self.parts.addWidget(self.view)
        self.parts.addWidget(self.chosen)
