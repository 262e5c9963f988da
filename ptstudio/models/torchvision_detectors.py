"""The torchvision detectors that learned from COCO: Faster R-CNN, RetinaNet, FCOS and SSD, with their own backbones.

They are torchvision's own layers, taken apart; what they say is told, and learned, as that of our designs.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, partial
from math import prod
from typing import TYPE_CHECKING, Any

from ptstudio.core.errors import ModelError
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.models._blocks import consecutive
from ptstudio.models._coco_torchvision import OUTPUTS, PUBLISHED
from ptstudio.models._family import ModelFamily, Shapes
from ptstudio.models._light_torchvision import make_network
from ptstudio.models._tensors import copy_tensors, copy_what_fits, difference, share_that_fits
from ptstudio.models._torchvision import Skeleton

if TYPE_CHECKING:
    import torch
    from torch import nn

    from ptstudio.models import _anchors

LEAST_SSD300_PX = 268
NOTHING_FIRST = ("fasterrcnn", "ssd")
"""How the names of those begin that have an output for nothing."""
WITHOUT_EPSILON = ("fasterrcnn_resnet50_fpn", "retinanet_resnet50_fpn")
"""Those whose published weights learned without the small number by which normalisation avoids to divide by 0
(torchvision's `overwrite_eps`, https://github.com/pytorch/vision/pull/2933).
"""
EPSILON = 1e-5


class TorchvisionDetectors(ModelFamily):
    """Backbone and head hold torchvision's layers under its names, behind `backbone.network` and `head`."""

    key = "torchvision-detectors"
    title = "torchvision detector"
    tasks = ("object-detection",)

    @cached_property
    def catalogue(self) -> tuple[PretrainedModel, ...]:
        """The published models as facts."""
        return tuple(row.facts(self.key) for row in PUBLISHED)

    def recognise(self, shapes: Shapes, config: Mapping[str, Any]) -> PretrainedModel | None:
        """Compare with torchvision's networks. Two have the very same tensors: the file's name tells them apart."""
        given = {_current_name(name): tuple(shape) for name, shape in shapes.items()}
        if "architectures" in config or not any(name.startswith("backbone.") for name in given):
            return None
        name = str(config.get("file_name", ""))
        found = [model for model in self.catalogue if _outputs_of(model.architecture, given)]
        if not found:
            return None
        model = next((model for model in found if name.startswith(f"{model.architecture}_coco")), None)
        model = model or next((model for model in found if name.startswith(model.architecture)), found[0])
        outputs = _outputs_of(model.architecture, given)
        more = _counted(model.architecture, outputs) - _counted(model.architecture, OUTPUTS)
        return model.model_copy(update={"outputs": outputs, "parameters": model.parameters + more})

    def closest(self, shapes: Shapes) -> tuple[str, float, str]:
        """The detector that shares most of its tensors with these; see `ModelFamily.closest`."""
        given = _complete({_current_name(name): tuple(shape) for name, shape in shapes.items()})
        if not any(name.startswith("backbone.") for name in given):
            return self.catalogue[0].title, 0.0, "Nothing in the file looks like it."
        wanted = {model.title: _complete(_skeleton(model.architecture, OUTPUTS).shapes) for model in self.catalogue}
        title = max(wanted, key=lambda title: share_that_fits(wanted[title], given))
        return title, share_that_fits(wanted[title], given), difference(wanted[title], given, exact=True)

    def build(self, model: PretrainedModel, outputs: int) -> nn.Module:
        """Take torchvision's detector for so many classes apart; see `ModelFamily.build`."""
        from torch import nn

        whole = _whole(model.architecture, _numbers(model.architecture, outputs))
        head = _head(whole, model.architecture, model.picture.px)
        is_published = model.outputs == OUTPUTS and model.architecture in WITHOUT_EPSILON
        return nn.Sequential(OrderedDict(backbone=_levels_class()(whole.backbone, is_published), head=head))

    def load(self, network: nn.Module, tensors: Mapping[str, torch.Tensor]) -> None:
        """Copy the backbone's tensors, and those of the head's layers that do not depend on the classes.

        Raises ModelError for the first tensor of the backbone that is missing or has another shape.
        """
        given = {_current_name(name): tensor for name, tensor in tensors.items()}
        start = "backbone."
        body = {name.removeprefix(start): tensor for name, tensor in given.items() if name.startswith(start)}
        levels: Any = network.get_submodule("backbone")
        copy_tensors(_less_epsilon(body) if levels.is_without_epsilon else body, levels.network)
        head = network.get_submodule("head")
        for published, own in _names_in(head).items():
            part = head.get_submodule(own)
            known = {
                name.removeprefix(f"{published}."): tensor
                for name, tensor in given.items()
                if name.startswith(f"{published}.")
            }
            copy_what_fits(known, part)

    def blocks(self, network: nn.Module) -> list[list[nn.Module]]:
        """The parts of the backbone, its pyramid last, in at most twelve blocks."""
        return consecutive(_parts(network.get_submodule("backbone.network")))


def _current_name(name: str) -> str:
    return name.removeprefix("module.")


def _numbers(architecture: str, outputs: int) -> int:
    """What torchvision calls the number of classes."""
    return outputs + architecture.startswith(NOTHING_FIRST)


def _whole(architecture: str, numbers: int) -> Any:
    """The detector as torchvision builds it."""
    return make_network(architecture, weights_backbone=None, num_classes=numbers)


def _head(whole: Any, architecture: str, px: int) -> nn.Module:
    """What looks for things on the maps of torchvision's backbone, for pictures of `px` pixels."""
    if architecture.startswith("fasterrcnn"):
        from ptstudio.models._faster_rcnn import Layers, faster_rcnn_of

        layers = Layers(_as_they_are(), whole.rpn.head, whole.roi_heads.box_head, whole.roi_heads.box_predictor)
        shapes = _shapes_of(whole.rpn.anchor_generator, px)
        return faster_rcnn_of(layers, shapes, px, partial(_from_the_corner, px))
    if architecture.startswith("retinanet"):
        from ptstudio.models._retinanet import retinanet_of

        return retinanet_of(whole.head, _shapes_of(whole.anchor_generator, px), partial(_from_the_corner, px))
    if architecture.startswith("fcos"):
        from ptstudio.models._fcos import fcos_of

        strides = [level[0][0] for level in _shapes_of(whole.anchor_generator, px)]
        return fcos_of(whole.head, strides, partial(_from_the_corner, px))
    from ptstudio.models._anchors import evenly
    from ptstudio.models._ssd import ssd_of

    if architecture == "ssd300_vgg16" and px < LEAST_SSD300_PX:
        raise ModelError(
            f"SSD 300 takes no pictures of {px} × {px} pixels: nothing would be left of its coarsest map.",
            f"Choose pictures of at least {LEAST_SSD300_PX} pixels, or another model.",
        )
    generator = whole.anchor_generator
    places = partial(_at_steps, generator.steps, px) if generator.steps else evenly
    return ssd_of(whole.head, _default_boxes(generator), places)


def _as_they_are() -> nn.Module:
    """A pyramid in the place of which stands one of the backbone."""
    from torch import nn

    return nn.Identity()


def _shapes_of(generator: Any, px: int) -> _anchors.Shapes:
    """Width and height of torchvision's anchors, relative to pictures of `px` pixels."""
    import torch

    levels = (
        generator.generate_anchors(sizes, ratios, device=torch.device("cpu"))
        for sizes, ratios in zip(generator.sizes, generator.aspect_ratios, strict=True)
    )
    return [((level[:, 2:] - level[:, :2]) / px).tolist() for level in levels]


def _default_boxes(generator: Any) -> _anchors.Shapes:
    """Width and height of the anchors of SSD: of each level two squares, and a pair of each other ratio."""
    sides = zip(generator.scales, generator.scales[1:], generator.aspect_ratios, strict=False)
    levels = []
    for side, next_side, ratios in sides:
        between = (side * next_side) ** 0.5
        pairs = [(side * ratio**0.5, side / ratio**0.5) for ratio in ratios]
        both = [pair for width, height in pairs for pair in ((width, height), (height, width))]
        boxes = [(side, side), (between, between), *both]
        levels.append([(min(width, 1.0), min(height, 1.0)) for width, height in boxes])
    return levels


def _from_the_corner(px: int, level: int, count: int) -> tuple[float, float]:
    """Where torchvision has the anchors of a pyramid: from the corner on, whole pixels apart."""
    del level
    return 0.0, px // count / px


def _at_steps(steps: list[int], px: int, level: int, count: int) -> tuple[float, float]:
    """Where torchvision has those of SSD300: in the middles of steps of so many pixels."""
    del count
    return steps[level] / 2 / px, steps[level] / px


@cache
def _levels_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class Levels(nn.Module):
        """A backbone of torchvision, whose maps have names there; here they go from the finest to the coarsest. The
        weights that are loaded into it may have learned without epsilon.
        """

        def __init__(self, network: nn.Module, is_without_epsilon: bool) -> None:
            super().__init__()
            self.network, self.is_without_epsilon = network, is_without_epsilon

        def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, ...]:
            return tuple(self.network(pictures).values())

    return Levels


def _less_epsilon(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Tensors with which normalisation that adds an epsilon says the same as without: the variances are less by it."""
    return {
        name: tensor.float() - EPSILON if name.endswith("running_var") else tensor for name, tensor in tensors.items()
    }


def _names_in(head: nn.Module) -> dict[str, str]:
    """Where the parts of a head stand in torchvision's detector, and what they are called here."""
    if hasattr(head, "proposes"):
        return {"rpn.head": "proposes", "roi_heads.box_head": "looks", "roi_heads.box_predictor": "says"}
    return {"head": "looks"}


def _parts(module: nn.Module) -> Iterator[nn.Module]:
    """What a module consists of, lists and sequences opened; parameters of its own in a list that holds them."""
    from torch import nn

    own = list(module.parameters(recurse=False))
    if own:
        yield nn.ParameterList(own)
    for child in module.children():
        if isinstance(child, nn.Sequential | nn.ModuleList | nn.ModuleDict):
            yield from _parts(child)
        else:
            yield child


# ---------------------------------------------------------------------- comparing


@cache
def _skeleton(architecture: str, numbers: int) -> Skeleton:
    """Build a detector on the meta device, where it takes no memory, and note its shapes."""
    import torch

    with torch.device("meta"):
        whole = _whole(architecture, numbers)
    shapes = {name: tuple(tensor.shape) for name, tensor in whole.state_dict().items()}
    return Skeleton(shapes, frozenset(name for name, _ in whole.named_parameters()))


def _counted(architecture: str, numbers: int) -> int:
    skeleton = _skeleton(architecture, numbers)
    return sum(prod(skeleton.shapes[name]) for name in skeleton.parameters)


def _outputs_of(architecture: str, given: Shapes) -> int:
    """For how many classes, in torchvision's counting, a detector has these tensors; 0 if it has others."""
    two, three = (_skeleton(architecture, numbers).shapes for numbers in (2, 3))
    name = next(name for name in two if two[name] != three[name])
    if name not in given or len(given[name]) != len(two[name]):
        return 0
    more = given[name][0] - two[name][0]
    outputs, left = divmod(more, three[name][0] - two[name][0])
    if left or outputs + 2 < 1:
        return 0
    wanted = _skeleton(architecture, outputs + 2).shapes
    return outputs + 2 if _complete(wanted) == _complete(given) else 0


def _complete(shapes: Shapes) -> dict[str, tuple[int, ...]]:
    """The shapes without batch norm's step counters, which frozen ones lack."""
    return {name: tuple(shape) for name, shape in shapes.items() if not name.endswith("num_batches_tracked")}
