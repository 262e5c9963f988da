"""The predict job: a warm worker that answers `Predict` requests until it is told to stop."""

import time
from pathlib import Path
from typing import Any

from ptstudio.core.errors import InputError
from ptstudio.core.events import PredictionMade, StageChanged, Waiting
from ptstudio.core.jobs import PredictJob
from ptstudio.core.requests import Predict
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.computing.network import open_trained
from ptstudio.engine.reporting.inference import Predictor
from ptstudio.engine.reporting.known_samples import KnownSamples


def run(job: PredictJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. Being told to stop is its good end; the result counts the answers."""
    channel.emit(StageChanged(stage="load", title="Loading the model"))
    model = open_trained(Path(job.run))
    predictor, known = Predictor(model), KnownSamples(Path(job.run), model.trained.dataset)
    answered = 0
    channel.emit(Waiting(reason="Ready."))
    try:
        while True:
            request = channel.next_prediction()
            for number, file in enumerate(request.files):
                heat_map = folder / "explanations" / f"{request.id}-{number}.png"
                channel.emit(_answer(predictor, known, request, file, heat_map))
                answered += 1
                channel.breathe()
            channel.emit(Waiting(reason="Ready."))
    except StopRequested:
        return {"answered": answered}


def _answer(predictor: Predictor, known: KnownSamples, request: Predict, file: str, heat_map: Path) -> PredictionMade:
    started = time.perf_counter()
    try:
        answer = predictor.predict(Path(file), request.top, heat_map if request.explain else None)
    except InputError as error:
        seconds = time.perf_counter() - started
        return PredictionMade(request=request.id, file=file, seconds=seconds, message=error.message, hint=error.hint)
    return PredictionMade(
        request=request.id,
        file=file,
        prediction=answer.prediction,
        explanation=answer.explanation,
        seconds=time.perf_counter() - started,
        split=known.split_of(Path(file)) or "",
    )
