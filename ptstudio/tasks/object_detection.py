"""Finding things in pictures: a box around each, and its class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.core.folders import resources
from ptstudio.core.prediction import HeatMap
from ptstudio.core.training import TrainingSettings
from ptstudio.data._picture_problems import UnreadableImageError
from ptstudio.tasks import _pixels
from ptstudio.tasks._box_judging import THRESHOLD, BoxJudging
from ptstudio.tasks._box_reasons import LOOKS
from ptstudio.tasks._class_weights import class_weights
from ptstudio.tasks._detection_settings import DetectionSettings
from ptstudio.tasks._picturing import PIXELS_HELP, picture_of, unreadable
from ptstudio.tasks._placing import Placing, drawing_facts, presets
from ptstudio.tasks._task import Arrays, Batch, Evidence, Example, Row
from ptstudio.tasks._variation import View, seen

if TYPE_CHECKING:
    import random
    from pathlib import Path

    import numpy as np
    import torch
    from PIL import Image
    from torch import nn

    from ptstudio.core.certificate import Agreement
    from ptstudio.core.machine import Choice
    from ptstudio.core.prediction import Explanation
    from ptstudio.core.pretrained import PretrainedModel
    from ptstudio.core.shapes import Shape
    from ptstudio.core.trained import TrainedModel
    from ptstudio.data._revision import SplitRows
    from ptstudio.exporters._exporter import Exportable

ROUGH_TIE = 0.02
"""In a file of 8 bits, scores that differ by so much may change places, and boxes overlap by 80 %."""


class ObjectDetection(Placing, BoxJudging):
    """Where in a picture things of several classes are."""

    key = "object-detection"
    title = "Find things in pictures"
    summary = (
        "Draws a box around each thing that you have shown it: cells, animals, defects, vehicles; and counts them."
    )
    formats = ("coco", "voc", "yolo", "labelme", "box-table")
    columns = {
        "path": "string",
        "label": "list<int32>",
        "boxes": "list<float32>",
        "crowds": "list<int32>",
        "width": "int32",
        "height": "int32",
    }
    settings = DetectionSettings
    looks = LOOKS
    presets = presets("what looks for things")
    # On 83 photographs of blood cells Faster R-CNN finds more after 12 epochs (mAP 56 %) than in a training planned for
    # 51 (52 %), which is stopped once it learns by heart.
    least_looks = 1500

    @override
    def refuse_few_classes(self, classes: Sequence[str]) -> None:
        """One class is enough."""
        if not classes:
            raise DatasetError("There is no box in any picture.", "Draw boxes around what is to be found.")

    def admit(self, sample: Sample) -> Admitted | Finding:
        """Decode the picture whole; its boxes were examined when they were read. They are put in one order, whatever
        wrote them down.
        """
        from ptstudio.data._image import examine_image

        try:
            examined = examine_image(picture_of(sample))
        except UnreadableImageError as problem:
            return unreadable(sample, problem)
        shapes = sorted(_shapes(sample), key=lambda shape: (shape.label, shape.box, shape.is_crowd))
        boxes = [edge for shape in shapes for edge in shape.box]
        return Admitted(
            id=examined.id,
            labels=tuple(shape.label for shape in shapes),
            columns={
                "path": str(picture_of(sample)),
                "boxes": boxes,
                "crowds": [int(shape.is_crowd) for shape in shapes],
                "width": examined.width,
                "height": examined.height,
            },
            thumbnail=examined.thumbnail,
            truth=" ".join(f"{edge:g}" for edge in boxes),
        )

    # ------------------------------------------------------------------ network

    def designed(self, model: PretrainedModel, settings: TrainingSettings) -> PretrainedModel:
        """Faster R-CNN, unless another one is asked for."""
        from ptstudio.tasks import _box_fitting

        return _box_fitting.designed(model, _own(settings))

    @override
    def fitted(
        self, model: PretrainedModel, settings: TrainingSettings, rows: SplitRows
    ) -> tuple[PretrainedModel, tuple[Choice, ...]]:
        """Pictures as large as their things need, and anchors of their shapes."""
        from ptstudio.tasks import _box_fitting

        return _box_fitting.fitted(model, _own(settings), _box_fitting.sizes_of(rows), _box_fitting.most_of(rows))

    def outputs(self, classes: Sequence[str]) -> int:
        """One for each class; a design adds what it needs beside them."""
        return len(classes)

    def on_maps(self, maps: nn.Module, model: PretrainedModel, outputs: int) -> nn.Module:
        """SSDLite, RetinaNet, FCOS or Faster R-CNN."""
        from ptstudio.models import _detectors

        return _detectors.on_maps(maps, model, outputs)

    # ------------------------------------------------------------------ learning

    def example(
        self,
        row: Row,
        trained: TrainedModel,
        settings: TrainingSettings,
        dice: random.Random | None,
        prepared: np.ndarray | None = None,
    ) -> Example:
        """The picture as the network takes it, and its boxes as they lie there, relative to what is seen."""
        import torch

        from ptstudio.tasks import _true_boxes

        shown = self.seen(row, trained, settings, dice, prepared)
        true = _true_boxes.of_row(row, shown if isinstance(shown, View) else None)
        return Example(shown, {name: torch.from_numpy(array) for name, array in true.items()})

    def marked(self, square: Image.Image, batch: Batch) -> Image.Image:
        """With its boxes."""
        from ptstudio.tasks import _true_boxes

        return _true_boxes.drawn(square, batch.targets["boxes"][0].numpy(), batch.targets["classes"][0].numpy())

    def collate(self, examples: Sequence[Example]) -> Batch:
        """Inputs (N, 3, px, px); targets `boxes` (N, most, 4), `classes` and `crowds` (N, most), filled up with −1, and
        `sizes` (N, 2).
        """
        import torch
        from torch.nn.utils.rnn import pad_sequence

        shown = [example.inputs for example in examples]
        together = seen(shown) if isinstance(shown[0], View) else torch.stack(shown)
        targets = {
            name: pad_sequence([example.target[name] for example in examples], batch_first=True, padding_value=-1)
            for name in ("boxes", "classes", "crowds")
        }
        targets["sizes"] = torch.stack([example.target["sizes"] for example in examples])
        return Batch(together, targets, len(examples))

    def loss(
        self, outputs: Any, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor | None
    ) -> torch.Tensor:
        """That of the design; many things that nobody has told apart are not learned from."""
        weights = None if class_counts is None else class_weights(_own(settings).class_weights, class_counts)
        classes = targets["classes"].masked_fill(targets["crowds"] > 0, -1)
        wrong: torch.Tensor = outputs.loss(targets["boxes"], classes, weights)
        return wrong

    # ------------------------------------------------------------------ using

    def exportable(self, network: nn.Module, trained: TrainedModel) -> Exportable:
        """Pixels of any size in, boxes in these pixels out."""
        import torch

        from ptstudio.exporters._exporter import Exportable
        from ptstudio.tasks import _found

        class PixelsToBoxes(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.network = network

            def forward(self, pixels: torch.Tensor) -> tuple[torch.Tensor, ...]:
                said = self.network(_pixels.network_input(pixels, trained.model.picture))
                things = _found.found(said)
                width, height = torch.ones_like(things.scores) * pixels.shape[2], pixels.shape[1]
                sides = torch.stack((width, torch.ones_like(width) * height), dim=-1)
                return things.boxes * sides.repeat(1, 1, 2), things.scores, things.classes

        return Exportable(
            module=PixelsToBoxes().eval(),
            example={"pixels": torch.randint(0, 256, (2, 70, 90, 3), dtype=torch.uint8)},
            dynamic={"pixels": {0: "pictures", 1: "height", 2: "width"}},
            outputs=("boxes", "scores", "classes"),
            input_help=PIXELS_HELP,
            facts={THRESHOLD: f"{trained.settled.get(THRESHOLD, 0.5):.4f}", **drawing_facts(trained)},
            rough_tie=ROUGH_TIE,
        )

    def said(self, outputs: Sequence[Arrays], rows: Sequence[Row], trained: TrainedModel) -> Evidence:
        """What was found."""
        import numpy as np

        from ptstudio.tasks import _box_evidence, _found, _true_boxes

        found = [things for output in outputs for things in _found.of_arrays(output)]
        sizes = np.array([_true_boxes.size_of(row) for row in rows], dtype=np.float32)
        evidence = {_box_evidence.FOUND: _box_evidence.packed(found), _box_evidence.SIZES: sizes}
        return self.as_settled(evidence, trained)

    def compare(
        self,
        reference: Sequence[Arrays],
        outputs: Sequence[Arrays],
        rows: Sequence[Row],
        trained: TrainedModel,
        tolerance: float,
    ) -> Agreement:
        """Boxes against boxes."""
        from ptstudio.tasks import _box_agreement, _box_evidence, _found, _true_boxes

        true = {_box_evidence.TRUE: _box_evidence.packed([_true_boxes.things_of(row) for row in rows])}
        values = [
            self.measure({**true, **self.said(each, rows, trained)})[self.best_metric] for each in (reference, outputs)
        ]
        return _box_agreement.agreement(
            reference, outputs, tolerance, self.best_metric, (values[0], values[1]), _found.OVERLAP
        )

    def program(self) -> str:
        """The predictor."""
        return (resources() / "templates" / "predict_object_detection.py.txt").read_text(encoding="utf-8")

    def explain(self, network: nn.Module, trained: TrainedModel, row: Row, picture: Path) -> Explanation:
        """What decided for the most probable thing: how much less probable it gets where a part is covered."""
        from ptstudio.tasks import _box_reasons

        return HeatMap(file=str(picture), method=_box_reasons.draw(network, trained, self.raw(row, trained), picture))


def _shapes(sample: Sample) -> tuple[Shape, ...]:
    shapes = sample.fields.get("shapes")
    if not isinstance(shapes, tuple):
        raise TypeError("A sample with things in it holds a tuple of shapes")
    return shapes


def _own(settings: TrainingSettings) -> DetectionSettings:
    if not isinstance(settings, DetectionSettings):
        raise TypeError(f"Settings of object detection expected, not {type(settings).__name__}")
    return settings
