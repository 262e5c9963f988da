"""Predicting as the exported model does: the very module that is exported, on rows that nobody has measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from ptstudio.core.prediction import Explanation, Prediction
from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.network import TrainedNetwork
from ptstudio.tasks._task import Arrays, Row

ON_THE_PROCESSOR = Way(torch.device("cpu"))


@dataclass(frozen=True)
class Answer:
    """What the network says of a file and, where it was asked for, why."""

    prediction: Prediction
    explanation: Explanation | None


class Predictor:
    """A trained network with its pre- and post-processing around it, computed in a way of float32."""

    def __init__(self, model: TrainedNetwork, way: Way = ON_THE_PROCESSOR) -> None:
        self._model, self._way = model, way
        self.exportable = model.task.exportable(model.network, model.trained)
        way.place(self.exportable.module)

    def predict(self, row: Row, top: int, picture: Path | None = None) -> Answer:
        """Answer for one row; with `picture`, also say what decided, there if it takes a picture. Raises InputError."""
        model = self._model
        raw = model.task.raw(row, model.trained)
        evidence = model.task.said([self.outputs(raw)], [row], model.trained)
        (found,) = model.task.predictions(evidence, model.trained.classes, top)
        explanation = None
        if picture is not None:
            picture.parent.mkdir(parents=True, exist_ok=True)
            explanation = model.task.explain(model.network, model.trained, row, picture)
        return Answer(model.task.quoted(found, row), explanation)

    def predict_together(self, rows: Sequence[Row], raws: Sequence[Arrays], top: int) -> list[Prediction]:
        """Answer for several rows, each with what the exported model takes of it, at once."""
        task, trained = self._model.task, self._model.trained
        found = self.outputs(task.together(raws, trained))
        outputs = [{name: array[at : at + 1] for name, array in found.items()} for at in range(len(rows))]
        predictions = task.predictions(task.said(outputs, rows, trained), trained.classes, top)
        return [task.quoted(each, row) for each, row in zip(predictions, rows, strict=True)]

    def outputs(self, raw: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Raw inputs by name in, raw outputs by name out."""
        inputs = [self._way.inputs(torch.from_numpy(np.array(array))) for array in raw.values()]
        with torch.inference_mode(), self._way.autocast():
            outputs = self.exportable.module(*inputs)
        named = outputs if isinstance(outputs, tuple) else (outputs,)
        return {name: out.cpu().numpy() for name, out in zip(self.exportable.outputs, named, strict=True)}
