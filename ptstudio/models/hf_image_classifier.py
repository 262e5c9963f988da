"""Any image classifier in Hugging Face format: its config.json says which network it is."""

from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ptstudio.core.pretrained import PretrainedModel
from ptstudio.models import _hub_facts, _hugging_face
from ptstudio.models._family import ModelFamily, Shapes
from ptstudio.models._hub_models import HUB_MODELS

if TYPE_CHECKING:
    import torch
    from torch import nn

CLASSIFIER = "ForImageClassification"


class HuggingFaceImageClassifier(ModelFamily):
    """Facts are read from the configuration; `config` of the model is that configuration."""

    key = "hf-image-classifier"
    title = "Hugging Face image classifier"
    tasks = ("image-classification",)

    @cached_property
    def catalogue(self) -> tuple[PretrainedModel, ...]:
        """The published models as facts."""
        return tuple(model.facts(self.key) for model in HUB_MODELS)

    def recognise(self, shapes: Shapes, config: Mapping[str, Any]) -> PretrainedModel | None:
        """Read the facts from config.json (and `preprocessor`, what lay beside it); builds nothing.

        Raises ModelError for an image classifier that needs code of its own, or that cannot be trained further.
        """
        architecture = next(iter(config.get("architectures") or ()), "")
        if CLASSIFIER not in architecture:
            return None
        _hugging_face.refuse_unsuitable(config)
        _hub_facts.refuse_other_pictures(config)
        return _hub_facts.facts(self.key, config, shapes)

    def closest(self, shapes: Shapes) -> tuple[str, float, str]:
        """Nothing can be near without a configuration."""
        del shapes
        return self.title, 0.0, "Such a model is a folder with a config.json beside its weights."

    def build(self, model: PretrainedModel, outputs: int) -> "nn.Module":
        """Make the network of the configuration; raises ModelError where its end is no linear layer on features."""
        from torch import nn

        backbone, features = _hugging_face.backbone(model.config, model.picture.px)
        return nn.Sequential(OrderedDict(backbone=backbone, head=nn.Linear(features, outputs)))

    def load(self, network: "nn.Module", tensors: "Mapping[str, torch.Tensor]") -> None:
        """Copy the backbone's tensors, by their names of today or of older versions of `transformers`."""
        _hugging_face.load(network.get_submodule("backbone"), tensors)

    def blocks(self, network: "nn.Module") -> "list[list[nn.Module]]":
        """The embeddings, the layers of the longest chain, the rest; in at most twelve blocks."""
        return _hugging_face.blocks(network.get_submodule("backbone"))
