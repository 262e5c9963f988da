"""Predicting as the exported model does: the very module that is exported, on rows that nobody has measured."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from ptstudio.core.events import StepEnded
from ptstudio.core.prediction import Explanation, Prediction
from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.network import TrainedNetwork
from ptstudio.engine.reporting.looks import counted
from ptstudio.tasks._task import Arrays, Row

ON_THE_PROCESSOR = Way(torch.device("cpu"))


@dataclass(frozen=True)
class Answer:
    """What the network says of a file and, where it was asked for, why; in how many windows it was read."""

    prediction: Prediction
    explanation: Explanation | None
    windows: int = 1


class Predictor:
    """A trained network with its pre- and post-processing around it, computed in a way of float32."""

    def __init__(self, model: TrainedNetwork, way: Way = ON_THE_PROCESSOR) -> None:
        self._model, self._way = model, way
        self.exportable = model.task.exportable(model.network, model.trained)
        way.place(self.exportable.module)

    def predict(
        self, row: Row, top: int, picture: Path | None = None, tell: Callable[[StepEnded], None] = lambda _: None
    ) -> Answer:
        """Answer for one row; with `picture`, also say what decided, there if it takes a picture, and `tell` how far
        that is. Raises InputError, and what `tell` raises.
        """
        model = self._model
        raws = model.task.windows(row, model.trained)
        found = self.answer(row, [self.outputs(raw) for raw in raws], top)
        explanation = None
        if picture is not None:
            picture.parent.mkdir(parents=True, exist_ok=True)
            with counted(model.network, model.task.looks, tell):
                explanation = model.task.explain(model.network, model.trained, row, picture)
        return Answer(found, explanation, len(raws))

    def answer(self, row: Row, outputs: Sequence[Arrays], top: int) -> Prediction:
        """Answer for a row by the outputs of all its windows."""
        task, trained = self._model.task, self._model.trained
        is_whole = len(outputs) == 1
        evidence = task.said(outputs, [row], trained) if is_whole else task.joined(outputs, row, trained)
        (found,) = task.predictions(evidence, trained.classes, top)
        return task.quoted(found, row)

    def outputs_together(self, raws: Sequence[Arrays]) -> list[dict[str, np.ndarray]]:
        """The outputs of several windows, computed at once."""
        found = self.outputs(self._model.task.together(raws, self._model.trained))
        return [{name: array[at : at + 1] for name, array in found.items()} for at in range(len(raws))]

    def outputs(self, raw: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Raw inputs by name in, raw outputs by name out."""
        inputs = [self._way.inputs(torch.from_numpy(np.array(array))) for array in raw.values()]
        with torch.inference_mode(), self._way.autocast():
            outputs = self.exportable.module(*inputs)
        named = outputs if isinstance(outputs, tuple) else (outputs,)
        return {name: out.cpu().numpy() for name, out in zip(self.exportable.outputs, named, strict=True)}
