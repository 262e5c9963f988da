"""ResNet: 18 to 152 layers with shortcuts (He 2015)."""

from ptstudio.models._torchvision import ISSUE, REFERENCES, Published, Tail, TorchvisionFamily


class ResNet(TorchvisionFamily):
    """The backbone ends with the global average."""

    key = "resnet"
    title = "ResNet"
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
    )
