"""ResNet: 18 to 152 layers with shortcuts (He 2015), in groups (Xie 2016) or wider (Zagoruyko 2016)."""

from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import ISSUE, REFERENCES, Published, Tail, TorchvisionFamily


class ResNet(TorchvisionFamily):
    """The backbone ends with the global average."""

    key = "resnet"
    title = "ResNet"
    paper = Paper("He, Zhang, Ren, Sun", "Deep Residual Learning for Image Recognition", 2015, "1512.03385")
    other_papers = {
        "resnext": Paper(
            "Xie, Girshick, Dollár, Tu, He",
            "Aggregated Residual Transformations for Deep Neural Networks",
            2016,
            "1611.05431",
        ),
        "wide_resnet": Paper("Zagoruyko, Komodakis", "Wide Residual Networks", 2016, "1605.07146"),
    }
    landmark = "layer4.1.conv1.weight"
    tail = Tail("fc")
    published = (
        Published(
            architecture="resnet18",
            title="ResNet-18",
            summary="A good first choice on an ordinary computer: small, sturdy, learns well from few pictures.",
            px=224,
            parameters=11_689_512,
            size_mb=44.661,
            accuracy=69.758,
            recipe=f"{REFERENCES}#resnet",
            file="resnet18-f37072fd.pth",
        ),
        Published(
            architecture="resnet34",
            title="ResNet-34",
            summary="A step up from ResNet-18: more accurate, twice the work.",
            px=224,
            parameters=21_797_672,
            size_mb=83.275,
            accuracy=73.314,
            recipe=f"{REFERENCES}#resnet",
            file="resnet34-b627a593.pth",
        ),
        Published(
            architecture="resnet50",
            title="ResNet-50",
            summary="The standard that others are compared with: accurate and dependable; better with a graphics card.",
            px=224,
            parameters=25_557_032,
            size_mb=97.79,
            accuracy=80.858,
            recipe=f"{ISSUE}#issuecomment-1013906621",
            file="resnet50-11ad3fa6.pth",
        ),
        Published(
            architecture="resnet101",
            title="ResNet-101",
            summary="Deeper than ResNet-50, a little more accurate; wants a graphics card.",
            px=224,
            parameters=44_549_160,
            size_mb=170.53,
            accuracy=81.886,
            recipe=f"{ISSUE}#new-recipe",
            file="resnet101-cd907fc2.pth",
        ),
        Published(
            architecture="resnet152",
            title="ResNet-152",
            summary="The deepest ResNet; wants a graphics card and patience.",
            px=224,
            parameters=60_192_808,
            size_mb=230.474,
            accuracy=82.284,
            recipe=f"{ISSUE}#new-recipe",
            file="resnet152-f82ba261.pth",
        ),
        Published(
            architecture="resnext50_32x4d",
            title="ResNeXt-50",
            summary="ResNet-50 with its layers split into 32 groups: slightly more accurate, as large.",
            px=224,
            parameters=25_028_904,
            size_mb=95.833,
            accuracy=81.198,
            recipe=f"{ISSUE}#new-recipe",
            file="resnext50_32x4d-1a0047aa.pth",
        ),
        Published(
            architecture="resnext101_32x8d",
            title="ResNeXt-101, 32 groups",
            summary="Large and accurate; wants a graphics card.",
            px=224,
            parameters=88_791_336,
            size_mb=339.673,
            accuracy=82.834,
            recipe=f"{ISSUE}#new-recipe-with-fixres",
            file="resnext101_32x8d-110c445d.pth",
        ),
        Published(
            architecture="resnext101_64x4d",
            title="ResNeXt-101, 64 groups",
            summary="The most accurate of the ResNet kind here; wants a graphics card.",
            px=224,
            parameters=83_455_272,
            size_mb=319.318,
            accuracy=83.246,
            recipe="https://github.com/pytorch/vision/pull/5935",
            file="resnext101_64x4d-173b62eb.pth",
        ),
        Published(
            architecture="wide_resnet50_2",
            title="Wide ResNet-50",
            summary="ResNet-50 with twice the width: more accurate, much heavier on disk.",
            px=224,
            parameters=68_883_240,
            size_mb=263.124,
            accuracy=81.602,
            recipe=f"{ISSUE}#new-recipe-with-fixres",
            file="wide_resnet50_2-9ba9bcbe.pth",
        ),
        Published(
            architecture="wide_resnet101_2",
            title="Wide ResNet-101",
            summary="ResNet-101 with twice the width; needs a graphics card with much memory.",
            px=224,
            parameters=126_886_696,
            size_mb=484.747,
            accuracy=82.51,
            recipe=f"{ISSUE}#new-recipe",
            file="wide_resnet101_2-d733dc28.pth",
        ),
    )
