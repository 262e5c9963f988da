"""Image classifiers that their makers publish on the Hugging Face Hub: the facts without which none can be chosen.

Every repository here holds safetensors, and no program code is needed for it. The Hub states hash, size and commit at
the download, which are then recorded and held to; so none stands here. `settings` is what of its configuration differs
from the defaults of its kind in `transformers`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ptstudio.core.amount import MB
from ptstudio.core.model_names import key_from, page_of
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models._imagenet import (
    ATTENTION_LIMITS,
    CLASSES,
    CONVOLUTION_LIMITS,
    IMAGENET_1K,
    IMAGENET_21K_THEN_1K,
)
from ptstudio.models._paper import Paper

BYTES_A_PARAMETER = 4
HALF = (0.5, 0.5, 0.5)
CONVNEXT_V2 = Paper(
    "Woo et al.", "ConvNeXt V2: Co-designing and Scaling ConvNets with Masked Autoencoders", 2023, "2301.00808"
)
CONVNEXT_V2_FIGURES = "https://github.com/facebookresearch/ConvNeXt-V2"
RESNET = Paper("He, Zhang, Ren, Sun", "Deep Residual Learning for Image Recognition", 2015, "1512.03385")
TWO_LICENCES = (
    "Its repository on the Hub says Apache-2.0, but its makers give the weights under CC-BY-NC "
    "(github.com/facebookresearch/ConvNeXt-V2). The stricter is shown here: ask them before you sell what you build."
)
ONE_SIZE = "It takes pictures of 224 × 224 pixels only."


@dataclass(frozen=True, kw_only=True)
class HubModel:
    """A row of facts; `parameters` counts the network with its own head of `classes` outputs, `measured_on` names what
    the accuracy is that of.
    """

    repository: str
    title: str
    summary: str
    architecture: str
    kind: str
    parameters: int
    paper: Paper
    settings: Mapping[str, Any] = field(default_factory=dict)
    px: int = 224
    licence: str = "Apache-2.0"
    limits: tuple[str, ...] = ATTENTION_LIMITS
    pretrained_on: str = IMAGENET_1K
    classes: int = CLASSES
    accuracy: float | None = None
    measured_on: str = IMAGENET_1K
    figures: str = ""
    mean: tuple[float, float, float] = ImageInput.model_fields["mean"].default
    std: tuple[float, float, float] = ImageInput.model_fields["std"].default

    @property
    def config(self) -> dict[str, Any]:
        """What builds the network."""
        return {
            "model_type": self.kind,
            "architectures": [self.architecture],
            "num_labels": self.classes,
            **self.settings,
        }

    def facts(self, family: str) -> PretrainedModel:
        """The row as facts of a family; the size is that of the parameters in float32."""
        return PretrainedModel(
            key=key_from(self.repository),
            title=self.title,
            summary=self.summary,
            family=family,
            architecture=self.architecture,
            input=ImageInput(px=self.px, mean=self.mean, std=self.std),
            parameters=self.parameters,
            outputs=self.classes,
            size_mb=round(self.parameters * BYTES_A_PARAMETER / MB, 1),
            size_is_estimated=True,
            licence=self.licence,
            source=page_of(self.repository),
            sha256="",
            accuracy=self.accuracy,
            accuracy_on=self.measured_on if self.accuracy is not None else "",
            accuracy_source=self.figures,
            paper=self.paper.text,
            paper_url=self.paper.address,
            pretrained_on=self.pretrained_on,
            limits=self.limits,
            config=self.config,
        )


HUB_MODELS = (
    HubModel(
        repository="OpenGVLab/pvt_v2_b0",
        title="PVT V2 B0",
        summary="A transformer as small as a network for phones; takes pictures of any size.",
        architecture="PvtV2ForImageClassification",
        kind="pvt_v2",
        parameters=3_666_760,
        paper=Paper("Wang et al.", "PVT v2: Improved Baselines with Pyramid Vision Transformer", 2021, "2106.13797"),
    ),
    HubModel(
        repository="facebook/convnextv2-atto-1k-224",
        title="ConvNeXt V2 atto",
        summary="The smallest ConvNeXt V2: accurate for its few megabytes, quick without a graphics card.",
        architecture="ConvNextV2ForImageClassification",
        kind="convnextv2",
        settings={"depths": [2, 2, 6, 2], "hidden_sizes": [40, 80, 160, 320]},
        parameters=3_708_400,
        paper=CONVNEXT_V2,
        licence="CC-BY-NC-4.0",
        limits=(TWO_LICENCES, *CONVOLUTION_LIMITS),
        accuracy=76.7,
        figures=CONVNEXT_V2_FIGURES,
    ),
    HubModel(
        repository="facebook/levit-128S",
        title="LeViT-128S",
        summary="A transformer made for speed: among the quickest here.",
        architecture="LevitForImageClassificationWithTeacher",
        kind="levit",
        settings={"depths": [2, 3, 4], "num_attention_heads": [4, 6, 8]},
        parameters=7_777_058,
        paper=Paper(
            "Graham et al.",
            "LeViT: a Vision Transformer in ConvNet's Clothing for Faster Inference",
            2021,
            "2104.01136",
        ),
        limits=(ONE_SIZE, *ATTENTION_LIMITS),
    ),
    HubModel(
        repository="microsoft/resnet-18",
        title="ResNet-18 (Hugging Face)",
        summary="ResNet-18 in the Hub's format: small, sturdy, learns well from few pictures.",
        architecture="ResNetForImageClassification",
        kind="resnet",
        settings={"depths": [2, 2, 2, 2], "hidden_sizes": [64, 128, 256, 512], "layer_type": "basic"},
        parameters=11_689_512,
        paper=RESNET,
        limits=CONVOLUTION_LIMITS,
    ),
    HubModel(
        repository="sail/poolformer_s12",
        title="PoolFormer S12",
        summary="Built like a transformer, with plain averaging in place of attention; takes pictures of any size.",
        architecture="PoolFormerForImageClassification",
        kind="poolformer",
        parameters=11_915_176,
        paper=Paper("Yu et al.", "MetaFormer is Actually What You Need for Vision", 2021, "2111.11418"),
        accuracy=77.2,
        figures="https://github.com/sail-sg/poolformer",
    ),
    HubModel(
        repository="facebook/convnextv2-nano-1k-224",
        title="ConvNeXt V2 nano",
        summary="Small for its high accuracy; a good choice where a graphics card is at hand.",
        architecture="ConvNextV2ForImageClassification",
        kind="convnextv2",
        settings={"depths": [2, 2, 8, 2], "hidden_sizes": [80, 160, 320, 640]},
        parameters=15_623_800,
        paper=CONVNEXT_V2,
        licence="CC-BY-NC-4.0",
        limits=(TWO_LICENCES, *CONVOLUTION_LIMITS),
        accuracy=81.9,
        figures=CONVNEXT_V2_FIGURES,
    ),
    HubModel(
        repository="facebook/dinov2-small-imagenet1k-1-layer",
        title="DINOv2 small",
        summary="Learned from 142 million pictures without labels: its features suit many kinds of pictures at once.",
        architecture="Dinov2ForImageClassification",
        kind="dinov2",
        settings={"hidden_size": 384, "num_attention_heads": 6, "image_size": 518},
        parameters=22_825_576,
        paper=Paper("Oquab et al.", "DINOv2: Learning Robust Visual Features without Supervision", 2023, "2304.07193"),
        pretrained_on="LVD-142M without labels, then ImageNet-1k",
    ),
    HubModel(
        repository="microsoft/resnet-50",
        title="ResNet-50 (Hugging Face)",
        summary="ResNet-50 in the Hub's format: the standard that others are compared with.",
        architecture="ResNetForImageClassification",
        kind="resnet",
        parameters=25_557_032,
        paper=RESNET,
        limits=CONVOLUTION_LIMITS,
    ),
    HubModel(
        repository="facebook/hiera-tiny-224-in1k-hf",
        title="Hiera tiny",
        summary="A plain and quick transformer in stages, accurate for its size.",
        architecture="HieraForImageClassification",
        kind="hiera",
        settings={"depths": [1, 2, 7, 2]},
        parameters=27_910_216,
        paper=Paper(
            "Ryali et al.",
            "Hiera: A Hierarchical Vision Transformer without the Bells-and-Whistles",
            2023,
            "2306.00989",
        ),
        licence="CC-BY-NC-4.0",
        accuracy=82.8,
        figures="https://github.com/facebookresearch/hiera",
    ),
    HubModel(
        repository="microsoft/swin-tiny-patch4-window7-224",
        title="Swin tiny (Hugging Face)",
        summary="Swin tiny in the Hub's format: sees details and the whole, wants a graphics card.",
        architecture="SwinForImageClassification",
        kind="swin",
        parameters=28_288_354,
        paper=Paper(
            "Liu et al.", "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows", 2021, "2103.14030"
        ),
    ),
    HubModel(
        repository="facebook/convnextv2-tiny-1k-224",
        title="ConvNeXt V2 tiny",
        summary="More accurate than ConvNeXt tiny at the same size; wants a graphics card.",
        architecture="ConvNextV2ForImageClassification",
        kind="convnextv2",
        parameters=28_635_496,
        paper=CONVNEXT_V2,
        licence="CC-BY-NC-4.0",
        limits=(TWO_LICENCES, *CONVOLUTION_LIMITS),
        accuracy=83.0,
        figures=CONVNEXT_V2_FIGURES,
    ),
    HubModel(
        repository="microsoft/beit-base-patch16-224",
        title="BEiT base",
        summary="A vision transformer that learned by filling in hidden parts of pictures; strong when fine-tuned.",
        architecture="BeitForImageClassification",
        kind="beit",
        settings={"use_relative_position_bias": True},
        parameters=86_530_984,
        paper=Paper("Bao, Dong, Piao, Wei", "BEiT: BERT Pre-Training of Image Transformers", 2021, "2106.08254"),
        pretrained_on=IMAGENET_21K_THEN_1K,
        mean=HALF,
        std=HALF,
    ),
    HubModel(
        repository="google/vit-base-patch16-224",
        title="ViT base (Google)",
        summary="The vision transformer that most guides begin with; it learned from 14 million pictures first.",
        architecture="ViTForImageClassification",
        kind="vit",
        parameters=86_567_656,
        paper=Paper(
            "Dosovitskiy et al.",
            "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale",
            2020,
            "2010.11929",
        ),
        pretrained_on=IMAGENET_21K_THEN_1K,
        mean=HALF,
        std=HALF,
    ),
)
