"""The conversation with a trained model: which run answers, what it was asked, and what it said; knows no widget."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ptstudio.app import trying_progress
from ptstudio.app.kept_files import KeptFiles
from ptstudio.app.session import Session
from ptstudio.app.trained_runs import classes_of, looks_of, trained_run
from ptstudio.app.translation import tr
from ptstudio.app.tried import MOST, History, Tried
from ptstudio.app.trying_progress import Progress
from ptstudio.core.errors import explain_os_error
from ptstudio.core.events import PredictionMade, StepEnded
from ptstudio.core.jobs import TrainJob
from ptstudio.core.requests import Moments
from ptstudio.core.run import Run
from ptstudio.data._video import is_video_name


class Trying(QObject):
    """`answered(entry, is_new)` for every answer; it is not new where only its heat map is. `went_on` when `progress`
    may say something else, `filled(video)` when there is no more room for its moments.

    Every method that asks raises ProjectError or DiskFull where the worker cannot be started.
    """

    answered = Signal(object, bool)
    went_on = Signal()
    filled = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.history = History()
        self.wants_heat_maps = False
        self.moments = Moments(most=MOST)
        """Which ones of the next video are looked at."""
        self._kept = KeptFiles()
        self._under_way: dict[str, list[Tried]] = {}
        self._explained: list[Tried] = []
        self._step: StepEnded | None = None
        session.predictor.stepped.connect(self._take_step)
        session.predictor.ended.connect(self.went_on)

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

    @property
    def progress(self) -> Progress | None:
        """How far it is with what takes a while; None where nothing does."""
        self._under_way = {each: of for each, of in self._under_way.items() if self._session.predictor.is_asked(each)}
        if not self._under_way:
            self._explained, self._step = [], None
        lacking = [entry for entry in self._explained if entry.lacks_heat_map]
        if lacking:
            return trying_progress.of_heat_maps(len(self._explained), lacking, looks_of(self.run), self._step)
        asked = [entry for of in self._under_way.values() for entry in of]
        return trying_progress.of_answers(asked, self._step) if asked else None

    def begin_anew(self) -> None:
        """Forget everything: another project is open."""
        self.history = History()
        self.forget()

    def forget(self) -> None:
        """Remove pictures of moments."""
        self._kept.forget()

    def warm_up(self) -> None:
        """Have the model loaded before the first question."""
        if self.run is not None:
            self._session.predictor.warm_up(self.run.folder)

    def ask(self, entries: Sequence[Tried]) -> None:
        """Ask the model of these pictures; with heat maps where they are wanted and come soon, else without."""
        run = self.run
        if run is None or not entries:
            return
        for entry in entries:
            entry.trained, entry.labels = run.folder, classes_of(run, self._session)
            entry.model = run.job.model if isinstance(run.job, TrainJob) else ""
        self._send(run, entries, has_explanation=self.wants_heat_maps and looks_of(run) == 1)

    def ask_for_heat_maps(self) -> None:
        """Ask where the network looked, for every answer of this model that does not say so yet."""
        self._explain(self.history.entries)

    def heat_maps_s(self) -> float:
        """About how long that takes, in seconds, as far as one look is not enough for each."""
        return trying_progress.heat_maps_s(self._without_heat_map(self.history.entries), looks_of(self.run))

    def stop(self) -> None:
        """What was asked and is not answered yet is wanted no more."""
        self._session.predictor.leave(self._under_way)
        self._under_way, self._explained = {}, []
        self.went_on.emit()

    def _send(self, run: Run, entries: Sequence[Tried], *, has_explanation: bool) -> None:
        question = self._session.predictor.ask(
            run.folder,
            list(dict.fromkeys(entry.file for entry in entries)),
            partial(self._take, tuple(entries), has_explanation),
            explain=has_explanation,
            moments=self.moments,
            keep=self._place_for_moments(entries),
        )
        self._under_way[question] = list(entries)
        self.went_on.emit()

    def _place_for_moments(self, entries: Sequence[Tried]) -> Path | None:
        if not any(is_video_name(entry.file) for entry in entries):
            return None
        try:
            return self._kept.folder()
        except OSError as error:
            raise explain_os_error(error, tr("making a place for the moments of the video")) from error

    def _explain(self, entries: Sequence[Tried]) -> None:
        lacking = self._without_heat_map(entries)
        if self.run is not None and lacking:
            self._explained += lacking
            self._send(self.run, lacking, has_explanation=True)

    def _without_heat_map(self, entries: Sequence[Tried]) -> list[Tried]:
        trained: Path | None = self.run.folder if self.run is not None else None
        return [entry for entry in entries if entry.lacks_heat_map and entry.trained == trained]

    def _take(self, entries: Sequence[Tried], has_explanation: bool, made: PredictionMade) -> None:
        self._step = self._step if made.whole else None
        found = self._moments(entries, made) if made.whole else _of_file(entries, made)
        for entry in found:
            self.answered.emit(entry, entry.take(made))
        if self.wants_heat_maps and not has_explanation:
            self._explain(found)
        self.went_on.emit()

    def _take_step(self, step: StepEnded) -> None:
        self._step = step
        self.went_on.emit()

    def _moments(self, entries: Sequence[Tried], made: PredictionMade) -> list[Tried]:
        """New entries for a moment of the videos among these; where there is no room left, none is wanted any more."""
        videos = [entry for entry in entries if str(entry.file) == made.whole]
        moments = [self.history.add_moment(video, Path(made.file)) for video in videos]
        if videos and not any(moments) and len(entries) == len(videos):
            self._session.predictor.leave([made.request])
            self.filled.emit(videos[0].file)
        return [moment for moment in moments if moment is not None]


def _of_file(entries: Sequence[Tried], made: PredictionMade) -> list[Tried]:
    return [entry for entry in entries if str(entry.file) == made.file]
