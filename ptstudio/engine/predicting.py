"""The predict job: a warm worker that answers `Predict` requests until it is told to stop."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ptstudio.core.errors import InputError
from ptstudio.core.events import PredictionMade, StageChanged, StepEnded, Waiting
from ptstudio.core.jobs import PredictJob
from ptstudio.core.requests import MOMENTS, Predict
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.computing.network import TrainedNetwork, open_trained
from ptstudio.engine.reporting.inference import Predictor
from ptstudio.engine.reporting.known_samples import KnownSamples
from ptstudio.tasks._task import Opening, Row

FRAMES = "frames"
"""The folder of a run with pictures that were taken out of videos, where nobody names another."""


def run(job: PredictJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. Being told to stop is its good end; the result counts the answers."""
    channel.emit(StageChanged(stage="load", title="Loading the model"))
    answers = _Answers(open_trained(Path(job.run)), Path(job.run), channel)
    answered = 0
    channel.emit(Waiting(reason="Ready."))
    try:
        while True:
            for made in _answered(channel.next_prediction(), answers, folder, channel):
                channel.emit(made)
                answered += 1
            channel.emit(Waiting(reason="Ready."))
    except StopRequested:
        return {"answered": answered}


class _Left(Exception):
    """Nobody wants the answer any more."""


def _answered(request: Predict, answers: "_Answers", folder: Path, channel: Channel) -> Iterator[PredictionMade]:
    """An answer for each thing that was asked, until nobody wants one any more."""
    frames = Path(request.keep) if request.keep else folder / FRAMES
    for number, (asked, open_row) in enumerate(_asked(request, answers, frames, channel)):
        channel.breathe()
        if channel.is_left(request):
            return
        picture = folder / "explanations" / f"{request.id}-{number}.png"
        try:
            yield answers.answer(request, asked, open_row, picture)
        except _Left:
            return


def _asked(
    request: Predict, answers: "_Answers", frames: Path, channel: Channel
) -> Iterator[tuple[PredictionMade, Callable[[], Row]]]:
    """For each thing that was asked, the beginning of its answer, and what opens it."""
    for file in request.files:
        asked = PredictionMade(request=request.id, file=file, seconds=0.0)
        progress = _MomentsProgress(channel)
        how = Opening(frames / request.id, request.moments, channel.warn, progress.expect)
        try:
            for part in answers.task.within(Path(file), how):
                whole = file if str(part) != file else ""
                named = asked.model_copy(update={"file": str(part), "whole": whole})
                yield named, partial(answers.task.given, part)
                progress.go_on()
        except InputError as error:
            yield asked, partial(_refuse, error)
    for typed in request.typed:
        yield PredictionMade(request=request.id, typed=typed, seconds=0.0), partial(dict, typed)


def _refuse(error: InputError) -> Row:
    raise error


class _MomentsProgress:
    """How many moments of a video are answered, where it has said how many there should be."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._begun, self._done, self._total = time.perf_counter(), 0, 0

    def expect(self, moments: int) -> None:
        """So many should come."""
        self._total = moments

    def go_on(self) -> None:
        """One is answered."""
        self._done += 1
        if self._total:
            total = max(self._done, self._total)
            remaining = (time.perf_counter() - self._begun) / self._done * (total - self._done)
            self._channel.step(StepEnded(stage=MOMENTS, done=self._done, total=total, remaining_s=remaining))


class _Answers:
    """A trained network that answers, and knows what it has learned from."""

    def __init__(self, model: TrainedNetwork, run_folder: Path, channel: Channel) -> None:
        self.task = model.task
        self._channel = channel
        self._predictor = Predictor(model)
        self._known = KnownSamples(run_folder, model.trained.dataset, model.task)

    def answer(
        self, request: Predict, asked: PredictionMade, open_row: Callable[[], Row], picture: Path
    ) -> PredictionMade:
        """Answer for one row; what it needs to be opened for may fail. Raises _Left, StopRequested."""
        started = time.perf_counter()

        def tell(step: StepEnded) -> None:
            self._channel.step(step)
            self._channel.breathe()
            if self._channel.is_left(request):
                raise _Left

        try:
            row = open_row()
            answer = self._predictor.predict(row, request.top, picture if request.explain else None, tell)
        except InputError as error:
            seconds = time.perf_counter() - started
            return asked.model_copy(update={"message": error.message, "hint": error.hint, "seconds": seconds})
        found = {
            "prediction": answer.prediction,
            "explanation": answer.explanation,
            "windows": answer.windows,
            "seconds": time.perf_counter() - started,
            "split": self._known.split_of(row) or "",
        }
        return asked.model_copy(update=found)
