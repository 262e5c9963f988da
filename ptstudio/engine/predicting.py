"""The predict job: a warm worker that answers `Predict` requests until it is told to stop."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ptstudio.core.errors import InputError
from ptstudio.core.events import PredictionMade, StageChanged, Waiting, WarningRaised
from ptstudio.core.jobs import PredictJob
from ptstudio.core.requests import Predict
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.computing.network import TrainedNetwork, open_trained
from ptstudio.engine.reporting.inference import Predictor
from ptstudio.engine.reporting.known_samples import KnownSamples
from ptstudio.tasks._task import Row

FRAMES = "frames"
"""The folder of a run with pictures that were taken out of videos."""


def run(job: PredictJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. Being told to stop is its good end; the result counts the answers."""
    channel.emit(StageChanged(stage="load", title="Loading the model"))
    answers = _Answers(open_trained(Path(job.run)), Path(job.run))
    answered = 0
    channel.emit(Waiting(reason="Ready."))
    try:
        while True:
            request = channel.next_prediction()
            for number, (asked, open_row) in enumerate(_asked(request, answers, folder / FRAMES, channel)):
                picture = folder / "explanations" / f"{request.id}-{number}.png"
                channel.emit(answers.answer(request, asked, open_row, picture))
                answered += 1
                channel.breathe()
            channel.emit(Waiting(reason="Ready."))
    except StopRequested:
        return {"answered": answered}


def _asked(
    request: Predict, answers: "_Answers", frames: Path, channel: Channel
) -> Iterator[tuple[PredictionMade, Callable[[], Row]]]:
    """For each thing that was asked, the beginning of its answer, and what opens it."""

    def warn(message: str, hint: str) -> None:
        channel.emit(WarningRaised(message=message, hint=hint))

    for file in request.files:
        asked = PredictionMade(request=request.id, file=file, seconds=0.0)
        try:
            for part in answers.task.within(Path(file), frames / request.id, warn):
                whole = file if str(part) != file else ""
                named = asked.model_copy(update={"file": str(part), "whole": whole})
                yield named, partial(answers.task.given, part)
        except InputError as error:
            yield asked, partial(_refuse, error)
    for typed in request.typed:
        yield PredictionMade(request=request.id, typed=typed, seconds=0.0), partial(dict, typed)


def _refuse(error: InputError) -> Row:
    raise error


class _Answers:
    """A trained network that answers, and knows what it has learned from."""

    def __init__(self, model: TrainedNetwork, run_folder: Path) -> None:
        self.task = model.task
        self._predictor = Predictor(model)
        self._known = KnownSamples(run_folder, model.trained.dataset, model.task)

    def answer(
        self, request: Predict, asked: PredictionMade, open_row: Callable[[], Row], picture: Path
    ) -> PredictionMade:
        """Answer for one row; what it needs to be opened for may fail."""
        started = time.perf_counter()
        try:
            row = open_row()
            answer = self._predictor.predict(row, request.top, picture if request.explain else None)
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
