"""Predicting as the exported model does: the very module that is exported, on files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from ptstudio.core.prediction import Explanation, Prediction
from ptstudio.engine.computing.network import TrainedNetwork
from ptstudio.tasks._task import Row


@dataclass(frozen=True)
class Answer:
    """What the network says of a file and, where it was asked for, why."""

    prediction: Prediction
    explanation: Explanation | None


class Predictor:
    """A trained network with its pre- and post-processing around it."""

    def __init__(self, model: TrainedNetwork) -> None:
        self._model = model
        self.exportable = model.task.exportable(model.network, model.trained)

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

    def outputs(self, raw: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Raw inputs by name in, raw outputs by name out."""
        with torch.inference_mode():
            outputs = self.exportable.module(*(torch.from_numpy(np.array(array)) for array in raw.values()))
        named = outputs if isinstance(outputs, tuple) else (outputs,)
        return {name: out.cpu().numpy() for name, out in zip(self.exportable.outputs, named, strict=True)}
