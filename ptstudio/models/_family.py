"""The contract of a model family: its facts without torch, its networks with it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from ptstudio.core.errors import ModelError
from ptstudio.core.pretrained import PretrainedModel

if TYPE_CHECKING:
    import torch
    from torch import nn

Shapes = Mapping[str, Sequence[int]]


class Rates(NamedTuple):
    """Learning rates that suit networks of one design: of pretrained weights, of random ones, of adapters beside linear
    layers (LoRA), None where such are not known to suit the design, and of a head that learns alone.

    Those of convolutions lie between two that were measured: from 250 photographs of six kinds MobileNetV2 is as
    accurate with 1e-4 as with 5e-4, at little more than half the log loss; from 300 digits the starter is half a point
    more accurate with 5e-4.
    """

    tuning: float = 2e-4
    scratch: float = 2e-3
    adapting: float | None = None
    head: float = 1e-3


class ModelFamily(ABC):
    """Networks of one design, and how PTStudio takes them apart.

    A network is a module with two children: `backbone` (inputs → features, N×D for one answer a sample) and `head`
    (features → outputs); calling it runs the one after the other. `assets` are the files beside the weights that such
    a network cannot be used without. A family that `gives_maps` can be told where in a picture something is by heads of
    other designs.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    tasks: ClassVar[tuple[str, ...]]
    assets: ClassVar[tuple[str, ...]] = ()
    rates: ClassVar[Rates] = Rates()
    gives_maps: ClassVar[bool] = False

    @property
    @abstractmethod
    def catalogue(self) -> tuple[PretrainedModel, ...]:
        """The published models of the family, with their facts."""

    @abstractmethod
    def recognise(self, shapes: Shapes, config: Mapping[str, Any]) -> PretrainedModel | None:
        """Say which of its models has exactly these tensors (the head may have another number of outputs).

        `shapes` are the tensors' shapes by name, `config` what lay beside them (empty where nothing did). The answer's
        `source`, `sha256` and `size_mb` are filled in by the library. May build networks on the meta device.
        """

    @abstractmethod
    def closest(self, shapes: Shapes) -> tuple[str, float, str]:
        """For a refusal: the title of the nearest model, the share of its tensors that fit (0 to 1), and a
        sentence on the first difference.
        """

    @abstractmethod
    def build(self, model: PretrainedModel, outputs: int) -> "nn.Module":
        """Make the network with random weights and a new head of `outputs` outputs."""

    def build_for_parts(self, model: PretrainedModel, outputs: int) -> "nn.Module":
        """The same with a head that answers for every part of a sample. Raises ModelError, unless a family can."""
        del outputs
        raise ModelError(f"“{model.title}” answers for a sample as a whole only.", "Choose a model that reads texts.")

    def build_maps(self, model: PretrainedModel) -> "nn.Module":
        """The backbone alone, with random weights, as `maps_of` gives it: maps of a picture instead of one vector, on
        which others put their heads. Raises ModelError, unless the family `gives_maps`.
        """
        raise ModelError(
            f"“{model.title}” keeps no map of a picture.", "Choose another model, such as MobileNet or ResNet."
        )

    def build_for_words(self, model: PretrainedModel) -> "nn.Module":
        """The same with a head that guesses hidden words, as in pretraining. Raises ModelError, unless a family can."""
        raise ModelError(f"“{model.title}” does not read texts.", "Choose a model that does, such as BERT or MiniLM.")

    def load_words(self, network: "nn.Module", tensors: Mapping[str, "torch.Tensor"]) -> bool:
        """Copy into such a head what it was pretrained with; says whether that is among the tensors."""
        raise TypeError(f"{self.key} guesses no words: {type(network).__name__}, {len(tensors)} tensors")

    def kept_with_words(self, network: "nn.Module") -> "dict[str, torch.Tensor]":
        """The tensors of such a network, backbone and head, by names under which `load` and `load_words` find them."""
        raise TypeError(f"{self.key} guesses no words: {type(network).__name__}")

    @abstractmethod
    def load(self, network: "nn.Module", tensors: Mapping[str, "torch.Tensor"]) -> None:
        """Copy pretrained tensors into the backbone; the head keeps its own. Raises ModelError where one is
        missing or has another shape.
        """

    @abstractmethod
    def blocks(self, network: "nn.Module") -> list[list["nn.Module"]]:
        """The backbone's parts from the input to the output, for freezing and for graded learning rates.

        Together they hold every parameter of the backbone exactly once.
        """
