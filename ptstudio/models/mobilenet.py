"""MobileNet V2 and V3: small networks for phones and ordinary computers (Sandler 2018, Howard 2019)."""

from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import ISSUE, REFERENCES, Published, Tail, TorchvisionFamily


class MobileNet(TorchvisionFamily):
    """V3 keeps its hidden layer (`classifier.0`) in the backbone."""

    key = "mobilenet"
    title = "MobileNet"
    paper = Paper("Howard et al.", "Searching for MobileNetV3", 2019, "1905.02244")
    other_papers = {
        "mobilenet_v2": Paper(
            "Sandler et al.", "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018, "1801.04381"
        )
    }
    landmark = "features.0.0.weight"
    tail = Tail("classifier.3", "classifier.2")
    other_tails = {"mobilenet_v2": Tail("classifier.1", "classifier.0")}
    published = (
        Published(
            architecture="mobilenet_v2",
            title="MobileNet V2",
            summary="Small and quick without a graphics card; a good first choice for phones and small devices.",
            px=224,
            parameters=3_504_872,
            size_mb=13.598,
            accuracy=72.154,
            recipe=f"{ISSUE}#new-recipe-with-reg-tuning",
            file="mobilenet_v2-7ebf99e0.pth",
        ),
        Published(
            architecture="mobilenet_v3_small",
            title="MobileNet V3 small",
            summary="Among the quickest here; choose it when speed counts more than the last few per cent.",
            px=224,
            parameters=2_542_856,
            size_mb=9.829,
            accuracy=67.668,
            recipe=f"{REFERENCES}#mobilenetv3-large--small",
            file="mobilenet_v3_small-047dcff4.pth",
        ),
        Published(
            architecture="mobilenet_v3_large",
            title="MobileNet V3 large",
            summary="More accurate than MobileNet V2 at about the same speed.",
            px=224,
            parameters=5_483_032,
            size_mb=21.107,
            accuracy=75.274,
            recipe=f"{ISSUE}#new-recipe-with-reg-tuning",
            file="mobilenet_v3_large-5c1a4163.pth",
        ),
    )
