"""Telling pictures apart: one class for each picture."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import override

from ptstudio.core.dataset import SAMPLE_ID_LENGTH, Admitted, Finding, Sample
from ptstudio.core.errors import InputError
from ptstudio.core.folders import resources
from ptstudio.core.prediction import HeatMap
from ptstudio.core.training import Preset, TrainingSettings
from ptstudio.data._picture_problems import UnreadableImageError
from ptstudio.tasks import _pixels
from ptstudio.tasks._classifying import ClassifierSettings, Classifying
from ptstudio.tasks._picture_settings import PictureSettings
from ptstudio.tasks._task import Arrays, Batch, Example, Preparation, Row
from ptstudio.tasks._variation import View, seen

if TYPE_CHECKING:
    import random

    import numpy as np
    import torch
    from PIL import Image
    from torch import nn

    from ptstudio.core.prediction import Explanation
    from ptstudio.core.pretrained import PretrainedModel
    from ptstudio.core.trained import TrainedModel
    from ptstudio.data._folders import SampleFiles
    from ptstudio.exporters._exporter import Exportable

LEAST_PX = 64
"""No picture is made smaller than that for want of memory: there is little left to see."""


class ImageClassificationSettings(PictureSettings, ClassifierSettings):
    """How to train a network that tells pictures apart."""


class ImageClassification(Classifying):
    """Which of several classes a picture shows."""

    key = "image-classification"
    title = "Tell pictures apart"
    summary = "Sorts pictures into classes that you define: species, products, damage, handwriting."
    icon = "picture"
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

        path = sample.fields["image"]
        label = sample.fields["label"]
        if not isinstance(path, Path) or not isinstance(label, str):
            raise TypeError("An image sample holds a Path and a str")
        try:
            examined = examine_image(path)
        except UnreadableImageError as problem:
            return Finding(
                kind=problem.kind,
                severity="error",
                path=str(path),
                row=sample.row,
                reason=problem.reason,
                remedy=problem.remedy,
            )
        return Admitted(
            id=examined.id,
            labels=(label,),
            columns={"path": str(path), "width": examined.width, "height": examined.height},
            thumbnail=examined.thumbnail,
        )

    def adapt(self, model: PretrainedModel, settings: TrainingSettings) -> PretrainedModel:
        """Another picture size, if one is wanted."""
        px = _own(settings).image_px
        return model if px is None else model.model_copy(update={"input": model.input.model_copy(update={"px": px})})

    def preparation(self, trained: TrainedModel, settings: TrainingSettings, *, is_varied: bool) -> Preparation:
        """The picture squeezed into a square, with room for what variation cuts away."""
        px = trained.model.picture.px
        side = _own(settings).variation.side(px) if is_varied and _own(settings).augment else px
        return Preparation(f"rgb-{side}", (side, side, 3), "uint8", partial(_square, side=side))

    def example(
        self,
        row: Row,
        trained: TrainedModel,
        settings: TrainingSettings,
        dice: random.Random | None,
        prepared: np.ndarray | None = None,
    ) -> Example:
        """The picture as the network takes it (3, px, px), or, varied or prepared, a view of it; and its class."""
        wanted = trained.model.picture
        is_varied = dice is not None and _own(settings).augment
        if prepared is None and not is_varied:
            pixels = _pixels.picture_tensor(_load(row))
            return Example(_pixels.network_input(pixels.unsqueeze(0), wanted)[0], self.target(row))
        if prepared is None:
            prepared = self.preparation(trained, settings, is_varied=True).make(row)
        if dice is None or not is_varied:
            return Example(View(prepared, wanted), self.target(row))
        return Example(_own(settings).variation.view(prepared, wanted, dice), self.target(row))

    def varied_by(self, settings: TrainingSettings) -> str:
        """The settings of variation."""
        return repr(_own(settings).variation) if _own(settings).augment else ""

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

    @override
    def smaller(self, trained: TrainedModel) -> tuple[TrainedModel, str] | None:
        """Three quarters of the side, as a multiple of 32 pixels."""
        px = trained.model.picture.px * 3 // 4 // 32 * 32
        if px < LEAST_PX:
            return None
        model = trained.model.model_copy(update={"input": trained.model.picture.model_copy(update={"px": px})})
        return trained.model_copy(update={"model": model}), f"{px} × {px} pixels"

    def takes(self, file: Path) -> bool:
        """Whether it is called like a picture."""
        from ptstudio.data._image import is_image_name

        return is_image_name(file)

    def given(self, file: Path) -> Row:
        """The file's path."""
        return {"path": str(file)}

    def id_of(self, row: Row) -> str:
        """From the file's content."""
        with Path(row["path"]).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:SAMPLE_ID_LENGTH]

    def raw(self, row: Row, trained: TrainedModel) -> Arrays:
        """Pixels, uint8 (1, height, width, 3)."""
        import numpy as np

        from ptstudio.data._image import is_image_name, load_image

        del trained
        file = Path(row["path"])
        if not file.is_file():
            raise InputError(f"There is no file “{file}”.", "Check the spelling of the path.")
        try:
            picture = load_image(file)
        except UnreadableImageError as problem:
            if not is_image_name(file):
                raise InputError(f"“{file}” is no picture.", "Name a picture, such as a JPEG or PNG file.") from None
            raise InputError(f"“{file}” cannot be used: {problem.reason}", problem.remedy) from None
        return {"pixels": np.asarray(picture, dtype=np.uint8)[None]}

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
            input_help="pixels: uint8, N×H×W×3, RGB, any number of pictures of one size, any height and width; upright "
            "(EXIF orientation applied), transparent parts on white",
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


def _own(settings: TrainingSettings) -> ImageClassificationSettings:
    if not isinstance(settings, ImageClassificationSettings):
        raise TypeError(f"Settings of image classification expected, not {type(settings).__name__}")
    return settings


def _square(row: Row, side: int) -> np.ndarray:
    from ptstudio.data._image import load_square

    with _readable(row):
        return load_square(Path(row["path"]), side)


def _load(row: Row) -> Image.Image:
    from ptstudio.data._image import load_image

    with _readable(row):
        return load_image(Path(row["path"]))


@contextmanager
def _readable(row: Row) -> Iterator[None]:
    """A picture that cannot be read is the kind of error that the engine knows."""
    try:
        yield
    except UnreadableImageError as problem:
        raise ValueError(f"{row['path']}: {problem.reason}") from None
