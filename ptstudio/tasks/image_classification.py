"""Telling pictures apart: one class for each picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from typing_extensions import override

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.errors import InputError
from ptstudio.core.folders import resources
from ptstudio.core.prediction import HeatMap
from ptstudio.core.settings import Span, setting
from ptstudio.core.training import Preset, TrainingSettings
from ptstudio.data._picture_problems import UnreadableImageError
from ptstudio.tasks import _pixels
from ptstudio.tasks._classification_metrics import METRICS
from ptstudio.tasks._picture_settings import PictureSettings
from ptstudio.tasks._task import Arrays, Baseline, Batch, Evidence, Example, Preparation, Probe, Row, Task
from ptstudio.tasks._variation import View, seen

if TYPE_CHECKING:
    import random

    import numpy as np
    import torch
    from PIL import Image
    from torch import nn

    from ptstudio.core.certificate import Agreement
    from ptstudio.core.prediction import Explanation, Prediction
    from ptstudio.core.pretrained import PretrainedModel
    from ptstudio.core.report import Section
    from ptstudio.core.trained import TrainedModel
    from ptstudio.data._revision import SplitRows
    from ptstudio.exporters._exporter import Exportable

LEAST_PX = 64
"""No picture is made smaller than that for want of memory: there is little left to see."""


class ImageClassificationSettings(PictureSettings):
    """How to train a network that tells pictures apart."""

    label_smoothing: float = setting(
        0.0, "Label smoothing", "Keeps the network from being too sure of itself.", advanced=True, at_least=0,
        at_most=0.5, searched=Span(low=0.0, high=0.2),
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

    def preparation(self, trained: TrainedModel, settings: TrainingSettings, *, is_varied: bool) -> Preparation:
        """The picture squeezed into a square, with room for what variation cuts away."""
        px = trained.model.input.px
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
        wanted = trained.model.input
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
        Image.fromarray(_pixels.picture_array(inputs, trained.model.input)).save(picture, "PNG")

    def target(self, row: Row) -> torch.Tensor:
        """The number of the class, a scalar."""
        import torch

        return torch.tensor(row["label"], dtype=torch.long)

    def targets(self, rows: SplitRows, places: Sequence[int]) -> torch.Tensor:
        """The numbers of the classes, (N,)."""
        import torch

        return torch.from_numpy(rows.numbers("label")[list(places)]).long()

    def collate(self, examples: Sequence[Example]) -> Batch:
        """Inputs (N, 3, px, px), targets (N,)."""
        import torch

        inputs = [example.inputs for example in examples]
        together = seen(inputs) if isinstance(inputs[0], View) else torch.stack(inputs)
        return Batch(together, torch.stack([example.target for example in examples]), len(examples))

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
        weights = _class_weights(settings, class_counts)
        return functional.cross_entropy(outputs.float(), targets, weight=weights, label_smoothing=own.label_smoothing)

    @override
    def loss_weight(self, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor) -> float:
        """The samples, or the sum of their classes' weights."""
        weights = _class_weights(settings, class_counts)
        return float(len(targets) if weights is None else weights[targets].sum())

    @override
    def smaller(self, trained: TrainedModel) -> tuple[TrainedModel, str] | None:
        """Three quarters of the side, as a multiple of 32 pixels."""
        px = trained.model.input.px * 3 // 4 // 32 * 32
        if px < LEAST_PX:
            return None
        model = trained.model.model_copy(update={"input": trained.model.input.model_copy(update={"px": px})})
        return trained.model_copy(update={"model": model}), f"{px} × {px} pixels"

    def evidence(self, outputs: Any, targets: Any) -> Evidence:
        """Probabilities and true classes."""
        from ptstudio.tasks import _classification as classification

        return classification.evidence(outputs.float().softmax(dim=1).cpu().numpy(), targets.cpu().numpy())

    def measure(self, evidence: Evidence) -> dict[str, float]:
        """All metrics."""
        from ptstudio.tasks import _classification as classification

        return classification.measure(evidence)

    def measure_resamples(self, evidence: Evidence, chosen: np.ndarray) -> Mapping[str, np.ndarray]:
        """All metrics, by counting."""
        from ptstudio.tasks._resampled_metrics import resampled_metrics

        return resampled_metrics(evidence, chosen)

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


def _class_weights(settings: TrainingSettings, class_counts: torch.Tensor) -> torch.Tensor | None:
    """How much a mistake on each class counts (classes,); None where all count the same."""
    if _own(settings).class_weights == "none":
        return None
    counts = class_counts.clamp(min=1)
    return counts.sum() / (len(counts) * counts)


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
