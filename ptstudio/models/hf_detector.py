"""Any detector in Hugging Face format that asks by queries: DETR, YOLOS, RT-DETR, D-FINE, RF-DETR and their like."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ptstudio.core.pretrained import PretrainedModel
from ptstudio.models import _hf_detection, _hugging_face
from ptstudio.models._family import ModelFamily, Rates, Shapes
from ptstudio.models._hub_detectors import HUB_DETECTORS
from ptstudio.models._picture_folder import facts_from

if TYPE_CHECKING:
    import torch
    from torch import nn

DETECTOR = "ForObjectDetection"
USUAL_PX = 640


class HuggingFaceDetector(ModelFamily):
    """Facts are read from the configuration; `config` of the model is that configuration."""

    key = "hf-detector"
    title = "Hugging Face detector"
    tasks = ("object-detection",)
    rates = Rates(tuning=1e-4, scratch=2e-4, head=1e-4)

    @cached_property
    def catalogue(self) -> tuple[PretrainedModel, ...]:
        """The published models as facts."""
        return tuple(model.facts(self.key) for model in HUB_DETECTORS)

    def recognise(self, shapes: Shapes, config: Mapping[str, Any]) -> PretrainedModel | None:
        """Read the facts from config.json (and `preprocessor`, what lay beside it); builds nothing.

        Raises ModelError for a detector that needs code of its own, or that cannot be trained further.
        """
        architecture = next(iter(config.get("architectures") or ()), "")
        if DETECTOR not in architecture or config.get("model_type") not in _hf_detection.KINDS:
            return None
        return facts_from(
            shapes, config, family=self.key, architecture=architecture, usual_px=USUAL_PX, usual_key="detector"
        )

    def closest(self, shapes: Shapes) -> tuple[str, float, str]:
        """Nothing can be near without a configuration."""
        del shapes
        return self.title, 0.0, "Such a model is a folder with a config.json beside its weights."

    def build(self, model: PretrainedModel, outputs: int) -> nn.Module:
        """Make the network of the configuration; see `ModelFamily.build`."""
        return _hf_detection.parted(model.config, outputs, model.picture.px)

    def load(self, network: nn.Module, tensors: Mapping[str, torch.Tensor]) -> None:
        """Copy all tensors but those of the classes, by their names of today or of older versions of `transformers`."""
        _hf_detection.load(network, tensors)

    def blocks(self, network: nn.Module) -> list[list[nn.Module]]:
        """The embeddings, the layers of the longest chain, the rest; in at most twelve blocks."""
        return _hugging_face.blocks(network.get_submodule("backbone"))
