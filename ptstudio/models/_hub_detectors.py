"""Detectors that their makers publish on the Hugging Face Hub: the facts without which none can be chosen.

Every repository here holds safetensors, and no program code is needed for it. `settings` is what of its configuration
differs from the defaults of its kind in `transformers`.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from ptstudio.models._coco import CLASSES, COCO, COCO_MAP, IMAGENET_THEN_COCO, LIMITS
from ptstudio.models._hub_models import HubModel
from ptstudio.models._paper import Paper

AS_THEY_ARE = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
"""Mean and standard deviation where pictures are not normalised."""
NUMBERED = 91
"""Of COCO's numbers for its 80 classes, eleven of which are not used."""
DINO_THEN_COCO = f"142 million photographs without labels (DINOv2), then {COCO}"
RT_DETR = Paper("Zhao et al.", "DETRs Beat YOLOs on Real-time Object Detection", 2023, "2304.08069")
RT_DETR_V2 = Paper(
    "Lv et al.",
    "RT-DETRv2: Improved Baseline with Bag-of-Freebies for Real-Time Detection Transformer",
    2024,
    "2407.17140",
)
D_FINE = Paper(
    "Peng et al.",
    "D-FINE: Redefine Regression Task in DETRs as Fine-grained Distribution Refinement",
    2024,
    "2410.13842",
)
RF_DETR = Paper(
    "Robinson et al.",
    "RF-DETR: Neural Architecture Search for Real-Time Detection Transformers",
    2025,
    "2511.09554",
)
SMALL_RESNET = {
    "backbone_config": {
        "model_type": "rt_detr_resnet",
        "hidden_sizes": [64, 128, 256, 512],
        "depths": [2, 2, 2, 2],
        "layer_type": "basic",
        "out_features": ["stage2", "stage3", "stage4"],
    },
    "encoder_in_channels": [128, 256, 512],
    "hidden_expansion": 0.5,
    "decoder_layers": 3,
}


def _hgnet(depth: float, **more: Any) -> Mapping[str, Any]:
    """D-FINE on the smallest HGNetV2."""
    eyes = {
        "model_type": "hgnet_v2",
        "hidden_sizes": [128, 256, 512, 1024],
        "stem_channels": [3, 16, 16],
        "stage_in_channels": [16, 64, 256, 512],
        "stage_mid_channels": [16, 32, 64, 128],
        "stage_out_channels": [64, 256, 512, 1024],
        "stage_num_blocks": [1, 1, 2, 1],
        "stage_downsample": [False, True, True, True],
        "stage_light_block": [False, False, True, True],
        "stage_kernel_size": [3, 3, 5, 5],
        "stage_numb_of_layers": [3, 3, 3, 3],
        "use_learnable_affine_block": True,
        "out_indices": more.pop("out_indices", [2, 3, 4]),
    }
    return {"backbone_config": eyes, "decoder_layers": 3, "depth_mult": depth, **more}


def _rf_detr(px: int, layers: int) -> Mapping[str, Any]:
    """RF-DETR on windows of the smallest DINOv2."""
    eyes = {
        "model_type": "rf_detr_dinov2",
        "hidden_size": 384,
        "num_attention_heads": 6,
        "patch_size": 16,
        "num_windows": 2,
        "image_size": px,
        "out_features": ["stage3", "stage6", "stage9", "stage12"],
    }
    return {"backbone_config": eyes, "decoder_layers": layers, "decoder_n_points": 2}


NANO = _hgnet(
    0.5,
    out_indices=[3, 4],
    num_feature_levels=2,
    encoder_ffn_dim=512,
    encode_proj_layers=[1],
    d_model=128,
    encoder_hidden_dim=128,
    decoder_ffn_dim=512,
    encoder_in_channels=[512, 1024],
    decoder_n_points=[6, 6],
    decoder_in_channels=[128, 128],
    feat_strides=[16, 32],
    hidden_expansion=0.34,
)
SMALL = _hgnet(0.34, hidden_expansion=0.5, decoder_n_points=[3, 6, 3], encoder_in_channels=[256, 512, 1024])
asked = partial(HubModel, limits=LIMITS, measured_on=COCO_MAP, classes=CLASSES, pretrained_on=IMAGENET_THEN_COCO)
plain = partial(asked, px=640, mean=AS_THEY_ARE[0], std=AS_THEY_ARE[1])

HUB_DETECTORS = (
    plain(
        repository="ustc-community/dfine-nano-coco",
        title="D-FINE nano",
        summary="Small, quick and exact; a good first choice among detectors that ask by queries.",
        architecture="DFineForObjectDetection",
        kind="d_fine",
        settings=NANO,
        parameters=3_782_729,
        paper=D_FINE,
        accuracy=42.8,
        figures="https://github.com/Peterande/D-FINE",
    ),
    plain(
        repository="ustc-community/dfine-small-coco",
        title="D-FINE small",
        summary="More exact than most detectors several times its size.",
        architecture="DFineForObjectDetection",
        kind="d_fine",
        settings=SMALL,
        parameters=10_321_913,
        paper=D_FINE,
        accuracy=48.5,
        figures="https://github.com/Peterande/D-FINE",
    ),
    plain(
        repository="PekingU/rtdetr_r18vd",
        title="RT-DETR (ResNet-18)",
        summary="Exact and quick on a graphics card, without anything to be suppressed.",
        architecture="RTDetrForObjectDetection",
        kind="rt_detr",
        settings=SMALL_RESNET,
        parameters=20_184_464,
        paper=RT_DETR,
        accuracy=46.4,
        figures="https://github.com/lyuwenyu/RT-DETR/tree/main/rtdetr_pytorch",
    ),
    plain(
        repository="PekingU/rtdetr_r50vd",
        title="RT-DETR (ResNet-50)",
        summary="The same, larger and more exact; wants a graphics card.",
        architecture="RTDetrForObjectDetection",
        kind="rt_detr",
        parameters=42_944_620,
        paper=RT_DETR,
        accuracy=53.1,
        figures="https://github.com/lyuwenyu/RT-DETR/tree/main/rtdetr_pytorch",
    ),
    plain(
        repository="PekingU/rtdetr_v2_r18vd",
        title="RT-DETR V2 (ResNet-18)",
        summary="RT-DETR, trained better.",
        architecture="RTDetrV2ForObjectDetection",
        kind="rt_detr_v2",
        settings=SMALL_RESNET,
        parameters=20_184_500,
        paper=RT_DETR_V2,
        accuracy=48.1,
        figures="https://github.com/lyuwenyu/RT-DETR",
    ),
    asked(
        repository="Roboflow/rf-detr-nano",
        title="RF-DETR nano",
        summary="Sees by DINOv2, which knows much of the world: learns well from few pictures.",
        architecture="RfDetrForObjectDetection",
        kind="rf_detr",
        settings=_rf_detr(384, 2),
        classes=NUMBERED,
        px=384,
        parameters=30_467_298,
        paper=RF_DETR,
        pretrained_on=DINO_THEN_COCO,
        accuracy=48.4,
        figures="https://rfdetr.roboflow.com/latest/learn/benchmarks/",
    ),
    asked(
        repository="Roboflow/rf-detr-small",
        title="RF-DETR small",
        summary="The same for larger pictures, and more exact; wants a graphics card.",
        architecture="RfDetrForObjectDetection",
        kind="rf_detr",
        settings=_rf_detr(512, 3),
        classes=NUMBERED,
        px=512,
        parameters=32_111_170,
        paper=RF_DETR,
        pretrained_on=DINO_THEN_COCO,
        accuracy=53.0,
        figures="https://rfdetr.roboflow.com/latest/learn/benchmarks/",
    ),
    asked(
        repository="Roboflow/rf-detr-medium",
        title="RF-DETR medium",
        summary="The most exact detector here; wants a graphics card.",
        architecture="RfDetrForObjectDetection",
        kind="rf_detr",
        settings=_rf_detr(576, 4),
        classes=NUMBERED,
        px=576,
        parameters=33_687_458,
        paper=RF_DETR,
        pretrained_on=DINO_THEN_COCO,
        accuracy=54.7,
        figures="https://rfdetr.roboflow.com/latest/learn/benchmarks/",
    ),
    asked(
        repository="hustvl/yolos-tiny",
        title="YOLOS tiny",
        summary="A plain transformer that finds things; small, and less exact than the others here.",
        architecture="YolosForObjectDetection",
        kind="yolos",
        settings={
            "hidden_size": 192,
            "num_attention_heads": 3,
            "intermediate_size": 768,
            "image_size": [800, 1333],
            "use_mid_position_embeddings": False,
        },
        classes=NUMBERED,
        px=512,
        parameters=6_488_736,
        paper=Paper(
            "Fang et al.",
            "You Only Look at One Sequence: Rethinking Transformer in Vision through Object Detection",
            2021,
            "2106.00666",
        ),
        accuracy=28.7,
        figures="https://github.com/hustvl/YOLOS",
    ),
    asked(
        repository="facebook/detr-resnet-50",
        title="DETR (ResNet-50)",
        summary="The first that asked by queries; good with large things, learns slowly. Wants a graphics card.",
        architecture="DetrForObjectDetection",
        kind="detr",
        settings={"backbone": "resnet50", "use_timm_backbone": True, "use_pretrained_backbone": False},
        classes=NUMBERED,
        px=800,
        parameters=41_577_888,
        paper=Paper("Carion et al.", "End-to-End Object Detection with Transformers", 2020, "2005.12872"),
        accuracy=42.0,
        figures="https://github.com/facebookresearch/detr",
    ),
)
