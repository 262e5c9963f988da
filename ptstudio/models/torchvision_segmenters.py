"""Torchvision's networks that mark areas: FCN, DeepLabV3 and LR-ASPP, with weights that know things in photographs."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from math import prod
from typing import TYPE_CHECKING, Any

from ptstudio.core.amount import MB
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models._blocks import consecutive
from ptstudio.models._family import ModelFamily, Shapes
from ptstudio.models._imagenet import DAMAGE, IMAGENET_1K, PEOPLE, WESTERN
from ptstudio.models._maps import parts_of
from ptstudio.models._paper import Paper
from ptstudio.models._tensors import copy_tensors, difference, share_that_fits
from ptstudio.models._torchvision import PUBLISHED_MB, SERVER
from ptstudio.models._torchvision_segmenters import LAST_LAYERS, taken_apart

if TYPE_CHECKING:
    import torch
    from torch import nn

RECIPES = "https://github.com/pytorch/vision/tree/main/references/segmentation"
MEASURED_ON = "COCO val2017 with the classes of Pascal VOC (mean IoU)"
TRAINED_ON = f"{IMAGENET_1K}, then those photographs of COCO 2017 that show the 20 things of Pascal VOC"
THINGS = 21
"""The 20 things, and the background."""
LIMITS = (WESTERN, PEOPLE, DAMAGE)
PX = 520
FCN = Paper("Long, Shelhamer, Darrell", "Fully Convolutional Networks for Semantic Segmentation", 2014, "1411.4038")
DEEPLAB = Paper("Chen et al.", "Rethinking Atrous Convolution for Semantic Image Segmentation", 2017, "1706.05587")
MOBILE = Paper("Howard et al.", "Searching for MobileNetV3", 2019, "1905.02244")


@dataclass(frozen=True, kw_only=True)
class Published:
    """A row of facts on torchvision's weights; `iou` is the mean IoU (per cent), `parameters` counts all heads."""

    architecture: str
    title: str
    summary: str
    parameters: int
    size_mb: float
    iou: float
    file: str
    paper: Paper
    recipe: str = ""


PUBLISHED = (
    Published(
        architecture="lraspp_mobilenet_v3_large",
        title="LR-ASPP, MobileNet V3",
        summary="The lightest that knows how to mark areas; for phones and ordinary computers.",
        parameters=3_221_538,
        size_mb=12.49,
        iou=57.9,
        file="lraspp_mobilenet_v3_large-d234d4ea.pth",
        paper=MOBILE,
    ),
    Published(
        architecture="deeplabv3_mobilenet_v3_large",
        title="DeepLabV3, MobileNet V3",
        summary="Light, and more accurate than LR-ASPP: a good first choice without a graphics card.",
        parameters=11_029_328,
        size_mb=42.301,
        iou=60.3,
        file="deeplabv3_mobilenet_v3_large-fc3c493d.pth",
        paper=DEEPLAB,
    ),
    Published(
        architecture="fcn_resnet50",
        title="FCN, ResNet-50",
        summary="The plainest design on a sound backbone; wants a graphics card.",
        parameters=35_322_218,
        size_mb=135.009,
        iou=60.5,
        file="fcn_resnet50_coco-1167a1af.pth",
        paper=FCN,
    ),
    Published(
        architecture="fcn_resnet101",
        title="FCN, ResNet-101",
        summary="Deeper than FCN on ResNet-50, a little more accurate; wants a graphics card.",
        parameters=54_314_346,
        size_mb=207.711,
        iou=63.7,
        file="fcn_resnet101_coco-7ecb50ca.pth",
        paper=FCN,
        recipe="deeplabv3_resnet101",
    ),
    Published(
        architecture="deeplabv3_resnet50",
        title="DeepLabV3, ResNet-50",
        summary="Sees things in several sizes at once; accurate, wants a graphics card.",
        parameters=42_004_074,
        size_mb=160.515,
        iou=66.4,
        file="deeplabv3_resnet50_coco-cd0a2569.pth",
        paper=DEEPLAB,
    ),
    Published(
        architecture="deeplabv3_resnet101",
        title="DeepLabV3, ResNet-101",
        summary="The most accurate of torchvision's; wants a graphics card with much memory.",
        parameters=60_996_202,
        size_mb=233.217,
        iou=67.4,
        file="deeplabv3_resnet101_coco-586e9e4e.pth",
        paper=DEEPLAB,
        recipe="fcn_resnet101",
    ),
)


class TorchvisionSegmenters(ModelFamily):
    """The backbone is all but the last layer, so that what was learned of outlines is kept too."""

    key = "torchvision-segmenters"
    title = "FCN, DeepLabV3, LR-ASPP"
    tasks = ("semantic-segmentation",)

    @cached_property
    def catalogue(self) -> tuple[PretrainedModel, ...]:
        """The published models as facts."""
        return tuple(map(self._facts_of, PUBLISHED))

    def recognise(self, shapes: Shapes, config: Mapping[str, Any]) -> PretrainedModel | None:
        """Compare with each network, last layers and heads that only help learning left aside."""
        given = {name.removeprefix("module."): tuple(shape) for name, shape in shapes.items()}
        if "architectures" in config or not _is_alike(given):
            return None
        body = _body(given)
        for model in self.catalogue:
            if body == _skeleton(model.architecture):
                last = next(given[name] for name in given if name.startswith(LAST_LAYERS))
                return model.model_copy(update={"outputs": last[0], "parameters": _counted(given)})
        return None

    def closest(self, shapes: Shapes) -> tuple[str, float, str]:
        """The network that shares most of its tensors with these; see `ModelFamily.closest`."""
        given = {name.removeprefix("module."): tuple(shape) for name, shape in shapes.items()}
        if not _is_alike(given):
            return self.catalogue[0].title, 0.0, "Nothing in the file looks like it."
        body = _body(given)
        wanted = {model.title: _skeleton(model.architecture) for model in self.catalogue}
        title = max(wanted, key=lambda title: share_that_fits(wanted[title], body))
        return title, share_that_fits(wanted[title], body), difference(wanted[title], body, exact=True)

    def build(self, model: PretrainedModel, outputs: int) -> "nn.Module":
        """Make backbone and last layer with random weights; it gives (N, outputs, rows, columns)."""
        from torch import nn

        backbone, channels = taken_apart(model.architecture)
        return nn.Sequential(OrderedDict(backbone=backbone, head=nn.Conv2d(channels, outputs, kernel_size=1)))

    def load(self, network: "nn.Module", tensors: "Mapping[str, torch.Tensor]") -> None:
        """Copy all but the last layer, of whatever precision."""
        copy_tensors(
            {name.removeprefix("module."): tensor for name, tensor in tensors.items()},
            network.get_submodule("backbone"),
        )

    def blocks(self, network: "nn.Module") -> "list[list[nn.Module]]":
        """The parts of what sees, then of what says where, in at most twelve blocks."""
        backbone = network.get_submodule("backbone")
        sees, says = (parts_of(backbone.get_submodule(name)) for name in ("backbone", "classifier"))
        return consecutive([*sees, *says])

    def _facts_of(self, row: Published) -> PretrainedModel:
        return PretrainedModel(
            key=row.architecture,
            title=row.title,
            summary=row.summary,
            family=self.key,
            architecture=row.architecture,
            input=ImageInput(px=PX),
            parameters=row.parameters,
            outputs=THINGS,
            size_mb=round(row.size_mb * PUBLISHED_MB / MB, 3),
            licence="BSD-3-Clause",
            source=SERVER + row.file,
            sha256=row.file.removesuffix(".pth").rpartition("-")[2],
            accuracy=row.iou,
            accuracy_on=MEASURED_ON,
            accuracy_source=f"{RECIPES}#{row.recipe or row.architecture}",
            paper=row.paper.text,
            paper_url=row.paper.address,
            pretrained_on=TRAINED_ON,
            limits=LIMITS,
        )


def _is_alike(given: Shapes) -> bool:
    """Whether there are both the parts that every such network has."""
    return all(any(name.startswith(part) for name in given) for part in ("backbone.", "classifier."))


def _body(given: Shapes) -> Shapes:
    """The shapes without last layers, heads that only help learning, and counters of steps."""
    aside = (*LAST_LAYERS, "aux_classifier.")
    return {
        name: shape
        for name, shape in given.items()
        if not name.startswith(aside) and not name.endswith("num_batches_tracked")
    }


def _counted(given: Shapes) -> int:
    statistics = ("running_mean", "running_var", "num_batches_tracked")
    return sum(prod(shape) for name, shape in given.items() if not name.endswith(statistics))


@cache
def _skeleton(architecture: str) -> Shapes:
    """The shapes of a network without its last layer, built on the meta device, where it takes no memory."""
    import torch

    with torch.device("meta"):
        backbone, _ = taken_apart(architecture)
    return _body({name: tuple(tensor.shape) for name, tensor in backbone.state_dict().items()})
