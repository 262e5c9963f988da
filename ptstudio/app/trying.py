"""The conversation with a trained model: which run answers, what it was asked, and what it said; knows no widget."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ptstudio.app.session import Session
from ptstudio.app.trained_runs import classes_of, trained_run
from ptstudio.app.tried import History, Tried
from ptstudio.core.events import PredictionMade
from ptstudio.core.jobs import TrainJob
from ptstudio.core.run import Run


class Trying(QObject):
    """`answered(entry, is_new)` for every answer; it is not new where only its heat map is.

    Every method that asks raises ProjectError or DiskFull where the worker cannot be started.
    """

    answered = Signal(object, bool)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.history = History()
        self.wants_heat_maps = False

    @property
    def run(self) -> Run | None:
        """The training whose model answers: the one that is shown, or else the newest that has left a model."""
        return trained_run(self._session)

    @property
    def is_ready(self) -> bool:
        """Whether the model is loaded."""
        return self.run is not None and self._session.predictor.is_ready(self.run.folder)

    @property
    def is_loading(self) -> bool:
        """Whether the model is being loaded."""
        return self.run is not None and self._session.predictor.is_loading(self.run.folder)

    def begin_anew(self) -> None:
        """Forget everything: another project is open."""
        self.history = History()

    def warm_up(self) -> None:
        """Have the model loaded before the first question."""
        if self.run is not None:
            self._session.predictor.warm_up(self.run.folder)

    def ask(self, entries: Sequence[Tried]) -> None:
        """Ask the model of these pictures, with heat maps where they are wanted."""
        run = self.run
        if run is None:
            return
        for entry in entries:
            entry.trained, entry.labels = run.folder, classes_of(run, self._session)
            entry.model = run.job.model if isinstance(run.job, TrainJob) else ""
        files = list(dict.fromkeys(entry.file for entry in entries))
        answer = partial(self._take, tuple(entries), self.wants_heat_maps)
        self._session.predictor.ask(run.folder, files, answer, explain=self.wants_heat_maps)

    def ask_for_heat_maps(self) -> None:
        """Ask where the network looked, for every answer of this model that does not say so yet."""
        self._explain(self.history.entries)

    def _explain(self, entries: Sequence[Tried]) -> None:
        trained: Path | None = self.run.folder if self.run is not None else None
        self.ask([entry for entry in entries if entry.lacks_heat_map and entry.trained == trained])

    def _take(self, entries: Sequence[Tried], has_explanation: bool, made: PredictionMade) -> None:
        found = self._moments(entries, made) if made.whole else _of_file(entries, made)
        for entry in found:
            self.answered.emit(entry, entry.take(made))
        if self.wants_heat_maps and not has_explanation:
            self._explain(found)

    def _moments(self, entries: Sequence[Tried], made: PredictionMade) -> list[Tried]:
        """New entries for a moment of the videos among these, as far as there is room."""
        videos = (entry for entry in entries if str(entry.file) == made.whole)
        moments = (self.history.add_moment(video, Path(made.file)) for video in videos)
        return [moment for moment in moments if moment is not None]


def _of_file(entries: Sequence[Tried], made: PredictionMade) -> list[Tried]:
    return [entry for entry in entries if str(entry.file) == made.file]
