"""The predict job: a warm worker that answers `Predict` requests until it is told to stop."""

import time
from pathlib import Path
from typing import Any

from ptstudio.core.errors import InputError
from ptstudio.core.events import PredictionMade, StageChanged, Waiting
from ptstudio.core.jobs import PredictJob
from ptstudio.core.requests import Predict
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.inference import Predictor
from ptstudio.engine.network import open_trained


def run(job: PredictJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. Being told to stop is its good end; the result counts the answers."""
    channel.emit(StageChanged(stage="load", title="Loading the model"))
    predictor = Predictor(open_trained(Path(job.run)))
    answered = 0
    channel.emit(Waiting(reason="Ready."))
    try:
        while True:
            request = channel.next_prediction()
            for number, file in enumerate(request.files):
                channel.emit(_answer(predictor, request, file, folder / "explanations", number))
                answered += 1
                channel.breathe()
            channel.emit(Waiting(reason="Ready."))
    except StopRequested:
        return {"answered": answered}


def _answer(predictor: Predictor, request: Predict, file: str, pictures: Path, number: int) -> PredictionMade:
    started = time.perf_counter()
    picture = pictures / f"{request.id}-{number}.png" if request.explain else None
    try:
        answer = predictor.predict(Path(file), request.top, picture)
    except InputError as error:
        seconds = time.perf_counter() - started
        return PredictionMade(request=request.id, file=file, seconds=seconds, message=error.message, hint=error.hint)
    return PredictionMade(
        request=request.id,
        file=file,
        prediction=answer.prediction,
        explanation=answer.explanation,
        seconds=time.perf_counter() - started,
    )
