"""Marking areas in pictures: which class every pixel belongs to, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.core.folders import resources
from ptstudio.core.prediction import HeatMap, Mask
from ptstudio.core.sample_classes import in_words
from ptstudio.core.training import TrainingSettings
from ptstudio.data._picture_problems import UnreadableImageError
from ptstudio.tasks import _pixels
from ptstudio.tasks._mask_facts import METRICS
from ptstudio.tasks._picturing import PIXELS_HELP, picture_of, unreadable
from ptstudio.tasks._placing import Placing, drawing_facts, presets
from ptstudio.tasks._segmentation_settings import SegmentationSettings
from ptstudio.tasks._task import Arrays, Baseline, Batch, Evidence, Example, Row
from ptstudio.tasks._variation import View, seen

if TYPE_CHECKING:
    import random

    import numpy as np
    import torch
    from PIL import Image
    from torch import nn

    from ptstudio.core.certificate import Agreement
    from ptstudio.core.machine import Choice
    from ptstudio.core.prediction import Explanation
    from ptstudio.core.pretrained import PretrainedModel
    from ptstudio.core.report import Section
    from ptstudio.core.trained import TrainedModel
    from ptstudio.data._revision import SplitRows
    from ptstudio.exporters._exporter import Exportable

MOST_MASKS = 300
"""So many tell well enough how much each class covers, and how wide areas are."""
LONGEST_PX = 1024
"""The longer side of a mask that is shown or saved: finer ones are for the exported model."""


class SemanticSegmentation(Placing):
    """What every pixel of a picture belongs to; outputs are (N, classes + 1, rows, columns), the background first."""

    key = "semantic-segmentation"
    title = "Mark areas in pictures"
    summary = "Says of every pixel what it belongs to: road, roof, tissue, rust, leaf; and how much of it there is."
    formats = ("coco", "labelme", "yolo", "mask-folders")
    columns = {"path": "string", "label": "list<int32>", "mask": "string", "width": "int32", "height": "int32"}
    settings = SegmentationSettings
    presets = presets("what draws the areas")
    least_looks = 4000
    metrics = METRICS
    best_metric = "mean_iou"

    @override
    def refuse_few_classes(self, classes: Sequence[str]) -> None:
        """One class is enough: the background is another."""
        if not classes:
            raise DatasetError("There is no area in any picture.", "Draw outlines around what is to be marked.")

    def admit(self, sample: Sample) -> Admitted | Finding:
        """Decode the picture whole, and draw its mask."""
        from ptstudio.data._image import examine_image
        from ptstudio.data._masks import encoded
        from ptstudio.tasks import _true_masks

        try:
            examined = examine_image(picture_of(sample))
            mask, labels = _true_masks.of_sample(sample)
        except UnreadableImageError as problem:
            return unreadable(sample, problem)
        if _true_masks.is_unknown(mask):
            return _unknown(sample)
        png = encoded(mask)
        return Admitted(
            id=examined.id,
            labels=labels,
            columns={
                "path": str(picture_of(sample)),
                "mask": png,
                "width": examined.width,
                "height": examined.height,
            },
            thumbnail=examined.thumbnail,
            truth=png,
        )

    # ------------------------------------------------------------------ network

    def designed(self, model: PretrainedModel, settings: TrainingSettings) -> PretrainedModel:
        """U-Net, unless another one is asked for."""
        from ptstudio.tasks import _mask_fitting

        return _mask_fitting.designed(model, _own(settings))

    @override
    def fitted(
        self, model: PretrainedModel, settings: TrainingSettings, rows: SplitRows
    ) -> tuple[PretrainedModel, tuple[Choice, ...]]:
        """Pictures as large as their areas need, and weights of the classes, where they are to be balanced."""
        from ptstudio.tasks import _mask_fitting, _true_masks

        chosen = range(0, len(rows), max(1, len(rows) // MOST_MASKS))
        return _mask_fitting.fitted(model, _own(settings), lambda: (_true_masks.of_row(rows[at]) for at in chosen))

    def outputs(self, classes: Sequence[str]) -> int:
        """One for each class, and one for the background."""
        return len(classes) + 1

    def on_maps(self, maps: nn.Module, model: PretrainedModel, outputs: int) -> nn.Module:
        """U-Net, U-Net++, FCN, DeepLabV3 or LR-ASPP."""
        from ptstudio.models import _segmenters

        return _segmenters.on_maps(maps, model, outputs)

    # ------------------------------------------------------------------ learning

    def example(
        self,
        row: Row,
        trained: TrainedModel,
        settings: TrainingSettings,
        dice: random.Random | None,
        prepared: np.ndarray | None = None,
    ) -> Example:
        """The picture as the network takes it, or a view of it; its mask as a square as large, and its size."""
        import torch

        from ptstudio.tasks import _mask_fitting, _placed_masks, _true_masks

        shown = self.seen(row, trained, settings, dice, prepared)
        side = len(shown.pixels) if isinstance(shown, View) else trained.model.picture.px
        mask = _placed_masks.squeezed(_true_masks.of_row(row), side)
        target = {
            "mask": torch.from_numpy(mask),
            "size": torch.tensor([row["width"], row["height"]]),
            "weights": torch.tensor(_mask_fitting.weights_of(trained.model, len(trained.classes))),
        }
        return Example(shown, target)

    def marked(self, square: Image.Image, batch: Batch) -> Image.Image:
        """Under its mask."""
        from ptstudio.tasks import _true_masks

        return _true_masks.drawn(square, batch.targets["mask"][0].numpy())

    def collate(self, examples: Sequence[Example]) -> Batch:
        """Inputs (N, 3, px, px); targets `mask` (N, px, px), `size` (N, 2) and `weights` (N, classes + 1)."""
        import torch

        from ptstudio.tasks._placed_masks import seen_masks

        shown = [example.inputs for example in examples]
        targets = {
            name: torch.stack([example.target[name] for example in examples]) for name in ("mask", "size", "weights")
        }
        if not isinstance(shown[0], View):
            return Batch(torch.stack(shown), targets, len(examples))
        return Batch(seen(shown), targets | {"mask": seen_masks(targets["mask"], shown)}, len(examples))

    def class_counts(self, labels: Sequence[Any], classes: Sequence[str]) -> np.ndarray:
        """Count the pictures that have each class."""
        import numpy as np

        numbers = np.array([number for each in labels for number in each], dtype=np.int64)
        return np.bincount(numbers, minlength=len(classes))

    def loss(
        self, outputs: Any, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor | None
    ) -> torch.Tensor:
        """What the settings count as wrong: by default both pixels and areas."""
        from ptstudio.tasks import _area_losses
        from ptstudio.tasks._told_areas import upsampled

        weights, truths = targets["weights"], targets["mask"]
        if class_counts is None:
            weights = weights.new_ones(weights.shape)
        logits = upsampled(outputs.float(), *truths.shape[1:])
        match _own(settings).loss:
            case "cross-entropy":
                return _area_losses.cross_entropy(logits, truths, weights)
            case "dice":
                return _area_losses.dice(logits, truths, weights)
            case "focal":
                return _area_losses.focal(logits, truths, weights)
            case _:
                areas = _area_losses.dice(logits, truths, weights)
                return _area_losses.cross_entropy(logits, truths, weights) + areas

    # ------------------------------------------------------------------ judging

    def evidence(self, outputs: Any, targets: Any) -> Evidence:
        """What was said and what is there, pixel by pixel of the square that the network sees."""
        from ptstudio.tasks import _mask_evidence
        from ptstudio.tasks._told_areas import told

        true = targets["mask"].cpu().numpy()
        areas = told(outputs.float(), *true.shape[1:])
        sure = areas.probabilities.mean(dim=(1, 2)).tolist()
        return _mask_evidence.judged(
            list(areas.classes.cpu().numpy()), list(true), sure, targets["size"].tolist(), outputs.shape[1] - 1
        )

    def measure(self, evidence: Evidence) -> dict[str, float]:
        """All metrics."""
        from ptstudio.tasks import _mask_metrics

        return _mask_metrics.measure(evidence)

    def measure_resamples(self, evidence: Evidence, chosen: np.ndarray) -> Mapping[str, np.ndarray]:
        """All metrics, by counting."""
        from ptstudio.tasks import _mask_metrics

        return _mask_metrics.measure_resamples(evidence, chosen)

    def baseline(self, class_counts: np.ndarray, evidence: Evidence, classes: Sequence[str]) -> Baseline:
        """Every pixel the same."""
        from ptstudio.tasks import _mask_metrics

        return _mask_metrics.baseline(class_counts, evidence, classes)

    def sections(self, evidence: Evidence, ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
        """Per class, what was taken for what, the worst pictures."""
        from ptstudio.tasks import _mask_sections

        return _mask_sections.sections(evidence, ids, classes)

    def predictions(self, evidence: Evidence, classes: Sequence[str], top: int) -> list[Mask]:
        """All areas."""
        from ptstudio.tasks import _mask_sections

        del top
        return _mask_sections.predictions(evidence, classes)

    def truth(self, row: Row, classes: Sequence[str]) -> str:
        """Which classes there are."""
        return in_words([classes[number] for number in row["label"]])

    # ------------------------------------------------------------------ using

    def exportable(self, network: nn.Module, trained: TrainedModel) -> Exportable:
        """Pixels of any size in, the class of each of them out."""
        import torch

        from ptstudio.exporters._exporter import Exportable
        from ptstudio.tasks._told_areas import Told, told

        class PixelsToAreas(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.network = network

            def forward(self, pixels: torch.Tensor) -> Told:
                outputs = self.network(_pixels.network_input(pixels, trained.model.picture))
                return told(outputs.float(), pixels.shape[1], pixels.shape[2])

        return Exportable(
            module=PixelsToAreas().eval(),
            example={"pixels": torch.randint(0, 256, (2, 70, 90, 3), dtype=torch.uint8)},
            dynamic={"pixels": {0: "pictures", 1: "height", 2: "width"}},
            outputs=Told._fields,
            input_help=PIXELS_HELP,
            facts=drawing_facts(trained),
        )

    def said(self, outputs: Sequence[Arrays], rows: Sequence[Row], trained: TrainedModel) -> Evidence:
        """What was said."""
        from ptstudio.tasks import _mask_evidence

        del rows
        maps = [output["classes"][0] for output in outputs]
        sure = [float(output["probabilities"].mean()) for output in outputs]
        sizes = [(each.shape[1], each.shape[0]) for each in maps]
        return _mask_evidence.said(maps, sure, sizes, len(trained.classes), LONGEST_PX)

    def compare(
        self,
        reference: Sequence[Arrays],
        outputs: Sequence[Arrays],
        rows: Sequence[Row],
        trained: TrainedModel,
        tolerance: float,
    ) -> Agreement:
        """Pixels against pixels."""
        import numpy as np

        from ptstudio.tasks import _mask_agreement, _mask_evidence, _true_masks

        def value(given: Sequence[Arrays]) -> float:
            """Picture by picture: those of all would fill the memory."""
            confusions = [
                _mask_evidence.confusion(output["classes"][0], _true_masks.of_row(row), len(trained.classes))
                for output, row in zip(given, rows, strict=True)
            ]
            evidence = {
                _mask_evidence.CONFUSION: np.array(confusions),
                _mask_evidence.BOUNDARY: np.zeros((len(rows), 0, 4)),
            }
            return self.measure(evidence)[self.best_metric]

        values = value(reference), value(outputs)
        return _mask_agreement.agreement(reference, outputs, tolerance, self.best_metric, values)

    def program(self) -> str:
        """The predictor."""
        return (resources() / "templates" / "predict_semantic_segmentation.py.txt").read_text(encoding="utf-8")

    def explain(self, network: nn.Module, trained: TrainedModel, row: Row, picture: Path) -> Explanation:
        """Where it hesitates: how improbable the best answer is, pixel by pixel."""
        import torch
        from PIL import Image

        from ptstudio.tasks import _heat_map

        pixels = self.raw(row, trained)["pixels"]
        device = next(network.parameters()).device
        with torch.no_grad():
            told = self.exportable(network, trained).module(torch.tensor(pixels, device=device))
        doubt = 2 * (1 - told.probabilities[0]).clamp(max=0.5)
        _heat_map.draw(Image.fromarray(pixels[0]), doubt.cpu().numpy(), picture)
        return HeatMap(file=str(picture), method="doubt")


def _unknown(sample: Sample) -> Finding:
    if "mask" in sample.fields:
        reason = "Nothing is known of any pixel: the values of its mask have no meaning."
        remedy = "Name them in the file that says what values mean, or draw the mask anew."
    else:
        reason = "Only boxes are drawn in it, or nothing is known of its pixels, so it shows no area."
        remedy = "Draw outlines around the things in it, or have boxes learned: “Find things in pictures” does that."
    path = str(picture_of(sample))
    return Finding(kind="no-outline", severity="error", path=path, row=sample.row, reason=reason, remedy=remedy)


def _own(settings: TrainingSettings) -> SegmentationSettings:
    if not isinstance(settings, SegmentationSettings):
        raise TypeError(f"Settings of segmentation expected, not {type(settings).__name__}")
    return settings
