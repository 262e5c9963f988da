"""A warm worker that answers for a trained run; started at the first question, ended with the project."""

import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ptstudio.app.change import Change, Topic
from ptstudio.app.passage import Passage
from ptstudio.app.translation import tr
from ptstudio.core.errors import PTStudioError, explain_os_error
from ptstudio.core.events import PredictionMade, RunFailed, RunFinished, RunStopped, StepEnded, Waiting, WarningRaised
from ptstudio.core.jobs import PredictJob
from ptstudio.core.requests import Leave, Moments, Predict, Stop

if TYPE_CHECKING:
    from ptstudio.app.session import Session

Answer = Callable[[PredictionMade], None]


@dataclass
class _Question:
    """A request, and who wants its answers, until the worker waits for the next one."""

    request: Predict
    answer: Answer
    is_sent: bool = False
    is_left: bool = False


class Predictor(QObject):
    """Asks the worker of one trained run at a time; `readied` when it answers at once, `failed(RunFailed)` if not,
    `warned(message, hint)` where something of what was asked is not answered, `stepped(StepEnded)` while an answer
    takes longer, and `ended` once all of a question is
    answered, or nobody answers any more.
    """

    readied = Signal()
    failed = Signal(object)
    warned = Signal(str, str)
    stepped = Signal(object)
    ended = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._trained: Path | None = None
        self._folder: Path | None = None
        self._is_ready = False
        self._questions: dict[str, _Question] = {}
        self._homes: dict[Path, tempfile.TemporaryDirectory[str]] = {}
        session.changed.connect(self._changed)

    def is_ready(self, trained: Path) -> bool:
        """Whether this trained run is loaded and answers at once."""
        return self._is_ready and trained == self._trained

    def is_loading(self, trained: Path) -> bool:
        """Whether this trained run is being loaded."""
        return not self._is_ready and trained == self._trained

    def warm_up(self, trained: Path) -> None:
        """Load the trained run in a worker now, so that the first answer comes soon. Raises ProjectError, DiskFull."""
        if trained == self._trained:
            return
        self.end()
        folder = self._new_home()
        self._trained, self._folder = trained, folder
        try:
            self._session.start(PredictJob(run=str(trained)), folder=folder)
        except PTStudioError:
            self._forget()
            self._homes.pop(folder).cleanup()
            raise

    def ask(
        self,
        trained: Path,
        asked: Sequence[Path | Passage],
        answer: Answer,
        *,
        top: int = 5,
        explain: bool = False,
        moments: Moments | None = None,
        keep: Path | None = None,
    ) -> str:
        """Ask for each file and each text; `answer` is called with every `PredictionMade`, those for files first. Of
        videos, pictures of their `moments` are kept in the folder `keep`, which outlasts the worker. Gives the
        question's id.

        Raises ProjectError, DiskFull.
        """
        self.warm_up(trained)
        files = tuple(str(one) for one in asked if isinstance(one, Path))
        typed = tuple(one.row for one in asked if isinstance(one, Passage))
        request = Predict(
            id=os.urandom(4).hex(),
            files=files,
            typed=typed,
            top=top,
            explain=explain,
            moments=moments or Moments(),
            keep=str(keep or ""),
        )
        self._questions[request.id] = _Question(request, answer)
        self._send()
        return request.id

    def is_asked(self, question: str) -> bool:
        """Whether not all of a question is answered yet."""
        return question in self._questions

    def leave(self, questions: Iterable[str]) -> None:
        """What is not answered yet of these is wanted no more."""
        for question in [self._questions[each] for each in questions if each in self._questions]:
            question.is_left = True
            if not question.is_sent:
                del self._questions[question.request.id]
            elif self._folder is not None:
                self._session.ask(self._folder, Leave(id=question.request.id))

    def end(self) -> None:
        """Let the worker end; what was asked is forgotten."""
        folder = self._folder
        self._forget()
        if folder is not None:
            self._session.ask(folder, Stop())

    def release(self, trained: Path) -> None:
        """Let go a trained run whose folder goes away."""
        if trained == self._trained:
            self.end()

    def _forget(self) -> None:
        self._trained = self._folder = None
        self._is_ready = False
        if self._questions:
            self._questions = {}
            self.ended.emit()

    def _new_home(self) -> Path:
        """A folder for the worker's run outside of the project, which it would only clutter."""
        try:
            home = tempfile.TemporaryDirectory(prefix="ptstudio-", ignore_cleanup_errors=True)
        except OSError as error:
            raise explain_os_error(error, "making a folder for the answers") from error
        folder = Path(home.name) / "run"
        self._homes[folder] = home
        return folder

    def _send(self) -> None:
        for question in self._questions.values():
            if self._is_ready and self._folder is not None and not question.is_sent:
                question.is_sent = True
                self._session.ask(self._folder, question.request)

    def _changed(self, change: Change) -> None:
        if change.topic is Topic.PROJECT:
            self._forget()
        self._clean_up()
        if self._folder is None or change.run != self._folder:
            return
        match change.event:
            case Waiting():
                self._take_waiting()
            case StepEnded() as step:
                self.stepped.emit(step)
            case PredictionMade() as made:
                self._take(made)
            case WarningRaised() as warning:
                self.warned.emit(tr(warning.message), tr(warning.hint))
            case RunFailed() as failure:
                self._forget()
                self.failed.emit(failure)
            case RunStopped() | RunFinished():
                self._forget()
                message, hint = tr("The worker that answers has ended."), tr("Try again; it is then started anew.")
                self.failed.emit(RunFailed(message=message, hint=hint))

    def _take_waiting(self) -> None:
        """It waits when it is loaded, and after each question, which come in their order."""
        if not self._is_ready:
            self._is_ready = True
            self.readied.emit()
        else:
            answered = next((each for each, question in self._questions.items() if question.is_sent), None)
            if answered is not None:
                del self._questions[answered]
                self.ended.emit()
        self._send()

    def _take(self, made: PredictionMade) -> None:
        question = self._questions.get(made.request)
        if question is not None and not question.is_left:
            question.answer(made)

    def _clean_up(self) -> None:
        """Remove the folders of workers that have ended, and forget their runs: nobody made anything there."""
        for folder in [folder for folder in self._homes if folder != self._folder]:
            if not self._session.is_followed(folder):
                self._homes.pop(folder).cleanup()
                self._session.forget_run(folder)
