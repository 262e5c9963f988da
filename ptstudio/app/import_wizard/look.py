"""The third stage: look at the samples by class; rename, merge and leave out classes."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from ptstudio.app import file_opening, lengths_words, sample_words
from ptstudio.app.import_wizard._stage import Bench, Stage
from ptstudio.app.import_wizard.class_list import ClassList
from ptstudio.app.marked_counts import empty_words, marked_words
from ptstudio.app.placed_tasks import has_boxes
from ptstudio.app.source_samples import FoundSamples, SourceTexts, SourceTiles
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.class_bars import ClassBar, ClassBars
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.sample_view import Samples, SampleView
from ptstudio.app.widgets.text import Button, label, set_role
from ptstudio.core.errors import DatasetError
from ptstudio.tasks import all_tasks

LEAST_WIDTH = 300
"""Room for two names of classes side by side, in pixels."""


class LookStage(Stage):
    """Shows samples while they are still being found."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(
            bench,
            tr("Look at your classes"),
            tr("Untick a class to leave it out. Type another name to rename it; equal names become one class."),
        )
        self._shown: str | None = None
        marked = tr("Things") if has_boxes(self.draft.task) else tr("Areas")
        self.classes = ClassList(sample_words.title(self.draft.kind), marked)
        self.classes.decided.connect(self._show_outcome)
        self.classes.chosen.connect(self._show_class)
        self.bars = ClassBars(tr("Classes as they will be learned"))
        self._words, self.lengths = label("", "muted"), label("", "small")
        self._things = label("", "muted")
        self.samples = SampleView()
        self.samples.show_kind(self.draft.kind)
        self.samples.opened.connect(file_opening.open_file)
        self.grid = self.samples.grid
        self.all = Button(tr("Show all classes"), "quiet", "back")
        self.all.clicked.connect(lambda: self._show_class(None))
        self.samples.add_filter(self.all)
        self._lay_out()
        bench.reader.grew.connect(self._grow)
        bench.reader.finished.connect(self._grow)
        bench.reader.finished.connect(self._tell_lengths)

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        at_left = column(self.classes, self._words, self._things, self.lengths, self.bars)
        at_right = column(self.samples)
        at_left.setContentsMargins(0, 0, Space.small, 0)
        at_right.setContentsMargins(Space.small, 0, 0, 0)
        left.setLayout(at_left)
        right.setLayout(at_right)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(1, 3)
        parts.setHandleWidth(2)
        left.setMinimumWidth(LEAST_WIDTH)
        self.body.addWidget(parts, 1)

    @override
    def initializePage(self) -> None:
        """Show what was found so far; more comes while it is found."""
        self._take_counts()
        self._show_class(None)
        self._tell_lengths()

    @override
    def isComplete(self) -> bool:
        """Once everything is read, and something is left to be learned."""
        return self.bench.reader.is_done and not self._refusal()

    @override
    def leave(self) -> None:
        self.samples.end()

    def _grow(self) -> None:
        if self.isVisible():
            self._take_counts()
            self.samples.grow()

    def _take_counts(self) -> None:
        self.draft.classes.found(self.draft.samples.counts, self.draft.samples.marked_by_label)
        self.classes.show_plan(self.draft.classes)
        self._show_outcome()

    def _tell_lengths(self) -> None:
        """Only of texts, and only once all of them are there."""
        lengths = self.draft.samples.lengths
        is_known = self.bench.reader.is_done and len(lengths) > 0
        self.lengths.setText(lengths_words.before_a_model(lengths) if is_known else "")
        self.lengths.setVisible(is_known)

    def _show_class(self, name: str | None) -> None:
        self._shown = name
        self.all.setVisible(name is not None)
        self.samples.set_samples(_SAMPLES[self.draft.kind](self.draft.samples, name))

    def _show_outcome(self) -> None:
        outcome = self.draft.classes.outcome
        shown = self.draft.classes.marked_left or outcome
        self.bars.show_bars([ClassBar(name, (count,)) for name, count in shown.items()])
        if not self.bench.reader.is_done:
            words, role = sample_words.still_finding(self.draft.kind, len(self.draft.samples.files)), "muted"
        elif refusal := self._refusal():
            words, role = refusal, "warning"
        else:
            number = self.draft.samples.count_left(outcome)
            words, role = sample_words.will_be_learned(self.draft.kind, len(outcome), number), "muted"
        self._words.setText(words)
        set_role(self._words, role)
        self._things.setText(self._marked_words())
        self._things.setVisible(role == "muted" and bool(self._things.text()))
        self.completeChanged.emit()

    def _marked_words(self) -> str:
        """What is marked in the samples so far, and how many hold nothing."""
        kind, samples = self.draft.kind, self.draft.samples
        said = marked_words(kind, self.draft.classes.marked_left, are_areas=not has_boxes(self.draft.task))
        return " ".join(filter(None, (f"{said}." if said else "", empty_words(kind, samples.empty))))

    def _refusal(self) -> str:
        """Why nothing can be learned from the classes that are left; empty where something can."""
        try:
            all_tasks()[self.draft.task].refuse_few_classes(list(self.draft.classes.outcome))
        except DatasetError as error:
            return f"{tr(error.message)} {tr(error.hint)}"
        return ""


_SAMPLES: dict[str, Callable[[FoundSamples, str | None], Samples]] = {
    sample_words.PICTURE: SourceTiles,
    sample_words.TEXT: SourceTexts,
}
