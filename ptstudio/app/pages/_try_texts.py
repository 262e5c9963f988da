"""Trying a model on texts: one that is typed, answered meanwhile, and those of files, each answered in a list."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app import formats, sample_words
from ptstudio.app.background import Background
from ptstudio.app.passage import Passage
from ptstudio.app.sample_files import SampleFiles
from ptstudio.app.sample_words import TEXT
from ptstudio.app.session import Session
from ptstudio.app.text_files import TextFile, texts_in
from ptstudio.app.text_rows import ListedRows, TextRow
from ptstudio.app.text_trying import TextTrying
from ptstudio.app.theme import Space
from ptstudio.app.trained_runs import trained_run
from ptstudio.app.translation import tr
from ptstudio.app.widgets.beside import Beside
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.text import label
from ptstudio.app.widgets.text_answer import TextAnswer
from ptstudio.app.widgets.text_asking import TextAsking
from ptstudio.app.widgets.text_list import TextList
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import PredictionMade
from ptstudio.core.jobs import TrainJob
from ptstudio.core.prediction import WordWeights

MOST_ROWS = 5


class TryTexts(QWidget):
    """`failed(PTStudioError)` where a model cannot be asked, `asked` when it was."""

    failed = Signal(object)
    asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._background = Background(self, threads=1)
        self._files: list[TextFile] = []
        self._said: dict[int, PredictionMade] = {}
        self.trying = TextTrying(session, self)
        self.trying.answered.connect(self._show_answer)
        session.predictor.failed.connect(self._show_unanswered)
        self.asking, self.answer = TextAsking(), TextAnswer()
        self.asking.asked.connect(self._ask)
        self.asking.emptied.connect(self._forget)
        hint = label(tr("Text files can be dropped anywhere on this page."), "small")
        left = QWidget()
        left.setLayout(column(self.asking, hint, None, gap=Space.small))
        self._heading = label("", "heading")
        self.files = TextList(tr("Texts of files and their answers"), MOST_ROWS)
        self.files.opened.connect(self._open)
        self.setLayout(column(Beside(left, self.answer), self._heading, self.files, gap=Space.medium))
        self._show_files()

    def redraw(self) -> None:
        """Ask for a second text where the shown training has learned from pairs; ask it anew."""
        run, project = trained_run(self._session), self._session.project
        if run is not None and project is not None and isinstance(run.job, TrainJob):
            self.asking.ask_for(SampleFiles(project, run.job.dataset).names_of_pairs)

    def ask_again(self) -> None:
        """Ask about everything that stands here, of another model say."""
        self.trying.let_go()
        self._attempt(self.trying.ask_again)
        self._ask_files()

    def begin_anew(self) -> None:
        """Another project is open."""
        self.trying.begin_anew()
        self._files, self._said = [], {}
        self.asking.put(Passage(""))
        self._show_files()

    def want_words(self, is_wanted: bool) -> None:
        """Colour the words that decided, or not."""
        self.trying.wants_words = is_wanted
        if is_wanted:
            self._attempt(self.trying.ask_for_words)
        self._show_words()

    def take(self, paths: Sequence[Path]) -> None:
        """Try the texts in these files and folders; a single one takes the place of what was typed."""
        self._background.do(partial(texts_in, list(paths)), self._take_files)

    def wait(self) -> None:
        """Let what is under way end."""
        self.asking.end()
        self._background.wait()

    # ------------------------------------------------------------------ what is typed

    def _ask(self, passage: Passage) -> None:
        if passage != self.trying.passage:
            self._attempt(partial(self.trying.ask, passage))
        if self.trying.made is None and not self.answer.facts.text():
            self.answer.show_state(tr("Asking the model… The first answer takes some seconds."))
        self.asked.emit()

    def _forget(self) -> None:
        self.trying.begin_anew()
        self.answer.show_state(tr("The answer appears here while you type."))

    def _show_answer(self, made: PredictionMade) -> None:
        if made.prediction is None:
            self.answer.show_problem(made.message, made.hint)
            return
        run = trained_run(self._session)
        model = run.job.model if run is not None and isinstance(run.job, TrainJob) else ""
        facts = tr("{time} · {model}", time=formats.blink(made.seconds), model=model)
        caution = sample_words.seen_before(TEXT, made.split)
        self.answer.show_answer(made.prediction, made.typed.get("text", ""), facts, caution)
        self._show_words()

    def _show_unanswered(self) -> None:
        """Nobody answers any more; the page says why."""
        if self.trying.passage is not None and self.trying.made is None:
            self.answer.show_state(tr("No answer. Try again above."))

    def _show_words(self) -> None:
        made = self.trying.made
        weights = made.explanation if made is not None and isinstance(made.explanation, WordWeights) else None
        self.answer.show_words(self.trying.passage, weights if self.trying.wants_words else None)

    # ------------------------------------------------------------------ files

    def _take_files(self, found: object) -> None:
        files = [one for one in found if isinstance(one, TextFile)] if isinstance(found, list) else []
        if len(files) == 1 and files[0].passage is not None:
            self.asking.put(files[0].passage)
            return
        self._files, self._said = files, {}
        self._show_files()
        self._ask_files()

    def _ask_files(self) -> None:
        """Ask about each; answers come in the order of what was asked."""
        run = trained_run(self._session)
        places = [place for place, one in enumerate(self._files) if one.passage is not None]
        asked = [one.passage for one in self._files if one.passage is not None]
        if run is None or not asked:
            return
        take = partial(self._take_answer, self._files, iter(places))
        self._attempt(partial(self._session.predictor.ask, run.folder, asked, take))
        self.asked.emit()

    def _take_answer(self, files: list[TextFile], waiting: Iterator[int], made: PredictionMade) -> None:
        place = next(waiting)
        if files is self._files:
            self._said[place] = made
            self._show_files()

    def _show_files(self) -> None:
        self.files.set_rows(ListedRows([self._row(place, one) for place, one in enumerate(self._files)]))
        for part in (self._heading, self.files):
            part.setVisible(bool(self._files))
        self._heading.setText(sample_words.count(TEXT, len(self._files)))

    def _row(self, place: int, one: TextFile) -> TextRow:
        if one.passage is None:
            return TextRow(Passage(tr("There is no text in this file that can be read.")), "", one.file.name)
        made = self._said.get(place)
        if made is None:
            return TextRow(one.passage, tr("waiting…"), one.file.name)
        if made.prediction is None:
            return TextRow(one.passage, made.message, one.file.name)
        said, sure = made.prediction.said, made.prediction.confidence
        caption = tr("{answer}, {share}", answer=said, share=formats.share(sure, 0))
        return TextRow(one.passage, caption, one.file.name)

    def _open(self, place: int) -> None:
        passage = self._files[place].passage
        if passage is not None:
            self.asking.put(passage)

    def _attempt(self, action: Callable[[], None]) -> None:
        try:
            action()
        except PTStudioError as error:
            self.failed.emit(error)
