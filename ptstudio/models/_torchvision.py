"""The torchvision classifiers: their facts, and how they are taken apart; knows no single family.

Licence: torchvision publishes code and weights under BSD-3-Clause and states another licence only where one applies. It
also says that weights may be bound by the terms of the data they were trained on (ImageNet-1k: research).
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from ptstudio.core.amount import MB
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models._blocks import consecutive
from ptstudio.models._family import ModelFamily, Shapes
from ptstudio.models._imagenet import CLASSES, CONVOLUTION_LIMITS, IMAGENET_1K
from ptstudio.models._light_torchvision import make_network
from ptstudio.models._maps import ON_MAPS, maps_of
from ptstudio.models._paper import Paper
from ptstudio.models._tensors import copy_tensors, difference, share_that_fits

if TYPE_CHECKING:
    import torch
    from torch import nn

SERVER = "https://download.pytorch.org/models/"
PUBLISHED_MB = 2**20
"""The bytes of what torchvision calls a megabyte."""
REFERENCES = "https://github.com/pytorch/vision/tree/main/references/classification"
ISSUE = "https://github.com/pytorch/vision/issues/3995"
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
PATIENT_MOMENTUM = 0.1


@dataclass(frozen=True, kw_only=True)
class Published:
    """A row of facts on torchvision's default ImageNet-1k weights of a network; its builder's name is the key.

    `px` is the centre crop at which `accuracy` (top-1, per cent) was measured, `recipe` where torchvision documents
    the training and the figure, `file` the name on its server, whose last part is the start of the sha256.
    """

    architecture: str
    title: str
    summary: str
    px: int
    parameters: int
    size_mb: float
    accuracy: float
    recipe: str
    file: str
    mean: tuple[float, float, float] = IMAGENET_MEAN
    std: tuple[float, float, float] = IMAGENET_STD


@dataclass(frozen=True)
class Tail:
    """Where a network's last linear layer sits, and the dropout directly before it (empty where there is none)."""

    linear: str
    dropout: str = ""


@dataclass(frozen=True)
class Skeleton:
    """A backbone without its numbers: the shape of each tensor, and which of them are parameters."""

    shapes: dict[str, tuple[int, ...]]
    parameters: frozenset[str]


class TorchvisionFamily(ModelFamily):
    """A family of torchvision classifiers.

    `landmark` is a tensor that every network of the family has and few others: without it, nothing is built to
    compare. `tail` is where the last layer sits, `other_tails` where some networks have it elsewhere. `auxiliary` are
    beginnings of tensor names that belong to extra heads and are left aside. `options` go to torchvision's builder.
    `paper` describes its networks, `other_papers` those whose names begin so; `limits` hold for all published weights.
    """

    tasks: ClassVar[tuple[str, ...]] = ("image-classification", *ON_MAPS)
    gives_maps = True
    published: ClassVar[tuple[Published, ...]]
    paper: ClassVar[Paper]
    other_papers: ClassVar[dict[str, Paper]] = {}
    limits: ClassVar[tuple[str, ...]] = CONVOLUTION_LIMITS
    landmark: ClassVar[str]
    tail: ClassVar[Tail]
    other_tails: ClassVar[dict[str, Tail]] = {}
    auxiliary: ClassVar[tuple[str, ...]] = ()
    options: ClassVar[dict[str, Any]] = {}

    @cached_property
    def catalogue(self) -> tuple[PretrainedModel, ...]:
        """The published models as facts."""
        return tuple(map(self.facts_of, self.published))

    def facts_of(self, row: Published) -> PretrainedModel:
        """A published row as facts of the family."""
        paper = self.paper_of(row.architecture)
        return PretrainedModel(
            key=row.architecture,
            title=row.title,
            summary=row.summary,
            family=self.key,
            architecture=row.architecture,
            input=ImageInput(px=row.px, mean=row.mean, std=row.std),
            parameters=row.parameters,
            outputs=CLASSES,
            size_mb=round(row.size_mb * PUBLISHED_MB / MB, 3),
            licence="BSD-3-Clause",
            source=SERVER + row.file,
            sha256=row.file.removesuffix(".pth").rpartition("-")[2],
            accuracy=row.accuracy,
            accuracy_on=IMAGENET_1K,
            accuracy_source=row.recipe,
            paper=paper.text,
            paper_url=paper.address,
            pretrained_on=IMAGENET_1K,
            limits=self.limits,
        )

    def paper_of(self, architecture: str) -> Paper:
        """What describes a network."""
        others = (paper for start, paper in self.other_papers.items() if architecture.startswith(start))
        return next(others, self.paper)

    def tail_of(self, architecture: str) -> Tail:
        """Where the last layer of a network is."""
        return self.other_tails.get(architecture, self.tail)

    def network(self, architecture: str, px: int) -> "nn.Module":
        """Make torchvision's network with random weights, for pictures of `px` pixels where that matters."""
        del px
        return make_network(architecture, **self.options)

    def behead(self, network: "nn.Module", architecture: str) -> tuple[int, "nn.Module | None"]:
        """Take the last layer and its dropout off the network; give the number of features and the dropout."""
        from torch import nn

        tail = self.tail_of(architecture)
        linear = network.get_submodule(tail.linear)
        if not isinstance(linear, nn.Linear):
            raise TypeError(f"{tail.linear} of {architecture} is not a linear layer")
        network.set_submodule(tail.linear, nn.Identity())
        if not tail.dropout:
            return linear.in_features, None
        dropout = network.get_submodule(tail.dropout)
        network.set_submodule(tail.dropout, nn.Identity())
        return linear.in_features, dropout

    def current_name(self, name: str) -> str:
        """The name that a tensor has today; older files may have another."""
        return name.removeprefix("module.")

    def variant(self, model: PretrainedModel, shapes: Shapes) -> PretrainedModel:
        """The model as these tensors need it, where the shapes depend on the size of the pictures."""
        del shapes
        return model

    def adapted(self, tensors: "Mapping[str, torch.Tensor]", wanted: Shapes) -> "Mapping[str, torch.Tensor]":
        """Tensors that depend on the size of the pictures, made to fit it."""
        del wanted
        return tensors

    def parts(self, backbone: "nn.Module") -> "Iterator[nn.Module]":
        """The pieces of the backbone from the input to the output; sequences are opened one level deep."""
        from torch import nn

        for child in backbone.children():
            if isinstance(child, nn.Sequential):
                yield from child
            else:
                yield child

    # ------------------------------------------------------------------ the contract

    def build(self, model: PretrainedModel, outputs: int) -> "nn.Module":
        """Make backbone and head with random weights; see `ModelFamily.build`."""
        from torch import nn

        backbone = self.network(model.architecture, model.picture.px)
        features, dropout = self.behead(backbone, model.architecture)
        _follow_short_runs(backbone)
        linear = nn.Linear(features, outputs)
        head = nn.Sequential(OrderedDict(dropout=dropout, linear=linear)) if dropout is not None else linear
        return nn.Sequential(OrderedDict(backbone=backbone, head=head))

    @override
    def build_maps(self, model: PretrainedModel) -> "nn.Module":
        """The parts of the classifier up to its last map."""
        if not self.gives_maps:
            return super().build_maps(model)
        backbone = self.network(model.architecture, model.picture.px)
        self.behead(backbone, model.architecture)
        _follow_short_runs(backbone)
        return maps_of(backbone)

    def load(self, network: "nn.Module", tensors: "Mapping[str, torch.Tensor]") -> None:
        """Copy the backbone's tensors, of whatever precision; last layers and auxiliary heads are passed over.

        Raises ModelError for the first tensor that is missing or has another shape.
        """
        backbone = network.get_submodule("backbone")
        given = {self.current_name(name): tensor for name, tensor in tensors.items()}
        wanted = {name: tuple(tensor.shape) for name, tensor in backbone.state_dict().items()}
        copy_tensors(self.adapted(given, wanted), backbone)

    def blocks(self, network: "nn.Module") -> "list[list[nn.Module]]":
        """The parts of the backbone in at most twelve blocks."""
        return consecutive(self.parts(network.get_submodule("backbone")))

    def recognise(self, shapes: Shapes, config: Mapping[str, Any]) -> PretrainedModel | None:
        """Compare with the family's networks, the likeliest first; `outputs` is 0 where the file has no last layer."""
        given = {self.current_name(name): tuple(shape) for name, shape in shapes.items()}
        if "architectures" in config or self.landmark not in given:
            return None
        for candidate in self._by_likeness(given):
            model = self.variant(candidate, given)
            skeleton = self._skeleton(model)
            if _complete(self._body(model, given)) == _complete(skeleton.shapes):
                head = given.get(f"{self.tail_of(model.architecture).linear}.weight", (0,))
                counted = sum(prod(shape) for name, shape in given.items() if self._counts(name, model, skeleton))
                return model.model_copy(update={"outputs": head[0], "parameters": counted})
        return None

    def closest(self, shapes: Shapes) -> tuple[str, float, str]:
        """The network of the family that shares most of its tensors with these; see `ModelFamily.closest`."""
        given = {self.current_name(name): tuple(shape) for name, shape in shapes.items()}
        if self.landmark not in given:
            return self.catalogue[0].title, 0.0, "Nothing in the file looks like it."
        best = ("", -1.0, "")
        for candidate in self._by_likeness(given):
            model = self.variant(candidate, given)
            wanted, body = _complete(self._skeleton(model).shapes), _complete(self._body(model, given))
            share = share_that_fits(wanted, body)
            if share > best[1]:
                best = (model.title, share, difference(wanted, body, exact=True))
        return best

    # ------------------------------------------------------------------ comparing

    def _by_likeness(self, given: Shapes) -> list[PretrainedModel]:
        """The catalogue, nearest number of parameters first, as if the file's last layer had 1,000 outputs too."""

        def distance(model: PretrainedModel) -> int:
            head = given.get(f"{self.tail_of(model.architecture).linear}.weight", (0, 0))
            missing_outputs = CLASSES - head[0]
            return abs(model.parameters - total - missing_outputs * (head[1] + 1))

        total = sum(prod(shape) for name, shape in _complete(given).items() if not _is_statistic(name))
        return sorted(self.catalogue, key=distance)

    def _body(self, model: PretrainedModel, given: Shapes) -> Shapes:
        aside = (f"{self.tail_of(model.architecture).linear}.", *self.auxiliary)
        return {name: shape for name, shape in given.items() if not name.startswith(aside)}

    def _counts(self, name: str, model: PretrainedModel, skeleton: Skeleton) -> bool:
        return name in skeleton.parameters or name.startswith(f"{self.tail_of(model.architecture).linear}.")

    def _skeleton(self, model: PretrainedModel) -> Skeleton:
        return _skeleton(self, model.architecture, model.picture.px)


@cache
def _skeleton(family: TorchvisionFamily, architecture: str, px: int) -> Skeleton:
    """Build a network on the meta device, where it takes no memory, and note its shapes."""
    import torch

    with torch.device("meta"):
        backbone = family.network(architecture, px)
        family.behead(backbone, architecture)
    shapes = {name: tuple(tensor.shape) for name, tensor in backbone.state_dict().items()}
    return Skeleton(shapes, frozenset(name for name, _ in backbone.named_parameters()))


def _follow_short_runs(backbone: "nn.Module") -> None:
    """Let batch norm's running statistics follow within a hundred steps.

    MobileNetV3 and the large EfficientNets come with a momentum of 0.01, made for very many steps: after a
    short run their statistics are still those of the random start, and validation is at chance.
    """
    from torch import nn

    for module in backbone.modules():
        if isinstance(module, nn.BatchNorm2d) and module.momentum is not None:
            module.momentum = max(module.momentum, PATIENT_MOMENTUM)


def _complete(shapes: Shapes) -> dict[str, tuple[int, ...]]:
    """The shapes without batch norm's step counters, which files from before 2018 lack."""
    return {name: tuple(shape) for name, shape in shapes.items() if not name.endswith("num_batches_tracked")}


def _is_statistic(name: str) -> bool:
    return name.endswith(("running_mean", "running_var", "relative_position_index", "relative_coords_table"))
