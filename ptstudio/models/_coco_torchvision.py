"""The detectors that torchvision publishes with weights from COCO: the facts without which none can be chosen.

Licence: as of torchvision's classifiers. `parameters` are torchvision's count, without normalisation that is frozen.
"""

from dataclasses import dataclass

from ptstudio.core.amount import MB
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models._coco import COCO, COCO_MAP, IMAGENET_THEN_COCO, LIMITS
from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import IMAGENET_MEAN, IMAGENET_STD, PUBLISHED_MB, SERVER

REFERENCES = "https://github.com/pytorch/vision/tree/main/references/detection"
OUTPUTS = 91
"""Of COCO's numbers for its 80 classes: eleven are not used, one is nothing."""
FASTER_RCNN = Paper(
    "Ren et al.", "Faster R-CNN: Towards Real-Time Object Detection with Region Proposal Networks", 2015, "1506.01497"
)
BENCHMARKING = Paper(
    "Li et al.", "Benchmarking Detection Transfer Learning with Vision Transformers", 2021, "2111.11429"
)
RETINANET = Paper("Lin et al.", "Focal Loss for Dense Object Detection", 2017, "1708.02002")
ATSS = Paper(
    "Zhang et al.",
    "Bridging the Gap Between Anchor-based and Anchor-free Detection via Adaptive Training Sample Selection",
    2019,
    "1912.02424",
)
FCOS = Paper("Tian et al.", "FCOS: Fully Convolutional One-Stage Object Detection", 2019, "1904.01355")
SSD = Paper("Liu et al.", "SSD: Single Shot MultiBox Detector", 2015, "1512.02325")
SSDLITE = Paper("Howard et al.", "Searching for MobileNetV3", 2019, "1905.02244")


@dataclass(frozen=True, kw_only=True)
class PublishedDetector:
    """A row of facts on torchvision's COCO weights of a detector; its builder's name is the key.

    `px` is the side to which pictures were brought, `mean_precision` the mAP over overlaps of 0.5 to 0.95 (per cent) on
    COCO's validation photographs, `recipe` where torchvision documents the training and the figure, `file` the name on
    its server, whose last part is the start of the sha256.
    """

    architecture: str
    title: str
    summary: str
    px: int
    parameters: int
    size_mb: float
    mean_precision: float
    recipe: str
    file: str
    paper: Paper
    mean: tuple[float, float, float] = IMAGENET_MEAN
    std: tuple[float, float, float] = IMAGENET_STD
    pretrained_on: str = IMAGENET_THEN_COCO

    def facts(self, family: str) -> PretrainedModel:
        """The row as facts of a family."""
        return PretrainedModel(
            key=self.architecture,
            title=self.title,
            summary=self.summary,
            family=family,
            architecture=self.architecture,
            input=ImageInput(px=self.px, mean=self.mean, std=self.std),
            parameters=self.parameters,
            outputs=OUTPUTS,
            size_mb=round(self.size_mb * PUBLISHED_MB / MB, 3),
            licence="BSD-3-Clause",
            source=SERVER + self.file,
            sha256=self.file.removesuffix(".pth").rpartition("-")[2],
            accuracy=self.mean_precision,
            accuracy_on=COCO_MAP,
            accuracy_source=self.recipe,
            paper=self.paper.text,
            paper_url=self.paper.address,
            pretrained_on=self.pretrained_on,
            limits=LIMITS,
        )


PUBLISHED = (
    PublishedDetector(
        architecture="ssdlite320_mobilenet_v3_large",
        title="SSDLite 320 (MobileNet V3 large)",
        summary="Small and quick; a good first choice without a graphics card.",
        px=320,
        parameters=3_440_060,
        size_mb=13.418,
        mean_precision=21.3,
        recipe=f"{REFERENCES}#ssdlite320-mobilenetv3-large",
        file="ssdlite320_mobilenet_v3_large_coco-a79551df.pth",
        paper=SSDLITE,
        mean=(0.5, 0.5, 0.5),
        std=(0.5, 0.5, 0.5),
        pretrained_on=COCO,
    ),
    PublishedDetector(
        architecture="ssd300_vgg16",
        title="SSD 300 (VGG-16)",
        summary="Quick on a graphics card, but large; weak with small things.",
        px=300,
        parameters=35_641_826,
        size_mb=135.988,
        mean_precision=25.1,
        recipe=f"{REFERENCES}#ssd300-vgg16",
        file="ssd300_vgg16_coco-b556d3b4.pth",
        paper=SSD,
        mean=(0.48235, 0.45882, 0.40784),
        std=(1 / 255, 1 / 255, 1 / 255),
    ),
    PublishedDetector(
        architecture="fasterrcnn_mobilenet_v3_large_320_fpn",
        title="Faster R-CNN 320 (MobileNet V3 large)",
        summary="Looks twice at small pictures: quick without a graphics card, and exact with large things.",
        px=320,
        parameters=19_386_354,
        size_mb=74.239,
        mean_precision=22.8,
        recipe=f"{REFERENCES}#faster-r-cnn-mobilenetv3-large-320-fpn",
        file="fasterrcnn_mobilenet_v3_large_320_fpn-907ea3f9.pth",
        paper=FASTER_RCNN,
    ),
    PublishedDetector(
        architecture="fasterrcnn_mobilenet_v3_large_fpn",
        title="Faster R-CNN (MobileNet V3 large)",
        summary="The same for large pictures; finds smaller things, and takes six times as long.",
        px=800,
        parameters=19_386_354,
        size_mb=74.239,
        mean_precision=32.8,
        recipe=f"{REFERENCES}#faster-r-cnn-mobilenetv3-large-fpn",
        file="fasterrcnn_mobilenet_v3_large_fpn-fb6a3cc7.pth",
        paper=FASTER_RCNN,
    ),
    PublishedDetector(
        architecture="fasterrcnn_resnet50_fpn",
        title="Faster R-CNN (ResNet-50)",
        summary="The classic that looks twice; wants a graphics card.",
        px=800,
        parameters=41_755_286,
        size_mb=159.743,
        mean_precision=37.0,
        recipe=f"{REFERENCES}#faster-r-cnn-resnet-50-fpn",
        file="fasterrcnn_resnet50_fpn_coco-258fb6c6.pth",
        paper=FASTER_RCNN,
    ),
    PublishedDetector(
        architecture="fasterrcnn_resnet50_fpn_v2",
        title="Faster R-CNN V2 (ResNet-50)",
        summary="The most exact detector of torchvision; wants a graphics card, and time.",
        px=800,
        parameters=43_712_278,
        size_mb=167.104,
        mean_precision=46.7,
        recipe="https://github.com/pytorch/vision/pull/5763",
        file="fasterrcnn_resnet50_fpn_v2_coco-dd69338a.pth",
        paper=BENCHMARKING,
    ),
    PublishedDetector(
        architecture="retinanet_resnet50_fpn",
        title="RetinaNet (ResNet-50)",
        summary="Looks once, and learns well where things are rare; wants a graphics card.",
        px=800,
        parameters=34_014_999,
        size_mb=130.267,
        mean_precision=36.4,
        recipe=f"{REFERENCES}#retinanet",
        file="retinanet_resnet50_fpn_coco-eeacb38b.pth",
        paper=RETINANET,
    ),
    PublishedDetector(
        architecture="retinanet_resnet50_fpn_v2",
        title="RetinaNet V2 (ResNet-50)",
        summary="RetinaNet trained longer and better; wants a graphics card.",
        px=800,
        parameters=38_198_935,
        size_mb=146.037,
        mean_precision=41.5,
        recipe="https://github.com/pytorch/vision/pull/5756",
        file="retinanet_resnet50_fpn_v2_coco-5905b1c5.pth",
        paper=ATSS,
    ),
    PublishedDetector(
        architecture="fcos_resnet50_fpn",
        title="FCOS (ResNet-50)",
        summary="Needs no anchors, so that things of unusual shapes are found as well; wants a graphics card.",
        px=800,
        parameters=32_269_600,
        size_mb=123.608,
        mean_precision=39.2,
        recipe=f"{REFERENCES}#fcos-resnet-50-fpn",
        file="fcos_resnet50_fpn_coco-99b0c9b7.pth",
        paper=FCOS,
    ),
)
