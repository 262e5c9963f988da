"""One split of a report drawn out: headline, figures, words on trust, sections, and samples looked at large."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ptstudio.app.background import Background
from ptstudio.app.measured import sections_of
from ptstudio.app.metric_figure import Figure, figures
from ptstudio.app.pages._evaluate_cards import section_card
from ptstudio.app.pages._evaluate_sections import Album, SectionCard
from ptstudio.app.sample_files import SampleFiles
from ptstudio.app.sample_words import PICTURE
from ptstudio.app.session import Session
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.beside import Beside
from ptstudio.app.widgets.layout import boxed, clear, column, row
from ptstudio.app.widgets.metric_card import MetricCard
from ptstudio.app.widgets.sample_dialog import LargeSample, SampleDialog
from ptstudio.app.widgets.text import Sign, label, line
from ptstudio.core.errors import JobFailure, PTStudioError
from ptstudio.core.events import PredictionMade, RunFailed
from ptstudio.core.metric import MetricFacts
from ptstudio.core.prediction import HeatMap
from ptstudio.core.report import Report
from ptstudio.core.sentence import say_all
from ptstudio.core.trust import cautions, meaning
from ptstudio.tasks import all_tasks

ROOM_FOR_TWO_PAIRS = 640
ROOM_FOR_CLASSES = 1080
"""Two thirds of it hold every column of the table of classes."""


class ReportView(QWidget):
    """Draws a split; asks the warm worker about samples. `refused(PTStudioError)` where that cannot be done."""

    refused = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._thumbnails = Background(self)
        self._drawn: tuple[Path, float, str] | None = None
        self._training: Path | None = None
        self._files: SampleFiles | None = None
        self._answers: dict[str, PredictionMade] = {}
        self._asked: set[str] = set()
        self.cards: list[SectionCard] = []
        self.dialog: SampleDialog | None = None
        self._parts = column(gap=Space.medium)
        self.setLayout(self._parts)
        session.predictor.failed.connect(self._not_answered)

    def show_nothing(self) -> None:
        """There is no report."""
        self._clear()
        self.hide()

    def show_report(self, training: Path, folder: Path, report: Report, split: str, files: SampleFiles) -> None:
        """Draw a split of the report in `folder`; what is drawn already stays."""
        drawn = (folder, (folder / "report.json").stat().st_mtime, split)
        if drawn == self._drawn:
            return
        self._clear()
        self._drawn, self._training, self._files = drawn, training, files
        self._show_figures(report, split)
        album = Album(kind_of(report), files.sight, self._thumbnails, files.file, report.classes)
        for section in sections_of(report.splits[split]):
            shown = section_card(section, album)
            shown.opened.connect(self.open_samples)
            shown.explained.connect(self._explain)
            shown.least_chosen.connect(self._show_least)
            self.cards.append(shown)
        self._arrange_cards()
        self.show()

    def open_samples(self, samples: Sequence[LargeSample], place: int) -> None:
        """Show a sample large; the others can be leafed through."""
        files = self._files
        if files is None:
            return
        if self.dialog is not None:
            self.dialog.close()
        self.dialog = SampleDialog(samples, place, files.file, self.window())
        self.dialog.wanted.connect(lambda sample, _: self._ask(sample))
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.show()

    def end(self) -> None:
        """Wait for what is being loaded."""
        if self.dialog is not None:
            self.dialog.close()
        self._thumbnails.wait()

    def _show_figures(self, report: Report, name: str) -> None:
        split, metrics = report.splits[name], metrics_of(report)
        shown = figures(split, metrics)
        if not shown:
            return
        headline = MetricCard(shown[0], is_headline=True)
        words = column(
            label(tr("What this means"), "heading"),
            label(say_all(meaning(split, metrics), tr)),
            margin=Space.medium,
        )
        found = cautions(report, split, metrics)
        if found:
            words.addWidget(line())
            words.addWidget(label(tr("How far to trust it"), "heading"))
        for each in found:
            words.addLayout(_caution(each.say(tr)))
        words.addStretch(1)
        self._parts.addWidget(Beside(headline, boxed(words, "card"), (1, 2), room=640))
        groups = _grouped(shown[1:])
        for at in range(0, len(groups) - 1, 2):
            first, second = groups[at : at + 2]
            shares = len(first), len(second)
            self._parts.addWidget(Beside(_side_by_side(first), _side_by_side(second), shares, ROOM_FOR_TWO_PAIRS))
        if len(groups) % 2:
            self._parts.addWidget(_side_by_side(groups[-1]))

    def _arrange_cards(self) -> None:
        waiting: SectionCard | None = None
        for shown in self.cards:
            if waiting is not None and shown.is_narrow:
                self._parts.addWidget(Beside(waiting, shown, (2, 1), room=ROOM_FOR_CLASSES))
                waiting = None
            elif shown.is_narrow:
                waiting = shown
            else:
                self._parts.addWidget(shown)
        if waiting is not None:
            self._parts.addWidget(waiting)

    def _explain(self, samples: list[str]) -> None:
        for sample in samples:
            self._ask(sample)

    def _show_least(self, least: float) -> None:
        for shown in self.cards:
            shown.show_least(least)

    def _ask(self, sample: str) -> None:
        """Have the warm worker look at a sample, unless it has done so before and its pictures are still there."""
        made = self._answers.get(sample)
        if made is not None and (not isinstance(made.explanation, HeatMap) or Path(made.explanation.file).is_file()):
            self._take(sample, made)
            return
        asked = self._files.asked(sample) if self._files is not None else None
        if asked is not None and self._training is not None:
            self._asked.add(sample)
            try:
                self._session.predictor.ask(self._training, [asked], partial(self._take, sample), explain=True)
            except PTStudioError as error:
                self.refused.emit(error)
        elif self.dialog is not None:
            self.dialog.show_problem(sample, tr("The model cannot be asked."), tr("The sample is not known any more."))

    def _take(self, sample: str, made: PredictionMade) -> None:
        self._asked.discard(sample)
        if made.prediction is None:
            if self.dialog is not None:
                self.dialog.show_problem(sample, made.message, made.hint)
            return
        self._answers[sample] = made
        if self.dialog is not None:
            self.dialog.show_answer(sample, made.prediction, made.explanation)
        if isinstance(made.explanation, HeatMap):
            for shown in self.cards:
                shown.show_heat_map(sample, Path(made.explanation.file))

    def _not_answered(self, failure: RunFailed) -> None:
        """Say it where it was asked; what another page asked is none of this one's business."""
        if self.dialog is not None:
            self.dialog.show_problem(self.dialog.sample.id, failure.message, failure.hint)
        elif self._asked:
            self.refused.emit(JobFailure(failure.message, failure.hint))
        self._asked.clear()

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None

    def _clear(self) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self._thumbnails.drop()
        self._drawn, self.cards = None, []
        self._answers.clear()
        self._asked.clear()
        clear(self._parts)


def kind_of(report: Report) -> str:
    """What its samples are; pictures where the task is not known here."""
    task = all_tasks().get(report.task)
    return task.icon if task is not None else PICTURE


def metrics_of(report: Report) -> tuple[MetricFacts, ...]:
    """The facts of the metrics of the report's task; none where the task is not known here."""
    task = all_tasks().get(report.task)
    return task.metrics if task is not None else ()


def _caution(words: str) -> QHBoxLayout:
    """A sentence with a sign before it."""
    made = row(Sign("attention", "warning", 18), label(words))
    made.setStretch(1, 1)
    return made


def _grouped(shown: Sequence[Figure]) -> list[Sequence[Figure]]:
    """Two by two, and the last three together where one would be left alone."""
    cuts = [*range(0, len(shown) - len(shown) % 2, 2), len(shown)] if len(shown) > 1 else [0, len(shown)]
    return [shown[first:last] for first, last in pairwise(cuts) if last > first]


def _side_by_side(shown: Sequence[Figure]) -> QWidget:
    made = QWidget()
    made.setLayout(row(*map(MetricCard, shown), gap=Space.medium))
    return made
