"""SegFormer in Hugging Face format, which marks areas: its config.json says how large it is."""

from collections import OrderedDict
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from ptstudio.core.amount import MB
from ptstudio.core.errors import ModelError
from ptstudio.core.licence import UNKNOWN
from ptstudio.core.model_names import key_from, page_of
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models import _hugging_face
from ptstudio.models._family import ModelFamily, Rates, Shapes
from ptstudio.models._hub_models import BYTES_A_PARAMETER
from ptstudio.models._imagenet import IMAGENET_1K, PEOPLE, WESTERN
from ptstudio.models._paper import Paper
from ptstudio.models._picture_folder import facts_from

if TYPE_CHECKING:
    import torch
    from torch import nn

ARCHITECTURE = "SegformerForSemanticSegmentation"
KIND = "segformer"
LAST_LAYER = "decode_head.classifier"
USUAL_PX = 512
THINGS = 150
PAPER = Paper(
    "Xie et al.",
    "SegFormer: Simple and Efficient Design for Semantic Segmentation with Transformers",
    2021,
    "2105.15203",
)
MEASURED_ON = "ADE20K (mean IoU)"
NOT_SOLD = (
    "NVIDIA gives these weights for research and evaluation only (github.com/NVlabs/SegFormer): ask before you sell "
    "what you build with them."
)
LIMITS = (NOT_SOLD, WESTERN, PEOPLE)


@dataclass(frozen=True, kw_only=True)
class Published:
    """A row of facts; `depths` are the layers of each stage, `width` that of the part which says where, `iou` the mean
    IoU (per cent).
    """

    size: str
    summary: str
    parameters: int
    iou: float
    depths: tuple[int, ...]
    width: int
    px: int = USUAL_PX


PUBLISHED = (
    Published(
        size="b0", summary="The smallest SegFormer, for ordinary computers.", parameters=3_752_694, iou=37.4,
        depths=(2, 2, 2, 2), width=256,
    ),
    Published(
        size="b1", summary="Small, and clearly more accurate than B0.", parameters=13_715_798, iou=42.2,
        depths=(2, 2, 2, 2), width=256,
    ),
    Published(
        size="b2", summary="Of middle size; wants a graphics card.", parameters=27_461_974, iou=46.5,
        depths=(3, 4, 6, 3), width=768,
    ),
    Published(
        size="b5", summary="The largest and most accurate; wants a graphics card with much memory.",
        parameters=84_708_694, iou=51.0, depths=(3, 6, 40, 3), width=768, px=640,
    ),
)  # fmt: skip


class HuggingFaceSegmenter(ModelFamily):
    """The backbone is all but the last layer; `config` of the model is its configuration."""

    key = "hf-segmenter"
    title = "SegFormer"
    tasks = ("semantic-segmentation",)
    rates = Rates(scratch=1e-3)

    @cached_property
    def catalogue(self) -> tuple[PretrainedModel, ...]:
        """The published models as facts."""
        return tuple(map(self._facts_of, PUBLISHED))

    def recognise(self, shapes: Shapes, config: Mapping[str, Any]) -> PretrainedModel | None:
        """Read the facts from config.json (and `preprocessor`, what lay beside it); builds nothing."""
        if ARCHITECTURE not in (config.get("architectures") or ()):
            return None
        return facts_from(shapes, config, family=self.key, architecture=ARCHITECTURE, usual_px=USUAL_PX, usual_key=KIND)

    def closest(self, shapes: Shapes) -> tuple[str, float, str]:
        """Nothing can be near without a configuration."""
        del shapes
        return self.title, 0.0, "Such a model is a folder with a config.json beside its weights."

    def build(self, model: PretrainedModel, outputs: int) -> "nn.Module":
        """Make the network of the configuration; it gives (N, outputs, px / 4, px / 4)."""
        from torch import nn

        network = _network(model.config)
        channels = network.get_submodule(LAST_LAYER).in_channels
        network.set_submodule(LAST_LAYER, nn.Identity())
        head = nn.Conv2d(channels, outputs, kernel_size=1)
        return nn.Sequential(OrderedDict(backbone=_backbone_class()(network), head=head))

    def load(self, network: "nn.Module", tensors: "Mapping[str, torch.Tensor]") -> None:
        """Copy all but the last layer, by their names of today or of older versions of `transformers`."""
        _hugging_face.load(network.get_submodule("backbone"), tensors)

    def blocks(self, network: "nn.Module") -> "list[list[nn.Module]]":
        """The stages, then what says where; in at most twelve blocks."""
        return _hugging_face.blocks(network.get_submodule("backbone"))

    def _facts_of(self, row: Published) -> PretrainedModel:
        repository = f"nvidia/segformer-{row.size}-finetuned-ade-{row.px}-{row.px}"
        return PretrainedModel(
            key=key_from(repository),
            title=f"SegFormer {row.size.upper()}",
            summary=row.summary,
            family=self.key,
            architecture=ARCHITECTURE,
            input=ImageInput(px=row.px),
            parameters=row.parameters,
            outputs=THINGS,
            size_mb=round(row.parameters * BYTES_A_PARAMETER / MB, 1),
            size_is_estimated=True,
            licence=UNKNOWN,
            source=page_of(repository),
            sha256="",
            accuracy=row.iou,
            accuracy_on=MEASURED_ON,
            accuracy_source=PAPER.address,
            paper=PAPER.text,
            paper_url=PAPER.address,
            pretrained_on=f"{IMAGENET_1K}, then ADE20K: 20,210 photographs of rooms, streets and landscapes",
            limits=LIMITS,
            config=_config_of(row),
        )


def _config_of(row: Published) -> dict[str, Any]:
    return {
        "model_type": KIND,
        "architectures": [ARCHITECTURE],
        "num_labels": THINGS,
        "hidden_sizes": [32, 64, 160, 256] if row.size == "b0" else [64, 128, 320, 512],
        "depths": list(row.depths),
        "decoder_hidden_size": row.width,
    }


def _network(settings: Mapping[str, Any]) -> Any:
    """The network of a configuration with random weights. Raises ModelError where there is none of it."""
    from huggingface_hub.errors import StrictDataclassError
    from transformers import SegformerConfig, SegformerForSemanticSegmentation

    try:
        return SegformerForSemanticSegmentation(SegformerConfig.from_dict(deepcopy(dict(settings))))
    except (*_hugging_face.CANNOT_BUILD, StrictDataclassError) as error:
        raise ModelError(
            "No SegFormer can be built from this config.json.", "Get the whole folder again from where it comes from."
        ) from error


@cache
def _backbone_class() -> "type[nn.Module]":
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class Backbone(nn.Module):
        """SegFormer whose last layer was `taken_off`: what it calls logits are features."""

        taken_off = (LAST_LAYER,)

        def __init__(self, network: nn.Module) -> None:
            super().__init__()
            self.network = network

        def forward(self, pictures: "torch.Tensor") -> "torch.Tensor":
            features: torch.Tensor = self.network(pixel_values=pictures).logits
            return features

    return Backbone
