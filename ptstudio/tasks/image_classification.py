"""Telling pictures apart: one class for each picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import override

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.folders import resources
from ptstudio.core.prediction import HeatMap
from ptstudio.core.training import Preset, TrainingSettings
from ptstudio.data._picture_problems import UnreadableImageError
from ptstudio.tasks import _pixels
from ptstudio.tasks._classifying import ClassifierSettings, Classifying
from ptstudio.tasks._picture_settings import PictureSettings
from ptstudio.tasks._picturing import PIXELS_HELP, Picturing, picture_of, unreadable
from ptstudio.tasks._task import Batch, Example, Row
from ptstudio.tasks._variation import View, seen

if TYPE_CHECKING:
    import random

    import numpy as np
    import torch
    from torch import nn

    from ptstudio.core.prediction import Explanation
    from ptstudio.core.trained import TrainedModel
    from ptstudio.data._folders import SampleFiles
    from ptstudio.exporters._exporter import Exportable


class ImageClassificationSettings(PictureSettings, ClassifierSettings):
    """How to train a network that tells pictures apart."""


class ImageClassification(Picturing, Classifying):
    """Which of several classes a picture shows."""

    key = "image-classification"
    title = "Tell pictures apart"
    summary = "Sorts pictures into classes that you define: species, products, damage, handwriting."
    formats = ("image-folders", "image-splits", "image-table")
    columns = {"path": "string", "label": "int32", "width": "int32", "height": "int32"}
    settings = ImageClassificationSettings
    presets = (
        Preset(
            key="quick",
            title="Quick",
            summary="Trains only a new last layer on what the network knows already. Seconds to minutes; good with few "
            "pictures that resemble everyday photographs.",
            values={"trainable": "head"},
        ),
        Preset(
            key="balanced",
            title="Balanced",
            summary="Trains the last layer, then also the last third of the network on varied pictures. Minutes; a "
            "good choice for most data.",
            values={"trainable": "last"},
        ),
        Preset(
            key="thorough",
            title="Thorough",
            summary="Trains the last layer, then everything, early layers more gently. The longest; best with many "
            "pictures, or pictures unlike everyday photographs.",
            values={"trainable": "all", "epochs": 30},
        ),
    )

    @override
    def files(self) -> SampleFiles:
        """Pictures."""
        from ptstudio.data._pictures import PICTURES

        return PICTURES

    def admit(self, sample: Sample) -> Admitted | Finding:
        """Decode the picture whole, so that a truncated one is found now and not in the middle of a training."""
        from ptstudio.data._image import examine_image

        path, label = picture_of(sample), sample.fields["label"]
        if not isinstance(label, str):
            raise TypeError("A sample with a class holds a str")
        try:
            examined = examine_image(path)
        except UnreadableImageError as problem:
            return unreadable(sample, problem)
        return Admitted(
            id=examined.id,
            labels=(label,),
            columns={"path": str(path), "width": examined.width, "height": examined.height},
            thumbnail=examined.thumbnail,
        )

    def example(
        self,
        row: Row,
        trained: TrainedModel,
        settings: TrainingSettings,
        dice: random.Random | None,
        prepared: np.ndarray | None = None,
    ) -> Example:
        """The picture as the network takes it (3, px, px), or, varied or prepared, a view of it; and its class."""
        return Example(self.seen(row, trained, settings, dice, prepared), self.target(row))

    def draw(self, example: Example, trained: TrainedModel, picture: Path) -> None:
        """The square that goes into the network."""
        from PIL import Image

        picture.parent.mkdir(parents=True, exist_ok=True)
        (inputs,) = self.collate([example]).inputs
        Image.fromarray(_pixels.picture_array(inputs, trained.model.picture)).save(picture, "PNG")

    def collate(self, examples: Sequence[Example]) -> Batch:
        """Inputs (N, 3, px, px), targets (N,)."""
        import torch

        inputs = [example.inputs for example in examples]
        together = seen(inputs) if isinstance(inputs[0], View) else torch.stack(inputs)
        return Batch(together, torch.stack([example.target for example in examples]), len(examples))

    def exportable(self, network: nn.Module, trained: TrainedModel) -> Exportable:
        """Pixels of any size in, probabilities out."""
        import torch

        from ptstudio.exporters._exporter import Exportable

        class PixelsToProbabilities(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.network = network

            def forward(self, pixels: torch.Tensor) -> torch.Tensor:
                outputs: torch.Tensor = self.network(_pixels.network_input(pixels, trained.model.picture))
                return outputs.float().softmax(dim=1)

        return Exportable(
            module=PixelsToProbabilities().eval(),
            example={"pixels": torch.randint(0, 256, (2, 70, 90, 3), dtype=torch.uint8)},
            dynamic={"pixels": {0: "pictures", 1: "height", 2: "width"}},
            outputs=("probabilities",),
            input_help=PIXELS_HELP,
        )

    def program(self) -> str:
        """The predictor."""
        return (resources() / "templates" / "predict_image_classification.py.txt").read_text(encoding="utf-8")

    def explain(self, network: nn.Module, trained: TrainedModel, row: Row, picture: Path) -> Explanation:
        """A heat map for the most probable class."""
        import numpy as np
        import torch
        from PIL import Image

        from ptstudio.tasks import _heat_map

        raw = self.raw(row, trained)
        inputs = _pixels.network_input(torch.from_numpy(np.array(raw["pixels"])), trained.model.picture)
        inputs = inputs.to(next(network.parameters()).device)
        with torch.no_grad():
            answer = int(network(inputs).argmax(dim=1))
        heat, method = _heat_map.heat_map(network, inputs, answer)
        _heat_map.draw(Image.fromarray(raw["pixels"][0]), heat, picture)
        return HeatMap(file=str(picture), method=method)
