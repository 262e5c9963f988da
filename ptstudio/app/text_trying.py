"""The conversation with a trained model about what a person types: the latest text counts; knows no widget."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ptstudio.app.passage import Passage
from ptstudio.app.session import Session
from ptstudio.app.trained_runs import trained_run
from ptstudio.core.events import PredictionMade


class TextTrying(QObject):
    """`answered(PredictionMade)` for the text that was asked about last, first without and then, where that
    `wants_words`, with the words that decided.

    Only one question is under way at a time, so that somebody who types fast is not answered for old texts.
    `ask` raises ProjectError or DiskFull where the worker cannot be started.
    """

    answered = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.passage: Passage | None = None
        self.made: PredictionMade | None = None
        self.wants_words = False
        self._under_way: tuple[Path, Passage, bool] | None = None
        session.predictor.failed.connect(self.let_go)

    def ask(self, passage: Passage) -> None:
        """Ask about another text."""
        self.passage, self.made = passage, None
        self._go_on()

    def ask_for_words(self) -> None:
        """Ask which words decided, unless that is known."""
        if self.passage is not None and self.made is not None:
            self._go_on()

    def ask_again(self) -> None:
        """Ask about the same text, of another model or of one that had failed."""
        if self.passage is not None:
            self.ask(self.passage)

    def begin_anew(self) -> None:
        """Forget what was asked."""
        self.passage = self.made = None
        self.let_go()

    def let_go(self) -> None:
        """What is under way is not answered any more."""
        self._under_way = None

    def _go_on(self) -> None:
        """Ask what is still to be known of the latest text, once nothing is under way."""
        run = trained_run(self._session)
        if self._under_way is not None or run is None or self.passage is None:
            return
        explain = self.made is not None
        made = self.made
        if made is not None and (not self.wants_words or made.prediction is None or made.explanation is not None):
            return
        asked = self._under_way = (run.folder, self.passage, explain)
        try:
            self._session.predictor.ask(
                run.folder, [self.passage], lambda made: self._take(asked, made), explain=explain
            )
        except BaseException:
            self._under_way = None
            raise

    def _take(self, asked: tuple[Path, Passage, bool], made: PredictionMade) -> None:
        if asked is not self._under_way:
            return
        self._under_way = None
        _, passage, is_explained = asked
        if passage == self.passage:
            before = self.made
            is_same = is_explained and before is not None
            self.made = made.model_copy(update={"seconds": before.seconds}) if is_same and before else made
            self.answered.emit(self.made)
        self._go_on()
