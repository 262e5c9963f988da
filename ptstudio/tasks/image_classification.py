"""Telling pictures apart: one class for each picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.errors import InputError
from ptstudio.core.folders import resources
from ptstudio.core.prediction import HeatMap
from ptstudio.core.settings import setting
from ptstudio.core.training import Preset, TrainingSettings
from ptstudio.data._picture_problems import UnreadableImageError
from ptstudio.tasks import _pixels
from ptstudio.tasks._classification_metrics import METRICS
from ptstudio.tasks._task import Arrays, Baseline, Batch, Evidence, Example, Probe, Row, Task

if TYPE_CHECKING:
    import random

    import numpy as np
    import torch
    from torch import nn

    from ptstudio.core.certificate import Agreement
    from ptstudio.core.prediction import Explanation, Prediction
    from ptstudio.core.pretrained import PretrainedModel
    from ptstudio.core.report import Section
    from ptstudio.core.trained import TrainedModel
    from ptstudio.exporters._exporter import Exportable


class ImageClassificationSettings(TrainingSettings):
    """How to train a network that tells pictures apart."""

    image_px: int | None = setting(
        None,
        "Picture size",
        "Pictures are squeezed into squares of this many pixels. Larger shows more detail and takes longer.",
        unit="pixels",
        at_least=32,
        at_most=1024,
    )
    augment: bool = setting(
        True,
        "Vary the pictures",
        "Show each picture slightly changed every time, so that the network learns the thing and not the photograph. "
        "Used whenever more than the last layer learns.",
    )
    crop: float = setting(
        0.25, "Cut away", "The largest share of a picture that is cut off at its edges.", advanced=True, at_least=0,
        at_most=0.9,
    )  # fmt: skip
    rotate: float = setting(
        8.0, "Turn", "The largest angle by which a picture is turned.", unit="degrees", advanced=True, at_least=0,
        at_most=180,
    )  # fmt: skip
    colour: float = setting(
        0.2, "Vary colours", "The largest change of brightness, contrast and saturation.", advanced=True, at_least=0,
        at_most=0.9,
    )  # fmt: skip
    mirror: bool = setting(
        False, "Mirror", "Half of the pictures are mirrored. Wrong for letters, signs, left and right.", advanced=True
    )
    upside_down: bool = setting(
        False, "Upside down", "Half of the pictures stand on their head. Right for pictures from above.", advanced=True
    )
    label_smoothing: float = setting(
        0.0, "Label smoothing", "Keeps the network from being too sure of itself.", advanced=True, at_least=0,
        at_most=0.5,
    )  # fmt: skip
    class_weights: Literal["none", "balanced"] = setting(
        "none",
        "Weights of the classes",
        "With “balanced”, mistakes on rare classes count more, so that they are not overlooked.",
        advanced=True,
    )


class ImageClassification(Task):
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
    metrics = METRICS
    best_metric = "accuracy"

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
            label=label,
            columns={"path": str(path), "width": examined.width, "height": examined.height},
            thumbnail=examined.thumbnail,
        )

    def adapt(self, model: PretrainedModel, settings: TrainingSettings) -> PretrainedModel:
        """Another picture size, if one is wanted."""
        px = _own(settings).image_px
        return model if px is None else model.model_copy(update={"input": model.input.model_copy(update={"px": px})})

    def outputs(self, classes: Sequence[str]) -> int:
        """One for each class."""
        return len(classes)

    def example(
        self, row: Row, trained: TrainedModel, settings: TrainingSettings, dice: random.Random | None
    ) -> Example:
        """The picture as the network takes it (3, px, px), and the number of its class."""
        wanted = trained.model.input
        pixels = _pixels.picture_tensor(_load(Path(row["path"])))
        if dice is None or not _own(settings).augment:
            inputs = _pixels.network_input(pixels.unsqueeze(0), wanted)
        else:
            pictures = _augmentation(settings).apply(pixels, wanted.px, dice)
            inputs = _pixels.normalised(pictures, wanted)
        return Example(inputs[0], self.target(row))

    def draw(self, example: Example, trained: TrainedModel, picture: Path) -> None:
        """The square that goes into the network."""
        from PIL import Image

        picture.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(_pixels.picture_array(example.inputs, trained.model.input)).save(picture, "PNG")

    def target(self, row: Row) -> torch.Tensor:
        """The number of the class, a scalar."""
        import torch

        return torch.tensor(row["label"], dtype=torch.long)

    def collate(self, examples: Sequence[Example]) -> Batch:
        """Inputs (N, 3, px, px), targets (N,)."""
        import torch

        inputs = torch.stack([example.inputs for example in examples])
        return Batch(inputs, torch.stack([example.target for example in examples]), len(examples))

    def class_counts(self, labels: Sequence[Any], classes: Sequence[str]) -> np.ndarray:
        """Count the labels."""
        import numpy as np

        return np.bincount(np.asarray(labels, dtype=np.int64), minlength=len(classes))

    def loss(
        self, outputs: Any, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor | None
    ) -> torch.Tensor:
        """Cross-entropy."""
        from torch.nn import functional

        own = _own(settings)
        if class_counts is None:
            return functional.cross_entropy(outputs.float(), targets)
        weights = None
        if own.class_weights == "balanced":
            counts = class_counts.clamp(min=1)
            weights = counts.sum() / (len(counts) * counts)
        return functional.cross_entropy(outputs.float(), targets, weight=weights, label_smoothing=own.label_smoothing)

    def evidence(self, outputs: Any, targets: Any) -> Evidence:
        """Probabilities and true classes."""
        from ptstudio.tasks import _classification as classification

        return classification.evidence(outputs.float().softmax(dim=1).cpu().numpy(), targets.cpu().numpy())

    def measure(self, evidence: Evidence) -> dict[str, float]:
        """All metrics."""
        from ptstudio.tasks import _classification as classification

        return classification.measure(evidence)

    def baseline(self, class_counts: np.ndarray, evidence: Evidence, classes: Sequence[str]) -> Baseline:
        """Always saying the most frequent class of the training split."""
        from ptstudio.tasks import _classification as classification

        values = classification.measure(classification.prior_evidence(class_counts, evidence["truths"]))
        del values["calibration_error"]  # a guess as sure as classes are frequent is calibrated, and of no use
        answer = classes[int(class_counts.argmax())]
        rivals = int((class_counts == class_counts.max()).sum())
        rank = "the most frequent class" if rivals == 1 else "one of the most frequent classes"
        return Baseline(values, f"always answering “{answer}”, {rank} in training")

    def sections(self, evidence: Evidence, ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
        """Per class, confusion, mistakes, calibration."""
        from ptstudio.tasks import _classification as classification

        return classification.sections(evidence, ids, classes)

    def predictions(self, evidence: Evidence, classes: Sequence[str], top: int) -> list[Prediction]:
        """The most probable classes."""
        from ptstudio.tasks import _classification as classification

        return classification.predictions(evidence, classes, top)

    def truth(self, row: Row, classes: Sequence[str]) -> str:
        """The class."""
        return classes[row["label"]]

    def probe(self) -> Probe:
        """Logistic regression."""
        from ptstudio.tasks import _linear_probe as linear_probe

        return linear_probe.probe

    def raw(self, file: Path) -> Arrays:
        """Pixels, uint8 (1, height, width, 3)."""
        import numpy as np

        from ptstudio.data._image import is_image_name, load_image

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
                outputs: torch.Tensor = self.network(_pixels.network_input(pixels, trained.model.input))
                return outputs.float().softmax(dim=1)

        return Exportable(
            module=PixelsToProbabilities().eval(),
            example={"pixels": torch.randint(0, 256, (2, 70, 90, 3), dtype=torch.uint8)},
            dynamic={"pixels": {0: "pictures", 1: "height", 2: "width"}},
            outputs=("probabilities",),
            input_help="pixels: uint8, N×H×W×3, RGB, any number of pictures of one size, any height and width; upright "
            "(EXIF orientation applied), transparent parts on white",
        )

    def said(self, outputs: Sequence[Arrays]) -> Evidence:
        """Probabilities; what was true is not known."""
        import numpy as np

        probabilities = np.concatenate([output["probabilities"] for output in outputs])
        return {"probabilities": probabilities}

    def compare(
        self, reference: Sequence[Arrays], outputs: Sequence[Arrays], truths: np.ndarray, tolerance: float
    ) -> Agreement:
        """Probabilities against probabilities."""
        from ptstudio.tasks import _classification as classification

        return classification.compare(
            self.said(reference)["probabilities"], self.said(outputs)["probabilities"], truths, tolerance
        )

    def program(self) -> str:
        """The predictor."""
        return (resources() / "templates" / "predict_image_classification.py.txt").read_text(encoding="utf-8")

    def explain(self, network: nn.Module, trained: TrainedModel, raw: Arrays, picture: Path) -> Explanation:
        """A heat map for the most probable class."""
        import numpy as np
        import torch
        from PIL import Image

        from ptstudio.tasks import _heat_map

        inputs = _pixels.network_input(torch.from_numpy(np.array(raw["pixels"])), trained.model.input)
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


def _augmentation(settings: TrainingSettings) -> _pixels.Augmentation:
    own = _own(settings)
    return _pixels.Augmentation(
        crop=own.crop, rotate=own.rotate, colour=own.colour, mirror=own.mirror, upside_down=own.upside_down
    )


def _load(path: Path) -> Any:
    from ptstudio.data._image import load_image

    try:
        return load_image(path)
    except UnreadableImageError as problem:
        raise ValueError(f"{path}: {problem.reason}") from None
