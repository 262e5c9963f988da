"""VGG: plain stacks of 11 to 19 layers, with and without batch norm (Simonyan 2014)."""

from ptstudio.models._paper import Paper
from ptstudio.models._torchvision import REFERENCES, Published, Tail, TorchvisionFamily


class Vgg(TorchvisionFamily):
    """The two big hidden layers stay in the backbone."""

    key = "vgg"
    title = "VGG"
    paper = Paper(
        "Simonyan, Zisserman", "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014, "1409.1556"
    )
    landmark = "classifier.3.weight"
    tail = Tail("classifier.6", "classifier.5")
    published = (
        Published(
            architecture="vgg11",
            title="VGG-11",
            summary="Plain stacked layers: easy to understand, heavy on disk and memory.",
            px=224,
            parameters=132_863_336,
            size_mb=506.84,
            accuracy=69.02,
            recipe=f"{REFERENCES}#alexnet-and-vgg",
            file="vgg11-8a719046.pth",
        ),
        Published(
            architecture="vgg11_bn",
            title="VGG-11 with batch norm",
            summary="VGG-11 that learns more steadily; still heavy on disk and memory.",
            px=224,
            parameters=132_868_840,
            size_mb=506.881,
            accuracy=70.37,
            recipe=f"{REFERENCES}#alexnet-and-vgg",
            file="vgg11_bn-6002323d.pth",
        ),
        Published(
            architecture="vgg13",
            title="VGG-13",
            summary="Two layers more than VGG-11: slightly more accurate, slower.",
            px=224,
            parameters=133_047_848,
            size_mb=507.545,
            accuracy=69.928,
            recipe=f"{REFERENCES}#alexnet-and-vgg",
            file="vgg13-19584684.pth",
        ),
        Published(
            architecture="vgg13_bn",
            title="VGG-13 with batch norm",
            summary="VGG-13 that learns more steadily; still heavy on disk and memory.",
            px=224,
            parameters=133_053_736,
            size_mb=507.59,
            accuracy=71.586,
            recipe=f"{REFERENCES}#alexnet-and-vgg",
            file="vgg13_bn-abd245e5.pth",
        ),
        Published(
            architecture="vgg16",
            title="VGG-16",
            summary="The best known of the VGG networks, often met in older papers; heavy and slow.",
            px=224,
            parameters=138_357_544,
            size_mb=527.796,
            accuracy=71.592,
            recipe=f"{REFERENCES}#alexnet-and-vgg",
            file="vgg16-397923af.pth",
        ),
        Published(
            architecture="vgg16_bn",
            title="VGG-16 with batch norm",
            summary="VGG-16 that learns more steadily; heavy and slow.",
            px=224,
            parameters=138_365_992,
            size_mb=527.866,
            accuracy=73.36,
            recipe=f"{REFERENCES}#alexnet-and-vgg",
            file="vgg16_bn-6c64b313.pth",
        ),
        Published(
            architecture="vgg19",
            title="VGG-19",
            summary="The deepest VGG; known for style transfer, heavy and slow.",
            px=224,
            parameters=143_667_240,
            size_mb=548.051,
            accuracy=72.376,
            recipe=f"{REFERENCES}#alexnet-and-vgg",
            file="vgg19-dcbb9e9d.pth",
        ),
        Published(
            architecture="vgg19_bn",
            title="VGG-19 with batch norm",
            summary="The most accurate VGG, and the heaviest.",
            px=224,
            parameters=143_678_248,
            size_mb=548.143,
            accuracy=74.218,
            recipe=f"{REFERENCES}#alexnet-and-vgg",
            file="vgg19_bn-c79401a0.pth",
        ),
    )
