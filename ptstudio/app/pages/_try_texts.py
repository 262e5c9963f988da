"""Trying a model on texts: one that is typed, answered meanwhile, and those of files, each answered in a list."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app import formats, sample_words
from ptstudio.app.background import Background
from ptstudio.app.correcting import Correcting
from ptstudio.app.pages._try_table import TryTable
from ptstudio.app.passage import Passage
from ptstudio.app.sample_files import SampleFiles
from ptstudio.app.sample_words import TEXT
from ptstudio.app.session import Session
from ptstudio.app.text_files import TextFile, texts_in
from ptstudio.app.text_rows import ListedRows, TextRow
from ptstudio.app.text_trying import TextTrying
from ptstudio.app.theme import Space
from ptstudio.app.trained_runs import asked_of, can_be_corrected, classes_of, trained_run
from ptstudio.app.translation import tr
from ptstudio.app.tried_text import TriedText
from ptstudio.app.widgets.beside import Beside
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.text_answer import TextAnswer
from ptstudio.app.widgets.text_asking import TextAsking
from ptstudio.app.widgets.text_list import TextList
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import PredictionMade
from ptstudio.core.jobs import TrainJob
from ptstudio.core.prediction import Prediction, WordWeights
from ptstudio.data._corrected import label_of
from ptstudio.data._table_of_texts import is_table_of_texts

MOST_ROWS = 5


class TryTexts(QWidget):
    """`failed(PTStudioError)` where a model cannot be asked, `asked` when it was."""

    failed = Signal(object)
    asked = Signal()

    def __init__(self, session: Session, correcting: Correcting) -> None:
        super().__init__()
        self._session, self._correcting = session, correcting
        self._corrected: dict[Passage, TriedText] = {}
        self._answered: tuple[Passage, Prediction] | None = None
        self._background = Background(self, threads=1)
        self._files: list[TextFile] = []
        self._said: dict[int, PredictionMade] = {}
        self._asked_beside = ""
        self.trying = TextTrying(session, self)
        self.trying.answered.connect(self._show_answer)
        session.predictor.failed.connect(self._show_unanswered)
        self.asking, self.answer = TextAsking(), TextAnswer()
        self.answer.correction.corrected.connect(self._correct)
        self.answer.correction.undo_requested.connect(self._take_back)
        correcting.changed.connect(self._show_corrected)
        self.asking.asked.connect(self._ask)
        self.asking.emptied.connect(self._forget)
        hint = label(tr("Text files and tables can be dropped anywhere on this page."), "small")
        self.choose_table = Button(tr("Answer a table…"), icon_name="columns")
        self.choose_table.setToolTip(tr("Have every row of a table answered, in a new file"))
        self.table = TryTable(session)
        self.table.failed.connect(self.failed)
        self.choose_table.clicked.connect(self.table.choose)
        below = row(hint, self.choose_table)
        below.setStretch(0, 1)
        left = QWidget()
        left.setLayout(column(self.asking, below, None, gap=Space.small))
        self._heading = label("", "heading")
        self.files = TextList(tr("Texts of files and their answers"), MOST_ROWS)
        self.files.opened.connect(self._open)
        parts = (Beside(left, self.answer), self.table, self._heading, self.files)
        self.setLayout(column(*parts, gap=Space.medium))
        self._show_files()

    def redraw(self) -> None:
        """Ask for a second text where the shown training has learned from pairs; ask it anew."""
        run, project = trained_run(self._session), self._session.project
        if run is not None and project is not None and isinstance(run.job, TrainJob):
            self.asking.ask_for(SampleFiles(project, run.job.dataset).names_of_pairs)
        if self.trying.passage is None:
            self._show_no_answer(self.asking.invitation)
        self.choose_table.setVisible(bool(asked_of(run)))

    def ask_again(self) -> None:
        """Ask about everything that stands here, of another model say."""
        self.trying.let_go()
        self._attempt(self.trying.ask_again)
        self._ask_files()
        self.table.look_again()

    def begin_anew(self) -> None:
        """Another project is open."""
        self.trying.begin_anew()
        self.table.begin_anew()
        self._files, self._said, self._corrected = [], {}, {}
        self.asking.clear()
        self._show_files()

    @property
    def corrected(self) -> list[TriedText]:
        """The texts that a person has put right."""
        return list(self._corrected.values())

    def want_words(self, is_wanted: bool) -> None:
        """Colour the words that decided, or not."""
        self.trying.wants_words = is_wanted
        if is_wanted:
            self._attempt(self.trying.ask_for_words)
        self._show_words()

    def take(self, paths: Sequence[Path]) -> None:
        """Try the texts in these files and folders; a single one takes the place of what was typed. Of a table, all
        rows are to be answered.
        """
        if is_table_of_texts(paths[0]):
            self.table.take(paths[0])
            return
        self._background.do(partial(texts_in, list(paths)), self._take_files)

    def wait(self) -> None:
        """Let what is under way end."""
        self.asking.end()
        self.table.wait()
        self._background.wait()

    # ------------------------------------------------------------------ what is typed

    def _ask(self, passage: Passage) -> None:
        if passage != self.trying.passage:
            self._attempt(partial(self.trying.ask, passage))
        if passage.pair != self._asked_beside:
            self._ask_files()
        if self.trying.made is None and not self.answer.facts.text():
            self._show_no_answer(tr("Asking the model… The first answer takes some seconds."))
        self.asked.emit()

    def _forget(self) -> None:
        self.trying.begin_anew()
        self._show_no_answer(self.asking.invitation)

    def _show_answer(self, made: PredictionMade) -> None:
        if made.prediction is None:
            self._show_no_answer(f"{made.message} {made.hint}".strip())
            return
        run = trained_run(self._session)
        model = run.job.model if run is not None and isinstance(run.job, TrainJob) else ""
        facts = tr("{time} · {model}", time=formats.blink(made.seconds), model=model)
        read = sample_words.read_in_windows(made.windows, has_words=made.explanation is not None)
        caution = " ".join(filter(None, (read, sample_words.seen_before(TEXT, made.split))))
        self.answer.show_answer(made.prediction, made.typed.get("text", ""), facts, caution)
        self._show_words()
        self._offer_correction(made.prediction)

    def _show_unanswered(self) -> None:
        """Nobody answers any more; the page says why."""
        if self.trying.passage is not None and self.trying.made is None:
            self._show_no_answer(tr("No answer. Try again above."))

    def _show_no_answer(self, why: str) -> None:
        self._answered = None
        self.answer.show_state(why)

    def _show_words(self) -> None:
        made = self.trying.made
        weights = made.explanation if made is not None and isinstance(made.explanation, WordWeights) else None
        self.answer.show_words(self.trying.passage, weights if self.trying.wants_words else None)

    # ------------------------------------------------------------------ what is wrong

    def _offer_correction(self, prediction: Prediction) -> None:
        """Offer it once for each answer: where only the words that decided are new, a person may be at it already."""
        run, passage = trained_run(self._session), self.trying.passage
        if run is None or passage is None or not can_be_corrected(run):
            self._answered = None
            self.answer.correction.show_nothing()
            return
        if self._answered == (passage, prediction):
            return
        self._answered = passage, prediction
        others = [each for each in classes_of(run, self._session) if each not in prediction.found]
        self.answer.correction.offer(others)
        if passage in self._corrected:
            self._show_corrected(self._corrected[passage])

    def _correct(self, right_label: str) -> None:
        if self._answered is not None:
            passage, _ = self._answered
            self._correcting.keep(self._corrected.setdefault(passage, TriedText(passage)), right_label)

    def _take_back(self) -> None:
        if self._answered is not None and self._answered[0] in self._corrected:
            self._correcting.take_back(self._corrected[self._answered[0]])

    def _show_corrected(self, entry: object) -> None:
        if not isinstance(entry, TriedText):
            return
        if entry.kept is None:
            self._corrected.pop(entry.passage, None)
        self._show_files()
        if self._answered is None or self._answered[0] != entry.passage:
            return
        if entry.kept is None:
            self.answer.correction.show_taken_back()
        else:
            self.answer.correction.show_kept(label_of(entry.kept.parent.name), is_taken_in=entry.is_taken_in)

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
        """Ask about each, with what is typed beside a text; answers come in the order of what was asked."""
        run = trained_run(self._session)
        self._asked_beside = self.asking.passage.pair
        places = [place for place, one in enumerate(self._files) if one.passage is not None]
        asked = [self.asking.completed(one.passage) for one in self._files if one.passage is not None]
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
        self.files.set_rows(ListedRows([self._listed(place, one) for place, one in enumerate(self._files)]))
        for part in (self._heading, self.files):
            part.setVisible(bool(self._files))
        self._heading.setText(sample_words.count(TEXT, len(self._files)))

    def _listed(self, place: int, one: TextFile) -> TextRow:
        if one.passage is None:
            return TextRow(Passage(tr("There is no text in this file that can be read.")), "", one.file.name)
        made, passage = self._said.get(place), self.asking.completed(one.passage)
        if made is None:
            return TextRow(passage, tr("waiting…"), one.file.name)
        if made.prediction is None:
            return TextRow(passage, made.message, one.file.name)
        said, sure = made.prediction.said, made.prediction.confidence
        caption = tr("{answer}, {share}", answer=said, share=formats.share(sure, 0))
        entry = self._corrected.get(passage)
        if entry is not None and entry.kept is not None:
            right = label_of(entry.kept.parent.name)
            caption = tr("{answer}; corrected to “{right}”", answer=caption, right=right)
        return TextRow(passage, caption, one.file.name)

    def _open(self, place: int) -> None:
        passage = self._files[place].passage
        if passage is not None:
            self.asking.put(passage)

    def _attempt(self, action: Callable[[], object]) -> None:
        try:
            action()
        except PTStudioError as error:
            self.failed.emit(error)
