"""YOLO as Megvii has published it under Apache-2.0 (YOLOX): quick detectors, from very small ones on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from functools import cache, cached_property
from math import prod
from typing import TYPE_CHECKING, Any

from ptstudio.core.amount import MB
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models._blocks import consecutive
from ptstudio.models._coco import CLASSES, COCO, COCO_MAP, LIMITS
from ptstudio.models._family import ModelFamily, Shapes
from ptstudio.models._paper import Paper
from ptstudio.models._tensors import copy_tensors, copy_what_fits, difference, share_that_fits
from ptstudio.models._torchvision import Skeleton
from ptstudio.models._yolox_layers import Scale, yolox

if TYPE_CHECKING:
    import torch
    from torch import nn

PAGE = "https://github.com/Megvii-BaseDetection/YOLOX"
PAPER = Paper("Ge et al.", "YOLOX: Exceeding YOLO Series in 2021", 2021, "2107.08430")
SCALES = {
    "yolox_nano": Scale(0.33, 0.25, is_light=True),
    "yolox_tiny": Scale(0.33, 0.375),
    "yolox_s": Scale(0.33, 0.5),
    "yolox_m": Scale(0.67, 0.75),
}
ROWS = (
    (
        "yolox_nano",
        "YOLOX nano",
        "Under four megabytes: for phones, and the quickest detector here.",
        416,
        912_159,
        25.8,
    ),
    ("yolox_tiny", "YOLOX tiny", "Small, quick and quite exact; good without a graphics card.", 416, 5_055_855, 32.8),
    ("yolox_s", "YOLOX S", "Exact, and quick on a graphics card.", 640, 8_968_255, 40.5),
    ("yolox_m", "YOLOX M", "The most exact YOLO here; wants a graphics card.", 640, 25_326_495, 46.9),
)
"""Key, title, summary, pixels, parameters, and the mAP (per cent) on COCO's validation photographs."""
LANDMARK = "backbone.backbone.stem.conv.conv.weight"
CLASS_LAYER = "head.cls_preds.0.weight"
BYTES_A_PARAMETER = 4


class Yolo(ModelFamily):
    """Backbone and head hold the layers under their published names."""

    key = "yolo"
    title = "YOLO"
    tasks = ("object-detection",)

    @cached_property
    def catalogue(self) -> tuple[PretrainedModel, ...]:
        """The published models as facts; the size is that of the parameters in float32."""
        return tuple(
            PretrainedModel(
                key=key,
                title=title,
                summary=summary,
                family=self.key,
                architecture=key,
                input=ImageInput(px=px, mean=(0.0, 0.0, 0.0), std=(1 / 255, 1 / 255, 1 / 255)),
                parameters=parameters,
                outputs=CLASSES,
                size_mb=round(parameters * BYTES_A_PARAMETER / MB, 1),
                size_is_estimated=True,
                licence="Apache-2.0",
                source=f"{PAGE}/releases/download/0.1.1rc0/{key}.pth",
                sha256="",
                accuracy=precision,
                accuracy_on=COCO_MAP,
                accuracy_source=f"{PAGE}#benchmark",
                paper=PAPER.text,
                paper_url=PAPER.address,
                pretrained_on=COCO,
                limits=LIMITS,
            )
            for key, title, summary, px, parameters, precision in ROWS
        )

    def recognise(self, shapes: Shapes, config: Mapping[str, Any]) -> PretrainedModel | None:
        """Compare with the network of each scale."""
        given = _plain(shapes)
        if "architectures" in config or LANDMARK not in given or CLASS_LAYER not in given:
            return None
        outputs = given[CLASS_LAYER][0]
        for model in self.catalogue:
            skeleton = _skeleton(model.architecture, outputs)
            if _plain(skeleton.shapes) == given:
                counted = sum(prod(skeleton.shapes[name]) for name in skeleton.parameters)
                return model.model_copy(update={"outputs": outputs, "parameters": counted})
        return None

    def closest(self, shapes: Shapes) -> tuple[str, float, str]:
        """The scale that shares most of its tensors with these; see `ModelFamily.closest`."""
        given = _plain(shapes)
        if LANDMARK not in given:
            return self.catalogue[0].title, 0.0, "Nothing in the file looks like it."
        wanted = {model.title: _plain(_skeleton(model.architecture, CLASSES).shapes) for model in self.catalogue}
        title = max(wanted, key=lambda title: share_that_fits(wanted[title], given))
        return title, share_that_fits(wanted[title], given), difference(wanted[title], given, exact=True)

    def build(self, model: PretrainedModel, outputs: int) -> nn.Module:
        """Make the network of its scale; see `ModelFamily.build`."""
        from torch import nn

        return nn.Sequential(OrderedDict(yolox(SCALES[model.architecture], outputs)._asdict()))

    def load(self, network: nn.Module, tensors: Mapping[str, torch.Tensor]) -> None:
        """Copy the backbone's tensors, and those of the head that do not depend on the classes.

        Raises ModelError for the first tensor of the backbone that is missing or has another shape.
        """
        backbone, head = (
            {name.removeprefix(f"{part}."): tensor for name, tensor in tensors.items() if name.startswith(f"{part}.")}
            for part in ("backbone", "head")
        )
        copy_tensors(backbone, network.get_submodule("backbone"))
        copy_what_fits(head, network.get_submodule("head"))

    def blocks(self, network: nn.Module) -> list[list[nn.Module]]:
        """The stages, then the parts of the pyramid, in at most twelve blocks."""
        darknet, *pyramid = network.get_submodule("backbone").children()
        return consecutive((*darknet.children(), *pyramid))


@cache
def _skeleton(architecture: str, outputs: int) -> Skeleton:
    """Build a network on the meta device, where it takes no memory, and note its shapes."""
    import torch
    from torch import nn

    with torch.device("meta"):
        network = nn.ModuleDict(yolox(SCALES[architecture], outputs)._asdict())
    shapes = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    return Skeleton(shapes, frozenset(name for name, _ in network.named_parameters()))


def _plain(shapes: Shapes) -> dict[str, tuple[int, ...]]:
    """The shapes without batch norm's step counters."""
    return {name: tuple(shape) for name, shape in shapes.items() if not name.endswith("num_batches_tracked")}
